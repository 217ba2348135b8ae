/// How often each of several values occurs: the few that most groups have stand in a row, more of them in a table.
struct ValueCounts {
  private struct Entry {
    var value: UInt64
    var count: Int
  }

  private static let rowLimit = 8

  private var row: ContiguousArray<Entry> = []
  private var table: [UInt64: Int] = [:]

  /// How many different values there are.
  @inline(__always)
  var count: Int { row.count + table.count }

  @inline(__always)
  mutating func insert(_ value: UInt64) {
    for index in row.indices where row[index].value == value {
      row[index].count += 1
      return
    }
    // A value stands in one place only.
    if row.count < Self.rowLimit, table.isEmpty {
      row.append(Entry(value: value, count: 1))
    } else {
      table[value, default: 0] += 1
    }
  }

  /// Takes one occurrence away of a value that occurs.
  @inline(__always)
  mutating func remove(_ value: UInt64) {
    for index in row.indices where row[index].value == value {
      row[index].count -= 1
      if row[index].count == 0 {
        row.swapAt(index, row.count - 1)
        row.removeLast()
      }
      return
    }
    if let count = table[value], count > 1 { table[value] = count - 1 } else { table[value] = nil }
  }

  mutating func removeAll() {
    row.removeAll(keepingCapacity: true)
    table = [:]
  }

  /// Bytes held, roughly.
  var cost: Int { row.count * 16 + table.count * 32 }
}
