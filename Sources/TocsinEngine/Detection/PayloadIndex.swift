/// A payload whose values are found once for all who ask, as far as anybody asks: the event at hand enters many windows.
struct PayloadIndex: ~Copyable {
  private struct Entry: BitwiseCopyable {
    let start: Int32
    /// Where it ends, its length counted in; or 0 where the event lacks it.
    let end: Int32
    /// Of the value with its length; 0 where nobody asked yet.
    var hash: UInt64 = 0
  }

  /// Unknown to whoever writes the logs, so that nobody can choose values that collide. It decides nothing but places in tables.
  let seed = UInt64.random(in: 0 ... .max)

  private(set) var bytes = ByteView.empty
  private var entries = Row<Entry>()
  /// Where the first value stands that was not looked for yet.
  private var next = 0

  init() {}

  /// Takes another payload in, which must outlive all questions about it.
  mutating func read(_ payload: ByteView) {
    bytes = payload
    entries.removeAll()
    next = 0
  }

  /// The value at an index, or nil where it is missing.
  @inline(__always)
  mutating func value(_ index: Int) -> ByteView? { entry(index)?.from(2) }

  /// The value at an index with its length before it, or nil where it is missing.
  @inline(__always)
  mutating func entry(_ index: Int) -> ByteView? {
    if index >= entries.count, !find(index) { return nil }
    let entry = entries[index]
    return entry.end > 0 ? bytes.slice(Int(entry.start), Int(entry.end)) : nil
  }

  /// The same with its hash.
  @inline(__always)
  mutating func key(_ index: Int) -> (entry: ByteView, hash: UInt64)? {
    guard let entry = entry(index) else { return nil }
    if entries[index].hash == 0 { entries[index].hash = entry.hash(seed: seed) }
    return (entry, entries[index].hash)
  }

  /// Goes on to the value at an index; false where there are not so many.
  private mutating func find(_ index: Int) -> Bool {
    var at = next
    while at &+ 2 <= bytes.count {
      let count = Int(bytes[at]) | Int(bytes[at &+ 1]) << 8
      let isMissing = count == Payload.missing
      let end = at &+ 2 &+ (isMissing ? 0 : count)
      entries.append(Entry(start: Int32(truncatingIfNeeded: at), end: isMissing ? 0 : Int32(truncatingIfNeeded: end)))
      at = end
      if entries.count > index { break }
    }
    next = at
    return entries.count > index
  }
}
