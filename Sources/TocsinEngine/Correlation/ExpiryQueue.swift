/// Windows in the order in which they are next looked at; a window that is still in use is put back behind the others.
struct ExpiryQueue {
  private typealias Item = (window: Window, due: Int64)

  private var items: [Item?] = []
  private var head = 0

  mutating func insert(_ window: Window, due: Int64) { items.append((window, due)) }

  /// When the first window is due.
  var earliest: Int64 {
    var index = head
    while index < items.count {
      if let item = items[index] { return item.due }
      index += 1
    }
    return .max
  }

  /// Takes out the first window, if it is due.
  mutating func popFirst(due limit: Int64) -> Window? {
    while head < items.count {
      if let item = items[head], item.due > limit { return nil }
      var item: Item?
      swap(&items[head], &item)
      head += 1
      guard let item else { continue }
      if head > 256, head * 2 > items.count { compact() }
      return item.window
    }
    compact()
    return nil
  }

  private mutating func compact() {
    items.removeFirst(head)
    head = 0
  }

  /// Takes out the window with the fewest events among the first few that have no open episode; nil where all of these are
  /// open. The others looked at go behind the rest, so that each call looks at others and a flood of small groups pays for itself.
  mutating func takeLeast(among number: Int) -> Window? {
    var best = -1
    var least = Int.max
    var looked = 0
    var index = head
    let end = items.count
    while index < end, looked < number, index - head < 4 * number {
      if let item = items[index], item.window.episode == nil {
        looked += 1
        let count = item.window.withTally { $0.extent(at: $0.newest).count }
        if count < least { (best, least) = (index, count) }
      }
      index += 1
    }
    let taken = best >= 0 ? items[best]?.window : nil
    for passed in head..<index {
      if passed != best { items.append(items[passed]) }
      items[passed] = nil
    }
    head = index
    if head > 256, head * 2 > items.count { compact() }
    return taken
  }
}
