/// How often each of several values occurs: the few that most groups have stand in a row, more of them in a table.
struct ValueCounts: ~Copyable {
  private struct Entry: BitwiseCopyable {
    var value: UInt64
    var count: Int
  }

  private static let rowLimit = 8

  private var row = Row<Entry>()
  private var table = HashTable<Int>()

  /// How many different values there are.
  @inline(__always)
  var count: Int { row.count + table.count }

  @inline(__always)
  mutating func insert(_ value: UInt64) {
    if let index = place(of: value) {
      row[index].count += 1
      return
    }
    // A value stands in one place only.
    if row.count < Self.rowLimit, table.count == 0 {
      row.append(Entry(value: value, count: 1))
    } else {
      table[value] = (table[value] ?? 0) + 1
    }
  }

  /// Takes one occurrence away of a value that occurs.
  @inline(__always)
  mutating func remove(_ value: UInt64) {
    if let index = place(of: value) {
      row[index].count -= 1
      if row[index].count == 0 {
        row[index] = row[row.count - 1]
        row.removeLast()
      }
      return
    }
    if let count = table[value] { table[value] = count > 1 ? count - 1 : nil }
  }

  @inline(__always)
  private func place(of value: UInt64) -> Int? {
    var index = 0
    while index < row.count {
      if row[index].value == value { return index }
      index += 1
    }
    return nil
  }

  mutating func removeAll() {
    row.removeAll()
    table.removeAll()
  }

  /// Bytes held, roughly.
  var cost: Int { row.count * 16 + table.cost }
}
