/// Brings the parts of a container's long lines together, one line for each of its streams, at most as long as a line may be.
///
/// The record is the first part with the texts of the others behind its own: its time is when the line began.
struct PartGrouping {
  struct Pending {
    var text: [UInt8]
    var tail: [UInt8]
    var offset: Int
    var isCut: Bool
  }

  private var pending: [Pending?] = Array(repeating: nil, count: PartLine.streamCount)

  var isEmpty: Bool { pending.allSatisfy { $0 == nil } }

  func contains(_ stream: Int) -> Bool { pending[stream] != nil }

  /// Adds a part and returns the whole line once its last part has come.
  mutating func add(_ part: PartLine, offset: Int, limit: Int) -> Pending? {
    var line = pending[part.stream] ?? Pending(text: part.head.bytes, tail: part.tail.bytes, offset: offset, isCut: false)
    let room = max(0, limit - line.text.count - line.tail.count)
    if part.text.count > room { line.isCut = true }
    part.text.slice(0, min(room, part.text.count)).append(to: &line.text)
    guard part.isLast else {
      pending[part.stream] = line
      return nil
    }
    pending[part.stream] = nil
    return line
  }

  /// Removes and returns the lines whose end never came, in the order they began.
  mutating func flush() -> [Pending] {
    defer { pending = Array(repeating: nil, count: PartLine.streamCount) }
    return pending.compactMap { $0 }.sorted { $0.offset < $1.offset }
  }
}
