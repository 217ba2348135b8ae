import TestSupport
import Testing

@testable import TocsinEngine

@Suite struct ConstantPoolTests {
  /// The same bytes are one constant, others are others, and all stay what they were.
  @Test(arguments: Seeds.of(3)) func aConstantIsKeptOnce(_ seed: UInt64) {
    var random = Dice(seed: seed)
    let pool = ConstantPool()
    var known: [[UInt8]: (number: Int, view: ByteView)] = [:]
    for _ in 0..<3_000 {
      let size = [0, 1, 3, 8, 40, 70_000].randomElement(using: &random)!
      let bytes = Array(repeating: UInt8.random(in: 0...9, using: &random), count: size + Int.random(in: 0...5, using: &random))
      let number = bytes.withView { pool.number(of: $0) }
      if let before = known[bytes] {
        #expect(before.number == number, "seed \(seed)")
        #expect(before.view.offset(of: pool.view(bytes)) == 0)
      } else {
        known[bytes] = (number, pool.view(number: number))
      }
    }
    #expect(Set(known.values.map(\.number)).count == known.count)
    #expect(known.allSatisfy { $0.value.view.bytes == $0.key })
    withExtendedLifetime(pool) {}
  }

  /// Tables stand where their elements may, whatever was put before them.
  @Test func tablesAreAligned() {
    let pool = ConstantPool()
    for count in 0..<400 {
      _ = pool.view(Array(repeating: 1, count: count % 7))
      let words = pool.table(Array(repeating: UInt64(count), count: count))
      #expect(unsafe UInt(bitPattern: words.start) % 8 == 0)
      #expect(words.count == count && words.allSatisfy { $0 == UInt64(count) })
      let halves = pool.table((0..<count).map { UInt16($0) })
      #expect(unsafe UInt(bitPattern: halves.start) % 2 == 0)
      #expect(Array(halves) == (0..<count).map { UInt16($0) })
    }
  }
}
