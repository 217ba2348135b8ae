/// Instants at which something is due, earliest first; equal ones by window type and window, so that their order is always the same.
struct DeadlineQueue {
  struct Item {
    var due: Int64
    var type: Int
    /// The window's number when its episode opened.
    var number: Int
    /// Where the window is, as long as the episode is not over.
    var place: WindowPlace
    var episode: Episode
  }

  private var heap: [Item] = []

  var first: Item? { heap.first }

  /// When the first is due; the end of time where none is.
  @inline(__always)
  var earliest: Int64 { heap.isEmpty ? .max : heap[0].due }

  private static func before(_ a: Item, _ b: Item) -> Bool {
    if a.due != b.due { return a.due < b.due }
    return a.type != b.type ? a.type < b.type : a.number < b.number
  }

  mutating func insert(_ item: Item) {
    heap.append(item)
    var index = heap.count - 1
    while index > 0, Self.before(heap[index], heap[(index - 1) / 2]) {
      heap.swapAt(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  mutating func popFirst() -> Item? {
    guard let first = heap.first, let last = heap.popLast() else { return nil }
    guard !heap.isEmpty else { return first }
    heap[0] = last
    var index = 0
    while true {
      var least = index
      for child in [2 * index + 1, 2 * index + 2] where child < heap.count && Self.before(heap[child], heap[least]) {
        least = child
      }
      if least == index { return first }
      heap.swapAt(index, least)
      index = least
    }
  }
}
