/// Refuses regular expressions that no engine can search in time linear in the input, and those that are no expressions at all.
///
/// What is left is the common subset of RE2 and its kin: the engine compiles it. Offsets are in Unicode scalars of the pattern.
struct RegexSyntax {
  private static let maximumRepeat = 1000
  private static let maximumGroups = 200

  private let scalars: [Unicode.Scalar]
  private var index = 0
  /// Offsets of the groups that are open.
  private var open: [Int] = []
  private enum Last { case nothing, atom, repetition }
  private var last = Last.nothing

  static func check(_ pattern: String) throws(Mistake) {
    var syntax = RegexSyntax(scalars: Array(pattern.unicodeScalars))
    while let scalar = syntax.current { try syntax.take(scalar) }
    if let start = syntax.open.last {
      throw Mistake("the group that opens here is never closed; write `\\(` for a bracket", at: start)
    }
  }

  private init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

  private var current: Unicode.Scalar? { peek(0) }
  private func peek(_ ahead: Int) -> Unicode.Scalar? { index + ahead < scalars.count ? scalars[index + ahead] : nil }

  private mutating func take(_ scalar: Unicode.Scalar) throws(Mistake) {
    switch scalar {
    case "(": try openGroup()
    case ")":
      guard open.popLast() != nil else { throw Mistake("this bracket closes no group; write `\\)` for a bracket", at: index) }
      index += 1
      last = .atom
    case "|":
      index += 1
      last = .nothing
    case "*", "+", "?": try takeRepetition(length: 1)
    case "{":
      if let length = try countedRepetition() {
        try takeRepetition(length: length)
      } else {
        index += 1
        last = .atom
      }
    case "[": try takeClass()
    case "\\":
      try takeEscape(inClass: false)
      last = .atom
    case "\0": throw Mistake("a NUL character is not supported as it is; write `\\x00`", at: index)
    default:
      index += 1
      last = .atom
    }
  }

  // MARK: Groups

  private mutating func openGroup() throws(Mistake) {
    let start = index
    guard open.count < Self.maximumGroups else { throw Mistake("groups are nested too deep; flatten them", at: start) }
    index += 1
    last = .nothing
    guard current == "?" else {
      if current == "*" { throw Mistake("`(*…)` verbs belong to backtracking engines; remove it", at: start) }
      open.append(start)
      return
    }
    index += 1
    switch (current, peek(1)) {
    case ("=", _), ("!", _):
      throw Mistake("lookahead needs a backtracking engine; write a second item and `not` in the condition", at: start)
    case ("<", "="), ("<", "!"):
      throw Mistake("lookbehind needs a backtracking engine; write a second item and `not` in the condition", at: start)
    case (">", _): throw Mistake("atomic groups belong to backtracking engines; write `(?:…)`", at: start)
    case ("(", _): throw Mistake("conditional groups belong to backtracking engines; write two expressions", at: start)
    case ("|", _): throw Mistake("branch reset groups belong to backtracking engines; write `(?:…)`", at: start)
    case ("#", _): throw Mistake("comments inside an expression are not supported; use a YAML comment", at: start)
    case ("R", _), ("&", _), ("0", _), ("1", _), ("P", ">"), ("+", _):
      throw Mistake("recursion needs a backtracking engine; write the part out", at: start)
    case ("P", "="): throw Mistake("backreferences need a backtracking engine; use `fieldref` or write the text out", at: start)
    case ("P", "<"), ("<", _), ("'", _): try skipName(start)
    default: if try !skipFlags(start) { return }
    }
    open.append(start)
  }

  private mutating func skipName(_ start: Int) throws(Mistake) {
    index += current == "P" ? 2 : 1
    let close: Unicode.Scalar = scalars[index - 1] == "'" ? "'" : ">"
    let nameStart = index
    while let scalar = current, scalar.isASCII,
      scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    {
      index += 1
    }
    guard index > nameStart, current == close else { throw Mistake("the group's name is not closed with `\(close)`", at: start) }
    index += 1
  }

  /// False where the flags stand alone, `(?i)`.
  private mutating func skipFlags(_ start: Int) throws(Mistake) -> Bool {
    let first = index
    while let scalar = current {
      switch scalar {
      case "i", "m", "s": index += 1
      case "-" where !scalars[first..<index].contains("-"): index += 1
      case ":":
        index += 1
        return true
      case ")" where index > first && scalars[index - 1] != "-":
        index += 1
        return false
      default: throw Mistake("`(?\(scalar)` is not supported; the flags are i, m and s", at: start)
      }
    }
    throw Mistake("the group that opens here is never closed; write `\\(` for a bracket", at: start)
  }

  // MARK: Repetition

  private mutating func takeRepetition(length: Int) throws(Mistake) {
    switch last {
    case .nothing:
      throw Mistake("there is nothing to repeat before this; write a backslash before it to mean the character", at: index)
    case .repetition: throw Mistake("a repetition cannot be repeated; put the part in brackets", at: index)
    case .atom: break
    }
    index += length
    if current == "+" {
      throw Mistake("possessive repetition belongs to backtracking engines; remove the `+`", at: index)
    }
    if current == "?" { index += 1 }
    last = .repetition
  }

  /// The length of `{n}`, `{n,}` or `{n,m}`; nil where the brace is only a character.
  private func countedRepetition() throws(Mistake) -> Int? {
    var at = index + 1
    func digits() -> Int? {
      let start = at
      var value = 0
      while at < scalars.count, ("0"..."9").contains(scalars[at]) {
        value = min(value * 10 + Int(scalars[at].value - 48), 1_000_000)
        at += 1
      }
      return at > start ? value : nil
    }
    guard let least = digits(), at < scalars.count else { return nil }
    var most: Int? = least
    if scalars[at] == "," {
      at += 1
      most = digits()
    }
    guard at < scalars.count, scalars[at] == "}" else { return nil }
    if max(least, most ?? 0) > Self.maximumRepeat {
      throw Mistake("repeats more than \(Self.maximumRepeat) times; write `*` or `+`", at: index)
    }
    if let most, most < least { throw Mistake("`{\(least),\(most)}` asks for more than it allows; swap the numbers", at: index) }
    return at + 1 - index
  }

  // MARK: Escapes

  /// Returns the character that was escaped, or nil for a class such as `\d`.
  @discardableResult
  private mutating func takeEscape(inClass: Bool) throws(Mistake) -> Unicode.Scalar? {
    let start = index
    index += 1
    guard let scalar = current else { throw Mistake("ends with a lone backslash; write `\\\\` for a backslash", at: start) }
    index += 1
    switch scalar {
    case "d", "D", "w", "W", "s", "S": return nil
    case "b", "B", "A", "z":
      if inClass { throw Mistake("`\\\(scalar)` has no meaning in a class", at: start) }
      return nil
    case "a": return "\u{7}"
    case "f": return "\u{C}"
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "v": return "\u{B}"
    case "x": return try takeHexadecimal(start)
    case "p", "P":
      try skipProperty(start)
      return nil
    case "0":
      if let next = current, ("0"..."7").contains(next) {
        throw Mistake("octal numbers are not supported; write `\\x` and two hexadecimal digits", at: start)
      }
      return "\0"
    case "1"..."9", "k", "g":
      throw Mistake("backreferences need a backtracking engine; use `fieldref` or write the text out", at: start)
    case "Z": throw Mistake("`\\Z` is not supported; write `$`", at: start)
    case "G", "K", "R", "X", "C", "h", "H", "N", "V", "Q", "E", "L", "U", "u", "l":
      throw Mistake("`\\\(scalar)` is not supported; write what it stands for", at: start)
    default:
      if scalar.isASCII, scalar.properties.isAlphabetic {
        throw Mistake("`\\\(scalar)` means nothing; remove the backslash", at: start)
      }
      if !scalar.isASCII || scalar == "\0" {
        throw Mistake("a backslash before this character means nothing; remove it", at: start)
      }
      return scalar
    }
  }

  private mutating func takeHexadecimal(_ start: Int) throws(Mistake) -> Unicode.Scalar? {
    var digits = ""
    if current == "{" {
      index += 1
      while let scalar = current, scalar.properties.isASCIIHexDigit, digits.count < 8 {
        digits.unicodeScalars.append(scalar)
        index += 1
      }
      guard current == "}" else { throw Mistake("`\\x{` is not closed", at: start) }
      index += 1
    } else {
      while digits.count < 2, let scalar = current, scalar.properties.isASCIIHexDigit {
        digits.unicodeScalars.append(scalar)
        index += 1
      }
      if digits.count < 2 { throw Mistake("`\\x` needs two hexadecimal digits", at: start) }
    }
    guard let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value) else {
      throw Mistake("`\\x{\(digits)}` is no character", at: start)
    }
    return scalar
  }

  private mutating func skipProperty(_ start: Int) throws(Mistake) {
    guard let first = current else { throw Mistake("`\\p` needs the name of a property", at: start) }
    index += 1
    guard first == "{" else { return }
    while let scalar = current, scalar != "}" {
      guard scalar.isASCII else { break }
      index += 1
    }
    guard current == "}" else { throw Mistake("`\\p{` is not closed", at: start) }
    index += 1
  }

  // MARK: Classes

  private mutating func takeClass() throws(Mistake) {
    let start = index
    index += 1
    if current == "^" { index += 1 }
    var isFirst = true
    while let scalar = current {
      if scalar == "]", !isFirst {
        index += 1
        last = .atom
        return
      }
      isFirst = false
      if scalar == "[", peek(1) == ":", skipNamedClass() { continue }
      let at = index
      let low = try takeClassMember()
      guard current == "-", let next = peek(1), next != "]" else { continue }
      index += 1
      let high = try takeClassMember()
      guard let low, let high else { throw Mistake("a class such as `\\d` cannot bound a range; put the `-` last", at: at) }
      if low > high { throw Mistake("the range `\(low)-\(high)` runs backwards; swap its ends", at: at) }
    }
    throw Mistake("the class that opens here is never closed; write `\\[` for a bracket", at: start)
  }

  private mutating func takeClassMember() throws(Mistake) -> Unicode.Scalar? {
    if current == "\\" { return try takeEscape(inClass: true) }
    defer { index += 1 }
    return current
  }

  private mutating func skipNamedClass() -> Bool {
    var at = index + 2
    while at < scalars.count, scalars[at] == "^" || (scalars[at].isASCII && scalars[at].properties.isAlphabetic) { at += 1 }
    guard at + 1 < scalars.count, scalars[at] == ":", scalars[at + 1] == "]" else { return false }
    index = at + 2
    return true
  }
}
