import Sigma
import TestSupport
import Testing

@testable import TocsinEngine

@Suite struct NumberTextTests {
  private func parse(_ text: String) -> Number? { Array(text.utf8).withView { NumberText.parse($0) } }

  @Test(
    arguments: [
      ("0", .integer(0)), ("+7", .integer(7)), ("-9223372036854775808", .integer(.min)), ("9223372036854775807", .integer(.max)),
      ("9007199254740993", .integer(9_007_199_254_740_993)), (" 5\t", .integer(5)), ("1.5", .real(1.5)), ("1e3", .real(1_000)),
      ("4625.0", .integer(4_625)), ("-0", .integer(0)), ("9223372036854775808", .real(9_223_372_036_854_775_808)),
      ("9007199254740993.00", .integer(9_007_199_254_740_993)), ("-9223372036854775809", .real((-0x1p63).nextDown)),
      (".5", .real(0.5)),
    ] as [(String, Number)])
  func numbers(_ text: String, _ expected: Number) { #expect(parse(text) == expected) }

  @Test(arguments: [
    "", " ", "+", "-", "1x", "0x10", "nan", "inf", "1e999", "1_000", "1,5", "e5", "--1", String(repeating: "1", count: 41),
  ])
  func noNumbers(_ text: String) { #expect(parse(text) == nil) }

  @Test func orderIsExact() {
    #expect(NumberText.order(.integer(9_007_199_254_740_993), .integer(9_007_199_254_740_992)) == 1)
    #expect(NumberText.order(.integer(9_007_199_254_740_993), .real(9_007_199_254_740_992)) == 1)
    #expect(NumberText.order(.real(9_007_199_254_740_992), .integer(9_007_199_254_740_993)) == -1)
    #expect(NumberText.order(.integer(4_625), .real(4_625)) == 0)
    #expect(NumberText.order(.integer(-3), .real(-2.5)) == -1)
    #expect(NumberText.order(.integer(-2), .real(-2.5)) == 1)
    #expect(NumberText.order(.integer(.max), .real(9_223_372_036_854_775_808)) == -1)
    #expect(NumberText.order(.integer(.min), .real(-9_223_372_036_854_775_808)) == 0)
    #expect(NumberText.order(.integer(.min), .real(-1e300)) == 1)
  }

  @Test(arguments: Seeds.of(2)) func orderTurnsAround(_ seed: UInt64) {
    var random = Dice(seed: seed)
    let numbers: [Number] = (0..<60).map { _ in
      let whole = Int64.random(in: .min ... .max, using: &random) >> Int64.random(in: 0...62, using: &random)
      return Bool.random(using: &random) ? .integer(whole) : .real(Double(whole) + [0, 0.5].randomElement(using: &random)!)
    }
    for a in numbers {
      for b in numbers {
        #expect(NumberText.order(a, b) == -NumberText.order(b, a))
        for c in numbers.prefix(10) where NumberText.order(a, b) <= 0 && NumberText.order(b, c) <= 0 {
          #expect(NumberText.order(a, c) <= 0)
        }
      }
    }
  }
}
