import TestSupport
import Testing

@testable import TocsinEngine

@Suite struct NestedShapeTests {
  /// A shape with its holes filled is what `NestedObject` makes of the same names and values.
  @Test func isTheObjectOfItsNames() {
    var noise = Dice(seed: 17)
    let parts = ["a", "b", "value", "port", "c.d", "\u{1b}", "1", ""]
    for round in 0..<500 {
      let names = (0..<Int.random(in: 0...14, using: &noise)).map { _ in
        (0..<Int.random(in: 1...3, using: &noise)).map { _ in parts.randomElement(using: &noise)! }.joined(separator: ".")
      }
      let values = names.map { _ in ["22", "0042", "x\"y", "", "1234567890123456"].randomElement(using: &noise)! }
      var object = NestedObject()
      for (name, value) in zip(names, values) { object.add(name, value) }
      var expected: [UInt8] = []
      object.write(to: &expected)
      let shape = NestedShape(names)
      let written = String(writing: { shape.write(to: &$0) { values[$0] } })
      #expect("{\(written)}" == String(decoding: expected, as: UTF8.self), "round \(round): \(names)")
      #expect(shape.isEmpty == names.isEmpty)
    }
  }
}
