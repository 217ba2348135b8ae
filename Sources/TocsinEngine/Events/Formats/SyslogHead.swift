/// The head of a line of syslog in the shapes that nearly all have, where its hour or minute and its program were met before:
/// `Nov 24 15:46:27 host program[pid]: message`, also without the pid, and the same behind rsyslog's `2026-11-24T15:46:27.123456+00:00 `.
///
/// It is told by a few comparisons, and writes nothing down: of most lines nobody wants to know more. `RecordReader` says the same
/// of a line that has such a head, unless its message may be more than a message.
struct SyslogHead: BitwiseCopyable {
  var format = Format.rfc3164
  /// In microseconds.
  var time: Int64 = 0
  /// Where the host begins and ends; the program's name begins behind the space behind it.
  var host = 0
  var hostEnd = 0
  var nameEnd = 0
  /// Where the pid ends, which begins behind a bracket behind the name; the name's end where there is none.
  var pidEnd = 0
  /// Where the message begins, of which at least eight bytes are there.
  var message = 0
  /// Where the program stands in the table, and its number.
  var program = 0
  var number: UInt64 = 0

  /// Nil where the line must be read as any other. The event's dates have had the clock.
  @inline(__always)
  static func read(_ line: ByteView, _ event: Event, _ programs: ProgramTable, _ source: Int) -> SyslogHead? {
    guard line.count >= 48 else { return nil }
    // Two ways, each with numbers of its own.
    if let time = event.dateCache.momentInSameHour(line) { return read(line, 16, .rfc3164, time, programs, source) }
    guard line.count >= 64, let time = event.dateCache.momentInSameMinute(line) else { return nil }
    return read(line, 33, .rfc3339, time, programs, source)
  }

  @inline(__always)
  private static func read(
    _ line: ByteView, _ host: Int, _ format: Format, _ time: Int64, _ programs: ProgramTable, _ source: Int
  ) -> SyslogHead? {
    var hostEnd = line.firstIndex16(of: 0x20, from: host)
    if hostEnd == host &+ 16 { hostEnd = line.firstIndex(of: 0x20, from: hostEnd) ?? line.count }
    // Behind a colon it was no host.
    guard hostEnd > host, line.unchecked(hostEnd &- 1) != 0x3A else { return nil }
    if format == .rfc3339, line.slice(host, hostEnd).isNoHost { return nil }
    let tag = hostEnd &+ 1
    guard tag <= line.count &- 24 else { return nil }
    let name = line.tagName(at: tag)
    var rest: (low: UInt64, high: UInt64, count: Int) = (0, 0, 0)
    if name.count == 16 {
      guard tag <= line.count &- 40 else { return nil }
      rest = line.tagName(at: tag &+ 16)
      guard rest.count < 16 else { return nil }
    }
    let count = name.count &+ rest.count
    let program = programs.find(ProgramTable.Key(name.low, name.high, rest.low, rest.high, count: count, format, source))
    guard program >= 0, programs[program].isPlain else { return nil }
    let nameEnd = tag &+ count
    var pidEnd = nameEnd
    var message = nameEnd &+ 2
    if line.unchecked(nameEnd) == 0x5B {
      guard nameEnd <= line.count &- 20 else { return nil }
      let digits = line.wordInside(at: nameEnd &+ 1) ^ 0x3030_3030_3030_3030
      // The highest bit of the first byte that is no digit; what stands in those behind it does not matter.
      let others = ((digits &+ 0x7676_7676_7676_7676) | digits) & 0x8080_8080_8080_8080
      guard others != 0, others & 0x80 == 0 else { return nil }
      pidEnd = nameEnd &+ 1 &+ others.trailingZeroBitCount &>> 3
      // `]: `
      guard line.wordInside(at: pidEnd) & 0xFF_FFFF == 0x20_3A5D else { return nil }
      message = pidEnd &+ 3
    } else if line.unchecked(nameEnd &+ 1) != 0x20 {
      return nil
    }
    while message < line.count, line.unchecked(message) == 0x20 { message &+= 1 }
    guard message <= line.count &- 8 else { return nil }
    return SyslogHead(
      format: format, time: time, host: host, hostEnd: hostEnd, nameEnd: nameEnd, pidEnd: pidEnd, message: message,
      program: program, number: programs[program].number)
  }
}

extension ByteView {
  /// Whether behind rsyslog's time this is a container's stream, or a level.
  @inline(__always)
  fileprivate var isNoHost: Bool {
    let first = unchecked(0)
    if first == 0x73 { return self == "stdout" || self == "stderr" }
    return (first.isUpper || first == 0x5B) && isLevelWord
  }

  /// Whether a message of at least eight bytes begins like `message repeated 3 times: [ … ]` or like CEF.
  @inline(__always)
  var mayBeMoreThanMessage: Bool {
    let start = wordInside(at: 0)
    return start == 0x2065_6761_7373_656D || start & 0xFFFF_FFFF == 0x3A46_4543
  }
}

extension Event {
  /// Takes a record up whose head is known, and notes the header.
  @inline(__always)
  func begin(_ record: ByteView, _ head: SyslogHead) {
    begin(record)
    time = Timestamp(microseconds: head.time)
    format = head.format
    program = record.slice(head.hostEnd &+ 1, head.nameEnd)
    message = record.from(head.message)
    let pid = head.pidEnd == head.nameEnd ? .empty : record.slice(head.nameEnd &+ 1, head.pidEnd)
    noteHeader(host: record.slice(head.host, head.hostEnd), pid: pid)
  }
}
