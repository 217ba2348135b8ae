import Sigma

/// Writes each record of an input as ECS JSON, one line for each physical line, in order (`tocsin parse`).
public final class RecordPrinter {
  private let scanner: Scanner
  private var encoder: EventJSON
  /// Lines of joined events that came before their turn, by ordinal.
  private var waiting: [Int: [UInt8]] = [:]
  private var next = 1

  public init(_ detectors: DetectorSet, format: Format? = nil, lineLimit: Int = 64 * 1024, masks: Bool) {
    scanner = Scanner(detectors, format: format, lineLimit: lineLimit)
    scanner.event.keepsUnnamedFields = true
    scanner.event.keepsNames = true
    scanner.decodesAll = true
    encoder = EventJSON(table: detectors.fields, mask: masks)
  }

  /// Appends what is ready.
  public func print(_ chunk: Chunk, source: Int = 0, to output: inout [UInt8]) {
    var irregular = 0
    scanner.forEachRecord(of: chunk) { place in
      var lines: [Int] = [place.ordinal]
      if irregular < chunk.irregular.count, chunk.irregular[irregular].index == place.index {
        lines = chunk.irregular[irregular].lines
        irregular += 1
      }
      if lines.count > 1 { printEarlierLines(place.record, lines, chunk.clock) }
      let outcome = scanner.readAndTest(place.record, chunk.clock, source)
      let original = lines.count > 1 ? Self.lastLine(place.record) : place.record
      put(encode(outcome, original, ordinal: place.ordinal, matched: true), at: place.ordinal, &output)
    }
  }

  /// All lines but an event's last stand for themselves alone.
  private func printEarlierLines(_ record: ByteView, _ lines: [Int], _ clock: Clock) {
    var start = 0
    for ordinal in lines.dropLast() {
      let end = record.firstIndex(of: 0x0A, from: start) ?? record.count
      scanner.reader.read(record.slice(start, end), into: scanner.event, clock: clock)
      waiting[ordinal] = encode(.init(), record.slice(start, end), ordinal: ordinal, matched: false)
      start = min(end + 1, record.count)
    }
  }

  private static func lastLine(_ record: ByteView) -> ByteView {
    record.lastIndex(of: 0x0A).map { record.from($0 + 1) } ?? record
  }

  private func encode(_ outcome: DecoderSet.Outcome, _ original: ByteView, ordinal: Int, matched: Bool) -> [UInt8] {
    let rules = matched ? scanner.matched.view.sorted().map { scanner.detectors.rules[Int($0)].metadata } : []
    return encoder.encode(
      scanner.event, original: original, format: scanner.event.format.rawValue, decoder: scanner.detectors.decoderName(outcome),
      rules: rules.map { ($0.id ?? $0.name ?? "", $0.title) }, ordinal: ordinal)
  }

  private func put(_ line: [UInt8], at ordinal: Int, _ output: inout [UInt8]) {
    waiting[ordinal] = line
    while let ready = waiting.removeValue(forKey: next) {
      output += ready
      output.append(0x0A)
      next += 1
    }
  }

  /// Appends what is left, at the end of the input.
  public func finish(to output: inout [UInt8]) {
    for ordinal in waiting.keys.sorted() {
      output += waiting.removeValue(forKey: ordinal) ?? []
      output.append(0x0A)
    }
  }
}
