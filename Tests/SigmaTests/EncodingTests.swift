import Foundation
import Sigma
import Testing

/// SPEC 4: base64, base64offset and the UTF-16 encodings.
struct EncodingTests {
  @Test(arguments: [
    ("base64: foobar", "Zm9vYmFy"), ("base64: a", "YQ=="), ("base64: ab", "YWI="), (#"base64: foo\*"#, "Zm9vKg=="),
    ("utf16be|base64: ab", "AGEAYg=="),
    ("utf16|base64: ab", "//5hAGIA"), ("wide|base64: é", "6QA="), ("utf16le|base64: é", "6QA="), ("wide|base64: 😀", "PdgA3g=="),
  ])
  func known(_ item: String, _ text: String) {
    #expect(expression("F|\(item)") == .text("F", text))
  }

  @Test func encodingsKeepWildcards() {
    #expect(
      expression("F|wide: a*b")
        == .field("F", .text(Pattern(pieces: [.literal([97, 0]), .anyRun, .literal([98, 0])]), cased: false)))
  }

  @Test func offsetsAreAlternatives() {
    #expect(
      expression("F|base64offset|contains: foobar")
        == .or([.text("F", "*Zm9vYmFy*"), .text("F", "*Zvb2Jhc*"), .text("F", "*mb29iYX*")]))
  }

  /// Whatever surrounds the value, at least one variant is in the Base64 of the whole, and an empty variant is none.
  @Test func aVariantIsFoundAtEveryShift() throws {
    for length in 1...9 {
      let value = String("/bin/bash -i".prefix(length))
      guard let lowered = expression("F|base64offset|contains: '\(value)'") else {
        Issue.record("`\(value)` was refused")
        continue
      }
      let variants = Self.literals(lowered)
      #expect(!variants.contains(""))
      // One byte in the middle of a group shares each character with its neighbours.
      for before in 0...5 where length > 1 || before % 3 != 1 {
        for after in 0...3 {
          let text = String(repeating: "X", count: before) + value + String(repeating: "~", count: after)
          let encoded = Data(text.utf8).base64EncodedString()
          #expect(variants.contains { encoded.contains($0) }, "\(value) after \(before), before \(after)")
        }
      }
    }
  }

  private static func literals(_ expression: Sigma.Expression) -> [String] {
    switch expression {
    case .or(let parts): parts.flatMap(literals)
    case .field(_, .text(let pattern, _)):
      [pattern.pieces.map { if case .literal(let bytes) = $0 { String(decoding: bytes, as: UTF8.self) } else { "" } }.joined()]
    default: []
    }
  }
}
