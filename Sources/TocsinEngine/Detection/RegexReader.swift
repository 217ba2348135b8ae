/// Walks a pattern and sums up what its parts match. Never more permissive than the grammar that rules are held to: at anything
/// else it says that it understands nothing.
struct RegexReader {
  /// Characters of a class that are told apart.
  private static let mostMembers = 8
  private static let deepest = 250

  private let scalars: [Unicode.Scalar]
  private var index = 0
  private var depth = 0
  /// Positions for a character of any kind: one byte, or the bytes of UTF-8 in all their ways.
  private let broad: Int
  private(set) var isNarrow: Bool
  /// Set at what is not understood; the sum means nothing then.
  private(set) var isOpaque = false

  init(_ pattern: String, isNarrow: Bool) {
    scalars = Array(pattern.unicodeScalars)
    self.isNarrow = isNarrow
    broad = isNarrow ? 1 : 12
  }

  mutating func read() -> RegexPart {
    let part = alternatives()
    if index < scalars.count { isOpaque = true }
    return part
  }

  private var current: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

  private mutating func take() -> Unicode.Scalar? {
    guard let scalar = current else {
      isOpaque = true
      return nil
    }
    index += 1
    return scalar
  }

  /// Up to a closing bracket or the end.
  private mutating func alternatives() -> RegexPart {
    var branches: [RegexPart] = []
    var parts: [RegexPart] = []
    while !isOpaque, let scalar = current, scalar != ")" {
      if scalar == "|" {
        index += 1
        branches.append(.sequence(parts))
        parts = []
      } else {
        let part = atom()
        parts.append(repetition(of: part))
      }
    }
    branches.append(.sequence(parts))
    return .either(branches)
  }

  private mutating func atom() -> RegexPart {
    switch take() {
    case "(": return group()
    case "[": return characterClass()
    case "\\": return escape()
    case ".": return .anything(weight: broad, least: 1)
    case "^", "$": return .empty
    case "*", "+", "?", nil: return opaque()
    case let scalar?: return literal(scalar)
    }
  }

  private mutating func opaque() -> RegexPart {
    isOpaque = true
    return .anything(weight: 0)
  }

  private mutating func literal(_ scalar: Unicode.Scalar) -> RegexPart {
    guard scalar.isASCII else {
      isNarrow = false
      return .anything(weight: broad, least: 1)
    }
    return scalar == "\n" ? .anything(weight: 1, least: 1) : .oneOf([Folding.ascii(UInt8(scalar.value))])
  }

  // MARK: Groups

  private mutating func group() -> RegexPart {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else { return opaque() }
    if current == "?" {
      index += 1
      guard let opens = header() else { return opaque() }
      if !opens { return .empty }
    }
    let part = alternatives()
    guard take() == ")" else { return opaque() }
    return part
  }

  /// What stands between `(?` and the group's content: a name, or flags. False where flags stand alone, nil for anything else.
  private mutating func header() -> Bool? {
    if current == "P" || current == "<" || current == "'" {
      if current == "P" { index += 1 }
      guard let opening = take(), opening == "<" || opening == "'" else { return nil }
      let closing: Unicode.Scalar = opening == "<" ? ">" : "'"
      while let scalar = take() {
        if scalar == closing { return true }
        guard scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.numericType != nil else { return nil }
      }
      return nil
    }
    while let scalar = take() {
      switch scalar {
      case "i": isNarrow = false
      case "m", "s", "-": break
      case ":": return true
      case ")": return false
      default: return nil
      }
    }
    return nil
  }

  // MARK: Repetition

  private mutating func repetition(of part: RegexPart) -> RegexPart {
    guard let (least, most) = count() else { return part }
    if current == "?" { index += 1 }
    if current == "*" || current == "+" || current == "?" || count() != nil { isOpaque = true }
    return part.repeated(least, most)
  }

  /// A repetition's bounds, without an upper one where there is none; nil, and nothing taken, where none stands here.
  private mutating func count() -> (Int, Int?)? {
    switch current {
    case "*":
      index += 1
      return (0, nil)
    case "+":
      index += 1
      return (1, nil)
    case "?":
      index += 1
      return (0, 1)
    case "{":
      let start = index
      index += 1
      if let least = number() {
        var most: Int? = least
        if current == "," {
          index += 1
          most = number()
        }
        if current == "}" {
          index += 1
          return (least, most)
        }
      }
      index = start
      return nil
    default: return nil
    }
  }

  private mutating func number() -> Int? {
    var value: Int?
    while let scalar = current, ("0"..."9").contains(scalar) {
      value = min((value ?? 0) * 10 + Int(scalar.value - 48), 100_000)
      index += 1
    }
    return value
  }

  // MARK: Escapes

  private mutating func escape() -> RegexPart {
    switch take() {
    case "d", "w", "s", "v": return .anything(weight: 1, least: 1)
    case "D", "W", "S": return .anything(weight: broad, least: 1)
    case "b", "B", "A", "z": return .empty
    case "p", "P": return property()
    case let scalar?: return character(scalar).map { literal($0) } ?? opaque()
    case nil: return opaque()
    }
  }

  /// The character that an escape stands for, the backslash and its letter taken; nil where it stands for none.
  private mutating func character(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar {
    case "a": return "\u{7}"
    case "f": return "\u{C}"
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "x":
      var digits = ""
      let isBraced = current == "{"
      if isBraced { index += 1 }
      while let scalar = current, scalar.properties.isASCIIHexDigit, digits.count < (isBraced ? 8 : 2) {
        digits.unicodeScalars.append(scalar)
        index += 1
      }
      if isBraced, take() != "}" { return nil }
      return UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init)
    default:
      guard scalar.isASCII, !("a"..."z").contains(scalar), !("A"..."Z").contains(scalar), !("0"..."9").contains(scalar) else {
        return nil
      }
      return scalar
    }
  }

  /// A property of Unicode takes hundreds of positions.
  private mutating func property() -> RegexPart {
    isNarrow = false
    if take() == "{" { while let scalar = take(), scalar != "}" {} }
    return .anything(weight: 1_000)
  }

  // MARK: Classes

  private mutating func characterClass() -> RegexPart {
    let isNegated = current == "^"
    if isNegated { index += 1 }
    var members: Set<UInt8>? = isNegated ? nil : []
    var weight = isNegated ? broad : 1
    var isFirst = true
    while !isOpaque, let scalar = take() {
      if scalar == "]", !isFirst {
        guard let members, !members.isEmpty else { return .anything(weight: weight, least: 1) }
        return .oneOf(members)
      }
      isFirst = false
      if scalar == "[", skipNamedClass() {
        members = nil
        continue
      }
      guard let low = member(scalar, &weight) else {
        members = nil
        continue
      }
      var high = low
      if current == "-", index + 1 < scalars.count, scalars[index + 1] != "]" {
        index += 1
        guard let bound = take().flatMap({ member($0, &weight) }), bound >= low else { return opaque() }
        high = bound
      }
      if !high.isASCII {
        isNarrow = false
        weight += broad
      }
      if !high.isASCII || high.value - low.value >= Self.mostMembers || (low...high).contains("\n") {
        members = nil
      } else {
        members?.formUnion((low.value...high.value).map { Folding.ascii(UInt8($0)) })
      }
      if let count = members?.count, count > Self.mostMembers { members = nil }
    }
    return opaque()
  }

  /// A character of a class; nil for a class within it, such as `\d`.
  private mutating func member(_ scalar: Unicode.Scalar, _ weight: inout Int) -> Unicode.Scalar? {
    guard scalar == "\\" else { return scalar }
    guard let escaped = take() else { return nil }
    switch escaped {
    case "d", "w", "s", "v": return nil
    case "D", "W", "S":
      weight += broad
      return nil
    case "p", "P":
      weight += property().weight
      return nil
    default:
      let character = character(escaped)
      if character == nil { isOpaque = true }
      return character
    }
  }

  private mutating func skipNamedClass() -> Bool {
    guard current == ":" else { return false }
    var at = index + 1
    while at < scalars.count, scalars[at] == "^" || scalars[at].properties.isAlphabetic { at += 1 }
    guard at + 1 < scalars.count, scalars[at] == ":", scalars[at + 1] == "]" else { return false }
    index = at + 2
    return true
  }
}
