import Sigma

@testable import TocsinEngine

/// Sigma's comparisons written down as plainly as they can be, to compare the fast ones with.
enum SlowMatching {
  private static func scalars(_ bytes: [UInt8], cased: Bool) -> [UInt32] { SlowText(bytes).scalars(cased: cased) }

  static func fits(_ pattern: Pattern, _ value: [UInt8], cased: Bool) -> Bool {
    var wanted: [UInt32?] = []
    let (run, one) = (UInt32.max, UInt32.max - 1)
    for piece in pattern.pieces {
      switch piece {
      case .literal(let bytes): wanted += scalars(bytes, cased: cased)
      case .anyRun: wanted.append(run)
      case .anyOne: wanted.append(one)
      }
    }
    let text = scalars(value, cased: cased)
    // reached[j]: the pattern so far fits the first j scalars.
    var reached = [true] + Array(repeating: false, count: text.count)
    for piece in wanted {
      var next = Array(repeating: false, count: text.count + 1)
      for position in 0...text.count {
        if piece == run {
          next[position] = reached[position] || (position > 0 && next[position - 1])
        } else if position > 0, reached[position - 1] {
          next[position] = piece == one || piece == text[position - 1]
        }
      }
      reached = next
    }
    return reached[text.count]
  }

  /// One value of an event.
  struct Value {
    var name: String
    var kind: ValueKind
    var text: String
  }

  /// What an expression says of an event with these fields and this message.
  static func holds(_ expression: Expression, _ values: [Value], message: String) -> Bool {
    switch expression {
    case .always(let value): return value
    case .not(let inner): return !holds(inner, values, message: message)
    case .and(let parts): return parts.allSatisfy { holds($0, values, message: message) }
    case .or(let parts): return parts.contains { holds($0, values, message: message) }
    case .anywhere(let test):
      let all = values.filter { $0.kind != .null && $0.kind != .container } + [Value(name: "", kind: .text, text: message)]
      return all.contains { passes(test, $0, values) }
    case .field(let name, let test):
      let own = values.filter { FieldAliases.names(for: name).contains($0.name) }
      if own.isEmpty {
        switch test {
        case .null: return true
        case .exists(let wanted): return !wanted
        default: return false
        }
      }
      return own.contains { passes(test, $0, values) }
    }
  }

  private static func passes(_ test: Test, _ value: Value, _ all: [Value]) -> Bool {
    let bytes = Array(value.text.utf8)
    let hasText = value.kind != .null && value.kind != .container
    switch test {
    case .text(let pattern, let cased): return hasText && fits(pattern, bytes, cased: cased)
    case .exists(let wanted): return wanted
    case .null: return value.kind == .null
    case .number(let wanted): return order(value, wanted) == 0
    case .compare(let comparison, let wanted): return order(value, wanted).map { comparison.holds($0) } ?? false
    case .boolean(let wanted):
      return (value.kind == .boolean || value.kind == .text) && value.text.lowercased() == (wanted ? "true" : "false")
    case .network(let network): return bytes.withView { IPAddress.parse($0) }.map { network.contains($0) } ?? false
    case .sameAs(let field, let affix, let cased):
      guard hasText else { return false }
      return all.contains { other in
        guard FieldAliases.names(for: field).contains(other.name), other.kind != .null, other.kind != .container else {
          return false
        }
        let (left, right) = (scalars(bytes, cased: cased), scalars(Array(other.text.utf8), cased: cased))
        switch affix {
        case .whole: return left == right
        case .startsWith: return left.starts(with: right)
        case .endsWith: return left.reversed().starts(with: right.reversed())
        case .contains: return (0...left.count).contains { left[$0...].starts(with: right) }
        }
      }
    case .regex(let regex): return hasText && RandomRules.regexes.first { $0.regex == regex }!.matches(SlowText(bytes))
    case .timePart: return false
    }
  }

  private static func order(_ value: Value, _ wanted: Number) -> Int? {
    guard value.kind == .text || value.kind == .number, let number = Array(value.text.utf8).withView({ NumberText.parse($0) })
    else {
      return nil
    }
    return NumberText.order(number, wanted)
  }
}

extension Pattern {
  /// From a text in which `*` and `?` are wildcards; runs beside each other become one.
  init(_ text: String) {
    var pieces: [Piece] = []
    for scalar in text.unicodeScalars {
      switch (scalar, pieces.last) {
      case ("*", .anyRun?): break
      case ("*", _): pieces.append(.anyRun)
      case ("?", _): pieces.append(.anyOne)
      case (_, .literal(let bytes)?): pieces[pieces.count - 1] = .literal(bytes + Array(String(scalar).utf8))
      default: pieces.append(.literal(Array(String(scalar).utf8)))
      }
    }
    self.init(pieces: pieces)
  }
}
