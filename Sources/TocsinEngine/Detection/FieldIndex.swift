import Sigma

/// What rules look for in one field's values.
struct FieldIndex: BitwiseCopyable {
  /// Literals of four bytes and more, and the shorter ones.
  let long: GramTable
  let short: GramTable
  /// Whole numbers, ascending.
  let numbers: Table<NumberClue>
  /// What is tried on each value.
  let probes: Table<Sighted>
  /// Whether a search looks at so few places of a value that remembering it would cost more.
  let isQuick: Bool
  /// In a shorter value nothing is found, not even by what folds into ASCII: such letters are no shorter than their folds.
  let shortest: Int

  struct NumberClue: BitwiseCopyable {
    var number: Int64
    var item: Int32
    var isAwaited: Bool
  }

  private static let shortWidth = 2
  static let longWidth = 4

  init(_ clues: [Clue], _ numbers: [NumberClue], probes: [Sighted] = [], _ counts: GramCounts, pool: ConstantPool) {
    long = GramTable(clues.filter { $0.literal.count >= Self.longWidth }, width: Self.longWidth, counts, pool: pool)
    short = GramTable(clues.filter { $0.literal.count < Self.longWidth }, width: Self.shortWidth, counts, pool: pool)
    self.numbers = pool.table(numbers.sorted { ($0.number, $0.item) < ($1.number, $1.item) })
    self.probes = pool.table(probes)
    shortest = numbers.isEmpty && probes.isEmpty ? clues.reduce(Int.max) { min($0, $1.literal.count) } : 0
    isQuick = short.isEmpty && numbers.isEmpty && probes.isEmpty && long.step > 2
  }

  /// Adds each item that a value makes hold or that it may; some several times.
  @inline(__always)
  func search(_ value: ByteView, _ kind: ValueKind, into found: inout Row<FoundItem>) {
    if !long.isEmpty { long.search(value, width: Self.longWidth, into: &found) }
    if !short.isEmpty { short.search(value, width: Self.shortWidth, into: &found) }
    guard !numbers.isEmpty, kind == .text || kind == .number, let number = Self.whole(value) else { return }
    var index = first(number)
    while index < numbers.count, numbers[index].number == number {
      found.append(FoundItem(item: numbers[index].item, isCertain: true, isAwaited: numbers[index].isAwaited))
      index += 1
    }
  }

  /// A whole number, however it is written.
  @inline(__always)
  private static func whole(_ text: ByteView) -> Int64? {
    guard let number = NumberText.parse(text) else { return nil }
    return switch number {
    case .integer(let value): value
    case .real(let value): Int64(exactly: value)
    }
  }

  private func first(_ number: Int64) -> Int {
    var low = 0
    var high = numbers.count
    while low < high {
      let middle = (low + high) / 2
      if numbers[middle].number < number { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
