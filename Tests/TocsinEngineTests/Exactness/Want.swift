/// What a value of a rule asks of a value of an event, while modifiers work on it and once they have (SPEC 3 and 4).
enum Want {
  case text([Piece], isCased: Bool)
  case number(String)
  case boolean(Bool)
  case null
  case regex(SlowRegex)
  case exists(Bool)
  case compare(String, String)
  case network(String)
  case part(String, String?, Int)
  case reference(String, Affix, isCased: Bool)

  enum Piece: Hashable {
    case byte(UInt8)
    case anyRun, anyOne
    case placeholder(String)
  }

  enum Affix { case whole, contains, startswith, endswith }

  /// What `%name%` stands for in the tests.
  static let placeholders = [
    "Admins": ["root", "adm*n", "ser?er"], "Hosts": ["web-1", "K\u{F6}ln", "a\\*b"], "One": ["x"],
  ]

  init(_ value: SlowRule.Value, _ modifiers: [String]) {
    switch value {
    case .text(let text): self = .text(Self.pieces(text, expands: modifiers.contains("expand")), isCased: false)
    case .number(let written): self = .number(written)
    case .boolean(let value): self = .boolean(value)
    case .null: self = .null
    case .regex(_, let node): self = .regex(SlowRegex(node: node))
    }
  }

  // MARK: Escapes (SPEC 3.4)

  static func pieces(_ text: String, expands: Bool = false) -> [Piece] {
    var pieces: [Piece] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "*"): pieces.append(.anyRun)
      case UInt8(ascii: "?"): pieces.append(.anyOne)
      case UInt8(ascii: "\\"):
        if let next = rest.first,
          next == byte || next == UInt8(ascii: "*") || next == UInt8(ascii: "?")
            || (expands && next == UInt8(ascii: "%"))
        {
          pieces.append(.byte(next))
          rest.removeFirst()
        } else {
          pieces.append(.byte(byte))
        }
      case UInt8(ascii: "%") where expands:
        // Between two of them stands a name of letters.
        if let end = rest.firstIndex(of: byte), end > rest.startIndex,
          rest[rest.startIndex..<end].allSatisfy({ Unicode.Scalar($0).properties.isAlphabetic })
        {
          pieces.append(.placeholder(String(decoding: rest[rest.startIndex..<end], as: UTF8.self)))
          rest = rest[(end + 1)...]
        } else {
          pieces.append(.byte(byte))
        }
      default: pieces.append(.byte(byte))
      }
    }
    return pieces
  }

  // MARK: Modifiers (SPEC 4)

  /// What becomes of it: any of these.
  func modified(_ name: String) -> [Want] {
    switch (name, self) {
    case ("all", _), ("neq", _), ("re", _): return [self]
    case ("cased", .text(let pieces, _)): return [.text(pieces, isCased: true)]
    case ("cased", .reference(let field, let affix, _)): return [.reference(field, affix, isCased: true)]
    case ("contains", .text), ("startswith", .text), ("endswith", .text): return [opened(name)]
    case ("contains", .reference(let field, _, let isCased)): return [.reference(field, .contains, isCased: isCased)]
    case ("startswith", .reference(let field, _, let isCased)): return [.reference(field, .startswith, isCased: isCased)]
    case ("endswith", .reference(let field, _, let isCased)): return [.reference(field, .endswith, isCased: isCased)]
    case ("contains", .regex), ("startswith", .regex), ("endswith", .regex): return [self]
    case ("i", .regex(var regex)), ("ignorecase", .regex(var regex)):
      regex.ignoresCase = true
      return [.regex(regex)]
    case ("m", .regex(var regex)), ("multiline", .regex(var regex)):
      regex.multiline = true
      return [.regex(regex)]
    case ("s", .regex(var regex)), ("dotall", .regex(var regex)):
      regex.dotMatchesNewline = true
      return [.regex(regex)]
    case ("exists", .boolean(let value)): return [.exists(value)]
    case ("cidr", .text): return [.network(plain)]
    case ("lt", .number(let number)), ("lte", .number(let number)), ("gt", .number(let number)), ("gte", .number(let number)):
      return [.compare(name, number)]
    case ("lt", .part(let part, _, let value)), ("lte", .part(let part, _, let value)), ("gt", .part(let part, _, let value)),
      ("gte", .part(let part, _, let value)):
      return [.part(part, name, value)]
    case ("fieldref", .text(_, let isCased)): return [.reference(plain, .whole, isCased: isCased)]
    case ("expand", .regex): return [self]
    case ("expand", .text): return expanded
    case ("windash", .text): return dashed
    case ("wide", .text), ("utf16le", .text), ("utf16be", .text), ("utf16", .text): return [widened(name)]
    case ("base64", .text(_, let isCased)): return [.text(Self.base64(bytes).map { .byte($0) }, isCased: isCased)]
    case ("base64offset", .text(_, let isCased)):
      // One of which nothing is certain can match nothing.
      return (0...2).map { Self.certain(bytes, at: $0) }.filter { !$0.isEmpty }.map {
        .text($0.map { .byte($0) }, isCased: isCased)
      }
    case (_, .number(let number)) where SlowRule.parts.contains(name): return [.part(name, nil, Int(number)!)]
    default: preconditionFailure("\(name) does not go with \(self)")
    }
  }

  private var pieces: [Piece] {
    guard case .text(let pieces, _) = self else { preconditionFailure("a text") }
    return pieces
  }

  private var isCased: Bool {
    guard case .text(_, let isCased) = self else { return false }
    return isCased
  }

  /// The bytes of a text without wildcards.
  private var bytes: [UInt8] {
    pieces.map { piece in
      guard case .byte(let byte) = piece else { preconditionFailure("no wildcards") }
      return byte
    }
  }

  private var plain: String { String(decoding: bytes, as: UTF8.self) }

  private func opened(_ name: String) -> Want {
    var pieces = pieces
    if name != "startswith", pieces.first != .anyRun { pieces.insert(.anyRun, at: 0) }
    if name != "endswith", pieces.last != .anyRun { pieces.append(.anyRun) }
    return .text(pieces, isCased: isCased)
  }

  private var expanded: [Want] {
    guard let index = pieces.firstIndex(where: { if case .placeholder = $0 { true } else { false } }),
      case .placeholder(let name) = pieces[index]
    else { return [self] }
    return Self.placeholders[name]!.flatMap { value in
      Want.text(Array(pieces[..<index]) + Self.pieces(value) + Array(pieces[(index + 1)...]), isCased: isCased).expanded
    }
  }

  // MARK: Encodings

  /// Each stretch of text, letters for bytes.
  private func widened(_ name: String) -> Want {
    var result: [Piece] = name == "utf16" ? [.byte(0xFF), .byte(0xFE)] : []
    var run: [UInt8] = []
    func flush() {
      for unit in String(decoding: run, as: UTF8.self).utf16 {
        let halves = [Piece.byte(UInt8(unit >> 8)), .byte(UInt8(unit & 0xFF))]
        result += name == "utf16be" ? halves : halves.reversed()
      }
      run = []
    }
    for piece in pieces {
      if case .byte(let byte) = piece {
        run.append(byte)
      } else {
        flush()
        result.append(piece)
      }
    }
    flush()
    return .text(result, isCased: isCased)
  }

  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  private static func sixes(_ bytes: [UInt8]) -> [[Bool]] {
    var bits: [Bool] = bytes.flatMap { byte in (0..<8).map { (bit: Int) -> Bool in byte & (0x80 >> UInt8(bit)) != 0 } }
    while bits.count % 6 != 0 { bits.append(false) }
    return stride(from: 0, to: bits.count, by: 6).map { Array(bits[$0..<$0 + 6]) }
  }

  static func base64(_ bytes: [UInt8]) -> [UInt8] {
    let letters = sixes(bytes).map { alphabet[$0.reduce(0) { $0 * 2 + ($1 ? 1 : 0) }] }
    return letters + Array(repeating: UInt8(ascii: "="), count: (4 - letters.count % 4) % 4)
  }

  /// The letters that depend on the bytes alone when `shift` others stand before them, and anything behind.
  private static func certain(_ bytes: [UInt8], at shift: Int) -> [UInt8] {
    let letters = base64(Array(repeating: 0, count: shift) + bytes)
    return letters.indices.filter { 6 * $0 >= 8 * shift && 6 * $0 + 6 <= 8 * (shift + bytes.count) }.map { letters[$0] }
  }

  // MARK: Dashes

  private static let marks = ["-", "/", "\u{2013}", "\u{2014}", "\u{2015}"]

  /// Every way to write the dashes that begin words.
  private var dashed: [Want] {
    // Letters; nil for a wildcard.
    var letters: [(scalar: Unicode.Scalar?, pieces: [Piece])] = []
    var run: [UInt8] = []
    func flush() {
      for scalar in String(decoding: run, as: UTF8.self).unicodeScalars {
        letters.append((scalar, Array(String(scalar).utf8).map { .byte($0) }))
      }
      run = []
    }
    for piece in pieces {
      if case .byte(let byte) = piece {
        run.append(byte)
      } else {
        flush()
        letters.append((nil, [piece]))
      }
    }
    flush()
    func isWord(_ index: Int) -> Bool {
      guard letters.indices.contains(index), let scalar = letters[index].scalar else { return false }
      return scalar == "_" || scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
    }
    var results: [[Piece]] = [[]]
    for (index, letter) in letters.enumerated() {
      let isDash = letter.scalar.map { Self.marks.contains(String($0)) } ?? false
      let ways =
        isDash && !isWord(index - 1) && isWord(index + 1)
        ? Self.marks.map { Array($0.utf8).map { Piece.byte($0) } } : [letter.pieces]
      results = results.flatMap { result in ways.map { result + $0 } }
    }
    return results.map { .text($0, isCased: isCased) }
  }
}

extension SlowRule {
  static let parts = ["minute", "hour", "day", "week", "month", "year"]
}
