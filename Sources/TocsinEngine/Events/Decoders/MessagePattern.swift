/// One alternative of a decoder's pattern, parsed: literals and captures in turn, anchored at both ends.
///
/// Captures before the greedy one are taken from the left, each up to the first place where the literal behind it stands; those
/// behind the greedy one from the right. There is no backtracking, so matching is linear, and text that an attacker writes into
/// the greedy capture cannot move the others.
struct MessagePattern {
  enum Kind: String, CaseIterable { case word, integer, address, text, greedy }

  enum Part: Equatable {
    case literal([UInt8])
    /// The field's name, or nil where the text is not kept.
    case capture(String?, Kind)
  }

  struct SyntaxError: Error, Equatable { var message: String }

  var parts: [Part]

  /// The pattern with each optional segment left out and taken in; at most 64 ways.
  static func parse(_ text: String) throws(SyntaxError) -> [MessagePattern] {
    var ways: [[UInt8]] = [[]]
    var rest = Array(text.utf8)[...]
    while let open = rest.firstPair(0x7B, 0x3F) {
      let before = rest[rest.startIndex..<open]
      guard let close = rest[(open + 2)...].firstPair(0x3F, 0x7D) else {
        throw SyntaxError(message: "an optional segment '{?' has no end; close it with '?}'")
      }
      let inner = rest[(open + 2)..<close]
      guard inner.firstPair(0x7B, 0x3F) == nil else {
        throw SyntaxError(message: "optional segments do not nest; write another alternative")
      }
      ways = ways.flatMap { [$0 + before + inner, $0 + before] }
      guard ways.count <= 64 else {
        throw SyntaxError(message: "more than six optional segments; write alternatives instead")
      }
      rest = rest[(close + 2)...]
    }
    var patterns: [MessagePattern] = []
    for way in ways { patterns.append(try MessagePattern(way + rest)) }
    return patterns
  }

  private init(_ bytes: [UInt8]) throws(SyntaxError) {
    parts = []
    var literal: [UInt8] = []
    var index = 0
    while index < bytes.count {
      let open = bytes[index...].firstIndex(of: 0x7B) ?? bytes.count
      literal += bytes[index..<open]
      index = open
      if open + 1 < bytes.count, bytes[open + 1] == 0x7B {
        literal.append(0x7B)
        index += 2
      } else if open < bytes.count {
        guard let close = bytes[open...].firstIndex(of: 0x7D) else {
          throw SyntaxError(message: "a capture '{' has no end; write '{field:type}', or '{{' for a brace")
        }
        if !literal.isEmpty { parts.append(.literal(literal)) }
        literal = []
        parts.append(try Self.capture(bytes[(open + 1)..<close]))
        index = close + 1
      }
    }
    if !literal.isEmpty { parts.append(.literal(literal)) }
    try check()
  }

  private static func capture(_ bytes: ArraySlice<UInt8>) throws(SyntaxError) -> Part {
    guard let colon = bytes.lastIndex(of: 0x3A) else {
      let text = String(decoding: bytes, as: UTF8.self)
      throw SyntaxError(message: "'{\(text)}' names no type; write '{\(text):word}'")
    }
    let type = bytes[(colon + 1)...]
    guard let kind = kinds.first(where: { $0.name.elementsEqual(type) })?.kind else {
      let text = String(decoding: type, as: UTF8.self)
      throw SyntaxError(message: "unknown type '\(text)'; use word, integer, address, text or greedy")
    }
    let name = String(decoding: bytes[..<colon], as: UTF8.self)
    return .capture(name.isEmpty ? nil : name, kind)
  }

  private static let kinds = Kind.allCases.map { (name: Array($0.rawValue.utf8), kind: $0) }

  private func check() throws(SyntaxError) {
    var sawGreedy = false
    for (index, part) in parts.enumerated() {
      guard case .capture(_, let kind) = part else { continue }
      if index + 1 < parts.count, case .capture = parts[index + 1] {
        throw SyntaxError(message: "two captures touch; put a literal between them")
      }
      if kind == .text, sawGreedy {
        throw SyntaxError(message: "'text' stands behind 'greedy'; use word, integer or address there")
      }
      if kind == .greedy {
        guard !sawGreedy else { throw SyntaxError(message: "two greedy captures; make all but the last 'text'") }
        sawGreedy = true
      }
    }
    guard !parts.isEmpty else { throw SyntaxError(message: "an empty pattern") }
  }
}

extension ArraySlice<UInt8> {
  /// The index of the first `a` that `b` follows.
  fileprivate func firstPair(_ a: UInt8, _ b: UInt8) -> Int? {
    indices.dropLast().first { self[$0] == a && self[$0 + 1] == b }
  }
}
