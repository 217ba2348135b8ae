/// The ids of the last few thousand messages, to recognise one that comes again.
struct RecentIDs {
  private let limit: Int
  private var known: Set<String> = []
  /// In the order they came, from `oldest` on, round and round once full.
  private var order: [String] = []
  private var oldest = 0

  init(limit: Int = 8_192) { self.limit = max(1, limit) }

  func contains(_ id: String) -> Bool { known.contains(id) }

  /// Forgets the oldest id where the limit is reached.
  mutating func insert(_ id: String) {
    guard known.insert(id).inserted else { return }
    guard order.count == limit else { return order.append(id) }
    known.remove(order[oldest])
    order[oldest] = id
    oldest = (oldest + 1) % limit
  }
}
