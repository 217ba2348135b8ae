import TestSupport
import Testing

@testable import TocsinEngine

@Suite struct RowTests {
  @Test(arguments: Seeds.of(4)) func isAnArray(_ seed: UInt64) {
    var random = Dice(seed: seed)
    var row = Row<Int>()
    var array: [Int] = []
    for step in 0..<3_000 {
      switch Int.random(in: 0..<10, using: &random) {
      case 0...4:
        row.append(step)
        array.append(step)
      case 5:
        let place = Int.random(in: 0...array.count, using: &random)
        row.insert(step, at: place)
        array.insert(step, at: place)
      case 6:
        let count = Int.random(in: 0...min(3, array.count), using: &random)
        row.removeFirst(count)
        array.removeFirst(count)
      case 7 where !array.isEmpty:
        row.removeLast()
        array.removeLast()
      case 8 where !array.isEmpty:
        row[array.count / 2] += 1
        array[array.count / 2] += 1
      case 9 where step % 97 == 0:
        row.removeAll()
        array.removeAll()
      default: row.append(.empty)
      }
      #expect(Array(row.view) == array)
    }
  }

  /// Of the room that there is for them only elements count that were said to be there.
  @Test(arguments: Seeds.of(2)) func takesAsManyAsAreWritten(_ seed: UInt64) {
    var random = Dice(seed: seed)
    var row = Row<Int32>()
    var array: [Int32] = []
    for _ in 0..<200 {
      let count = Int.random(in: 0...64, using: &random)
      unsafe row.append(upTo: 64) { room in
        for index in 0..<64 {
          let element = Int32.random(in: 0...9, using: &random)
          unsafe room[index] = element
          if index < count { array.append(element) }
        }
        return count
      }
      #expect(Array(row.view) == array)
    }
    row.sort()
    #expect(Array(row.view) == array.sorted())
  }

  /// Few elements are not copied like many.
  @Test(arguments: 0...5) func takesTables(_ count: Int) {
    var row = Row<Int32>()
    var other = Row<Int32>()
    for element in 0..<count { other.append(Int32(element)) }
    for round in 1...3 {
      row.append(other.view)
      #expect(Array(row.view) == (0..<round).flatMap { _ in (0..<count).map(Int32.init) })
    }
  }

  @Test func takesBytes() {
    var row = Row<UInt8>()
    Array("host".utf8).withView { row.append($0) }
    row.append(ByteView.empty)
    row.append(0x21)
    #expect(row.bytes == "host!")
    #expect(Row<UInt8>().bytes.isEmpty)
  }
}
