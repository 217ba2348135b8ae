/// Windows in the order in which they are next looked at; a window that is still in use is put back behind the others.
struct ExpiryQueue: ~Copyable {
  private struct Item: BitwiseCopyable {
    var place: WindowPlace
    var due: Int64
  }

  private var items = Row<Item>()
  private var head = 0

  init() {}

  @inline(__always)
  mutating func insert(_ place: WindowPlace, due: Int64) { items.append(Item(place: place, due: due)) }

  /// When the first window is due.
  @inline(__always)
  var earliest: Int64 { head < items.count ? items[head].due : .max }

  /// Takes out the first window, if it is due.
  @inline(__always)
  mutating func popFirst(due limit: Int64) -> WindowPlace? {
    guard head < items.count, items[head].due <= limit else { return nil }
    let place = items[head].place
    head += 1
    if head == items.count || (head > 256 && head * 2 > items.count) { compact() }
    return place
  }

  /// The window whose turn it may be after so many others, if it is still there.
  @inline(__always)
  func coming(after number: Int) -> WindowPlace? { head &+ number < items.count ? items[head &+ number].place : nil }

  private mutating func compact() {
    items.removeFirst(head)
    head = 0
  }

  /// Takes out the window with the fewest events among the first few that have no open episode; nil where all of these are
  /// open. The others looked at go behind the rest, so that each call looks at others and a flood of small groups pays for itself.
  mutating func takeLeast(among number: Int) -> WindowPlace? {
    var best = -1
    var least = Int.max
    var looked = 0
    var index = head
    let end = items.count
    while index < end, looked < number, index - head < 4 * number {
      if items[index].place.window.episode == nil {
        looked += 1
        let count = items[index].place.window.withTally { $0.extent(at: $0.newest).count }
        if count < least { (best, least) = (index, count) }
      }
      index += 1
    }
    let taken = best >= 0 ? items[best].place : nil
    for passed in head..<index where passed != best { items.append(items[passed]) }
    head = index
    if head > 256, head * 2 > items.count { compact() }
    return taken
  }
}
