/// A payload whose values were found once for all who ask: the event at hand enters many windows.
struct PayloadIndex: ~Copyable {
  private struct Entry: BitwiseCopyable {
    let start: Int32
    /// Where it ends, its length counted in; or 0 where the event lacks it.
    let end: Int32
  }

  private(set) var bytes = ByteView.empty
  private var entries = Row<Entry>()

  init() {}

  /// Takes another payload in, which must outlive all questions about it.
  mutating func read(_ payload: ByteView) {
    bytes = payload
    entries.removeAll()
    var at = 0
    while at + 2 <= payload.count {
      let count = Int(payload[at]) | Int(payload[at + 1]) << 8
      let end = at + 2 + (count == Payload.missing ? 0 : count)
      entries.append(Entry(start: Int32(truncatingIfNeeded: at), end: count == Payload.missing ? 0 : Int32(truncatingIfNeeded: end)))
      at = end
    }
  }

  /// The value at an index, or nil where it is missing.
  @inline(__always)
  func value(_ index: Int) -> ByteView? { entry(index)?.from(2) }

  /// The value at an index with its length before it, or nil where it is missing.
  @inline(__always)
  func entry(_ index: Int) -> ByteView? {
    guard index < entries.count, entries[index].end > 0 else { return nil }
    return bytes.slice(Int(entries[index].start), Int(entries[index].end))
  }
}
