import TestSupport
import Testing

@testable import Sigma

/// Random pairs of expressions: where one is said to follow from the other, no event tells otherwise.
struct ImplicationSoundnessTests {
  private static func expression(_ dice: inout Dice, depth: Int) -> Expression {
    switch depth == 0 ? 0 : dice.roll(0...5) {
    case 1: return .all((0..<dice.roll(1...3)).map { _ in expression(&dice, depth: depth - 1) })
    case 2: return .any((0..<dice.roll(1...3)).map { _ in expression(&dice, depth: depth - 1) })
    case 3: return .negation(of: expression(&dice, depth: depth - 1))
    case 4: return .keyword("*\(dice.text("ab*", 1...2))*".replacing("**", with: "*").replacing("**", with: "*"))
    default:
      var text = dice.text("aAb*?", 0...4)
      while text.contains("**") { text = text.replacing("**", with: "*") }
      return .text(dice.roll(0...1) == 0 ? "F" : "G", text, cased: dice.roll(0...3) == 0)
    }
  }

  /// An event as its fields; a field may have several values, or none.
  private typealias Event = [String: [String]]

  private static func holds(_ expression: Expression, _ event: Event) -> Bool {
    switch expression {
    case .and(let parts): parts.allSatisfy { holds($0, event) }
    case .or(let parts): parts.contains { holds($0, event) }
    case .not(let part): !holds(part, event)
    case .field(let name, let test): (event[name] ?? []).contains { passes(test, $0) }
    case .anywhere(let test): event.values.joined().contains { passes(test, $0) }
    case .always(let value): value
    }
  }

  private static func passes(_ test: Sigma.Test, _ value: String) -> Bool {
    guard case .text(let pattern, let cased) = test else { return false }
    func symbols(_ bytes: [UInt8]) -> [UInt8] { cased ? bytes : bytes.map { $0 &- 65 < 26 ? $0 | 0x20 : $0 } }
    return fits(pattern.pieces[...], symbols(Array(value.utf8))[...], symbols)
  }

  private static func fits(_ pieces: ArraySlice<Pattern.Piece>, _ text: ArraySlice<UInt8>, _ fold: ([UInt8]) -> [UInt8]) -> Bool {
    guard let piece = pieces.first else { return text.isEmpty }
    switch piece {
    case .literal(let bytes):
      return text.starts(with: fold(bytes)) && fits(pieces.dropFirst(), text.dropFirst(bytes.count), fold)
    case .anyOne: return !text.isEmpty && fits(pieces.dropFirst(), text.dropFirst(), fold)
    case .anyRun: return (0...text.count).contains { fits(pieces.dropFirst(), text.dropFirst($0), fold) }
    }
  }

  @Test func whatIsAffirmedIsSo() {
    let seed = UInt64.random(in: 0...(.max))
    var dice = Dice(seed: seed)
    var affirmed = 0
    for _ in 0..<4_000 {
      let (premise, conclusion) = (Self.expression(&dice, depth: 2), Self.expression(&dice, depth: 2))
      guard Implication.holds(from: premise, to: conclusion) else { continue }
      affirmed += 1
      for _ in 0..<40 {
        let event = Dictionary(
          uniqueKeysWithValues: ["F", "G"].map { name in (name, (0..<dice.roll(0...2)).map { _ in dice.text("aAb", 0...4) }) })
        if Self.holds(premise, event), !Self.holds(conclusion, event) {
          Issue.record("seed \(seed): \(premise) does not imply \(conclusion): \(event)")
          return
        }
      }
    }
    #expect(affirmed > 100, "seed \(seed)")
  }
}

extension Dice {
  fileprivate mutating func text(_ letters: String, _ length: ClosedRange<Int>) -> String {
    String((0..<roll(length)).map { _ in letters.randomElement(using: &self) ?? "a" })
  }
}
