import CByteScan

/// The head of a line of syslog in the shapes that nearly all have, where its hour or minute and its program were met before:
/// `Nov 24 15:46:27 host program[pid]: message`, also without the pid, and the same behind rsyslog's `2026-11-24T15:46:27.123456+00:00 `.
///
/// It is told by a few comparisons, and writes nothing down: of most lines nobody wants to know more. `RecordReader` says the same
/// of a line that has such a head, unless its message may be more than a message.
struct SyslogHead: BitwiseCopyable {
  var format = Format.rfc3164
  /// In microseconds.
  var time: Int64 = 0
  /// Where the host ends; the program's name begins behind the space behind it.
  var hostEnd = 0
  var nameEnd = 0
  /// Where the pid ends, which begins behind a bracket behind the name; the name's end where there is none.
  var pidEnd = 0
  /// Where the message begins, of which at least eight bytes are there.
  var message = 0
  /// Where the program stands in the table.
  var program = 0

  @inline(__always)
  var host: Int { Self.host(format) }

  /// Where the host begins.
  @inline(__always)
  fileprivate static func host(_ format: Format) -> Int { format == .rfc3339 ? 33 : 16 }
}

/// The time and the host that the last line of syslog began with: the next line mostly begins alike, which one comparison tells.
///
/// It changes no result: what a line begins with says what that means, until the clock is another.
@safe
final class SyslogFront {
  private struct Known {
    var front = tocsin_front()
    var format = Format.rfc3164
    /// That of the minute where rsyslog wrote the time, whose seconds may be any.
    var time: Int64 = 0
    /// The kind of short names behind it.
    var kind: UInt64 = 0
    /// How many bytes a line has at least, and how many more it may have.
    var least = Int.max
    var room: UInt = 0
  }

  private let known: UnsafeMutablePointer<Known>
  private let event: Event
  private let programs: ProgramTable
  private let lineLimit: Int

  /// Lines beyond the limit are read as any other.
  init(_ event: Event, _ programs: ProgramTable, lineLimit: Int) {
    (self.event, self.programs, self.lineLimit) = (event, programs, lineLimit)
    unsafe known = .allocate(capacity: 1)
    unsafe known.initialize(to: Known())
  }

  deinit { unsafe known.deallocate() }

  /// The clock, which the event's dates have had, or the source may be another from now on.
  func forget() { unsafe known.pointee.least = .max }

  /// What a line is found to have behind its host.
  struct Found: BitwiseCopyable {
    var time: Int64
    var pidEnd: Int
    var message: Int
    var program: Int
  }

  /// Nil where the line must be read as any other. 64 bytes behind the line can be read.
  @inline(__always)
  func read(_ line: ByteView, _ table: ProgramTable.View, _ source: Int) -> Found? {
    guard isAlike(line) || (line.count >= 48 && takeUp(line, source)) else { return nil }
    var time = unsafe known.pointee.time
    if unsafe known.pointee.format == .rfc3339 {
      time = DateCache.moment(in: line, minute: time)
      if time == DateCache.noMoment { return nil }
    }
    let tag = unsafe known.pointee.front.count
    let name = line.tagName(at: tag)
    let program = unsafe name.count < 16 ? table.find(name.low, name.high, known.pointee.kind) : findLong(line, tag, source)
    guard program >= 0 else { return nil }
    let nameEnd = tag &+ (name.count < 16 ? name.count : table[program].nameCount)
    var pidEnd = nameEnd
    var message = nameEnd &+ 2
    if line.unchecked(nameEnd) == 0x5B {
      pidEnd = nameEnd &+ 1 &+ line.digits16(at: nameEnd &+ 1)
      // `]: `
      guard line.wordInside(at: pidEnd) & 0xFF_FFFF == 0x20_3A5D else { return nil }
      message = pidEnd &+ 3
    } else if line.unchecked(nameEnd &+ 1) != 0x20 {
      return nil
    }
    if line.unchecked(message) == 0x20 { message = line.skipSpaces(message) }
    // All before it was inside, too.
    guard line.count &- message >= 8 else { return nil }
    return Found(time: time, pidEnd: pidEnd, message: message, program: program)
  }

  /// The whole head of the line that was read last, with its time.
  @inline(__always)
  func head(_ found: Found, at time: Int64, _ table: ProgramTable.View) -> SyslogHead {
    let tag = unsafe known.pointee.front.count
    return unsafe SyslogHead(
      format: known.pointee.format, time: time, hostEnd: tag &- 1, nameEnd: tag &+ table[found.program].nameCount,
      pidEnd: found.pidEnd, message: found.message, program: found.program)
  }

  @inline(__always)
  private func isAlike(_ line: ByteView) -> Bool {
    guard unsafe UInt(bitPattern: line.count &- known.pointee.least) <= known.pointee.room,
      line.unchecked(line.count &- 1) != 0x0D
    else { return false }
    return unsafe line.begins(with: &known.pointee.front)
  }

  /// Notes how a line of at least 48 bytes begins that does not begin like the one before; false where it must be read as any other.
  @inline(never)
  private func takeUp(_ line: ByteView, _ source: Int) -> Bool {
    guard line.count <= lineLimit, line.unchecked(line.count &- 1) != 0x0D else { return false }
    var (format, time) = unsafe (Format.rfc3164, known.pointee.time)
    let isKnown = unsafe known.pointee.least < .max && known.pointee.format == .rfc3164
    // Either the host is another or the second.
    if unsafe !isKnown || !line.hasStart(of: &known.pointee.front) {
      if let moment = event.dateCache.momentInSameHour(line) {
        time = moment
        if isKnown {
          unsafe line.copyStart(to: &known.pointee.front)
          unsafe known.pointee.time = time
          if isAlike(line) { return true }
        }
      } else {
        guard line.count >= 64, let minute = event.dateCache.sameMinute(line) else { return false }
        (format, time) = (.rfc3339, minute)
      }
    }
    unsafe known.pointee.least = .max
    let host = SyslogHead.host(format)
    // Behind a colon it was no host.
    guard let hostEnd = line.nearIndex(of: 0x20, from: host), hostEnd > host, line.unchecked(hostEnd &- 1) != 0x3A else {
      return false
    }
    if format == .rfc3339, line.slice(host, hostEnd).isNoHost { return false }
    let tag = hostEnd &+ 1
    guard tag <= line.count &- 24, tag <= Int(TOCSIN_FRONT) else { return false }
    unsafe line.copyFront(tag, to: &known.pointee.front)
    var least = max(tag &+ 24, 48)
    if format == .rfc3339 {
      // `27.123456`
      unsafe tocsin_free_front(&known.pointee.front, 17, 2)
      unsafe tocsin_free_front(&known.pointee.front, 20, 6)
      least = max(least, 64)
    }
    unsafe (known.pointee.format, known.pointee.time) = (format, time)
    unsafe known.pointee.kind = ProgramTable.Key.shortKind(format, source)
    unsafe (known.pointee.least, known.pointee.room) = (least, UInt(bitPattern: max(lineLimit, least) &- least))
    return true
  }

  /// Where a program of sixteen bytes or more stands, or -1.
  @inline(never)
  private func findLong(_ line: ByteView, _ tag: Int, _ source: Int) -> Int {
    let (name, rest) = (line.tagName(at: tag), line.tagName(at: tag + 16))
    guard rest.count < 16 else { return -1 }
    let key = unsafe ProgramTable.Key(
      name.low, name.high, rest.low, rest.high, count: 16 + rest.count, known.pointee.format, source)
    let program = programs.find(key)
    return program >= 0 && programs[program].isPlain ? program : -1
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
