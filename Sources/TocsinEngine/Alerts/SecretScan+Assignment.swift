extension SecretScan {
  /// The name in front of a separator.
  struct Key {
    var kind: SecretName
    var range: Range<Int>
    var isQuoted: Bool
    /// Whether it stands as in a query: after `?`, `&`, `;` or `#`, plain or encoded.
    var isParameter: Bool
  }

  /// `name=value`, `name: value`, with the separator from `start` to `end`; `level` counts how often it is percent-encoded.
  mutating func assignment(_ start: Int, _ end: Int, level: Int) -> Int {
    let key = key(before: start)
    let isColon = level == 0 && text[start] == UInt8(ascii: ":")
    var value = end
    if !isColon, byte(value) == UInt8(ascii: ">") { value += 1 }
    let afterSpace = skipSpaces(value)
    let isSpaced = afterSpace > value
    value = afterSpace
    if key.kind != .none, isSecret(key, value, isColon: isColon, isSpaced: isSpaced) {
      switch key.kind {
      case .authorization: return authorization(value)
      case .cookie: return cookie(value, isHeader: isColon && !key.isQuoted)
      default:
        let isQuery = level > 0 || (key.isParameter && !isColon)
        if key.kind == .secret, !isColon, !isQuery, quoteLength(at: value) == 0, isAmongPairs(key) {
          return hide(value, phraseEnd(bareEnd(value, isQuery: false, level: 0)))
        }
        return hideValue(value, isQuery: isQuery, level: level)
      }
    }
    return decodesHex && !isColon && level == 0 ? hexadecimal(end) : end
  }

  private mutating func isSecret(_ key: Key, _ value: Int, isColon: Bool, isSpaced: Bool) -> Bool {
    guard value < text.count, !isLineEnd(text[value]) else { return false }
    if isColon, isPAMService(key, value) || (isSpaced && !key.isQuoted && isProse(value)) { return false }
    // Headers hold names of their own (`Cookie: a=b`); elsewhere a name means that there was no value.
    if isSpaced, key.kind != .cookie, key.kind != .authorization, isName(at: value) { return false }
    switch key.kind {
    case .none: return false
    case .weak: return !isColon && (key.isParameter || (key.range.lowerBound == 0 && wholeIsOneWord())) && !isInnocent(value)
    case .pass: return (!isColon || key.isQuoted || !isSpaced) && !isInnocent(value)
    case .directory:
      let first = quoteLength(at: value) + value
      return key.isParameter || (byte(first) != UInt8(ascii: "/") && byte(first) != UInt8(ascii: "~") && !isInnocent(value))
    case .secret, .authorization, .cookie: return !isInnocent(value)
    }
  }

  /// Whether the word before a name is a pair itself (`user=ana password=`): then what has no name of its own is part of a value.
  /// On a command line (`--password=x file`) and in an environment (`PGPASSWORD=x psql`) a space ends the value.
  private func isAmongPairs(_ key: Key) -> Bool {
    let start = key.range.lowerBound
    guard start >= 2, text[start - 1] == 0x20, text[start] >= 0x60 else { return false }
    var at = start - 1
    while at > 0, start - at <= 64, text[at - 1] > 0x20 { at -= 1 }
    guard text[at] != UInt8(ascii: "-"), let equals = text.firstIndex(of: UInt8(ascii: "="), from: at) else { return false }
    return equals > at && equals < start - 1 && text[at] >= 0x60
  }

  /// Where a password with spaces ends whose first word ends at `start`: before the next pair, or at the end of the line. Options
  /// (`-x`) and quoted text are no part of it.
  private func phraseEnd(_ start: Int) -> Int {
    var end = start
    while byte(end) == 0x20 {
      let word = skipSpaces(end)
      guard let first = byte(word), first > 0x20, first != UInt8(ascii: "-"), quoteLength(at: word) == 0 else { break }
      var next = word
      while next < text.count, text[next] > 0x20, text[next] != UInt8(ascii: "="), text[next] != 0x22 { next += 1 }
      if byte(next) == UInt8(ascii: "=") || byte(next) == 0x22 { break }
      end = next
    }
    return end
  }

  /// Whether a name and a separator stand at `index`: then what came before had no value.
  func isName(at index: Int) -> Bool {
    var end = index
    while end < text.count, end - index < 40, isNameByte(text[end]) || text[end] == UInt8(ascii: "*") { end += 1 }
    return end > index && byte(end) == UInt8(ascii: "=") && byte(end + 1) != UInt8(ascii: "=") && byte(end + 1) != nil
  }

  /// `pam_unix(passwd:chauthtok)`
  private func isPAMService(_ key: Key, _ value: Int) -> Bool {
    guard byte(key.range.lowerBound - 1) == UInt8(ascii: "(") else { return false }
    for word in ["auth)", "account)", "session)", "password)", "chauthtok)", "setcred)"] as [StaticString] {
      if text.has(word, at: value) { return true }
    }
    return false
  }

  /// Values that give nothing away: `null`, `yes`, `-`.
  private func isInnocent(_ value: Int) -> Bool {
    var end = value
    while end < text.count, end - value < 10,
      isNameByte(text[end]) || text[end] == UInt8(ascii: "(") || text[end] == UInt8(ascii: ")")
    {
      end += 1
    }
    if end < text.count, text[end] == UInt8(ascii: "*") || text[end] > 0x7F || text[end] == UInt8(ascii: "@") { return false }
    let word = text.slice(value, end)
    for innocent in ["-", "null", "nil", "none", "true", "false", "yes", "no", "unknown", "undefined"] as [StaticString] {
      if isSame(word, innocent) { return true }
    }
    return word == "(null)" || word == "(none)" || word == "YES)" || word == "NO)"
  }

  /// Words that follow a colon in a sentence about a password rather than being one: more text must follow.
  private func isProse(_ value: Int) -> Bool {
    if text.has("pam_", at: value) { return true }
    var end = value
    while end < text.count, end - value < 16, (text[end] | 0x20) &- UInt8(ascii: "a") < 26 || text[end] == UInt8(ascii: "'") {
      end += 1
    }
    guard end > value, byte(end) == UInt8(ascii: " "), end + 1 < text.count else { return false }
    let word = text.slice(value, end)
    for known in Self.prose where isSame(word, known) { return true }
    return false
  }

  private static let prose: [StaticString] = [
    "password", "authentication", "authorization", "changed", "expired", "failed", "failure", "required", "incorrect", "invalid",
    "mismatch", "for", "is", "too", "must", "not", "cannot", "can't", "could", "user", "check", "was", "has", "unable", "bad",
    "missing", "unexpected", "account", "permission", "the",
  ]

  func isSame(_ word: ByteView, _ lower: StaticString) -> Bool {
    guard word.count == lower.utf8CodeUnitCount else { return false }
    // Both have the same length.
    for index in 0..<word.count where unsafe word[index] | 0x20 != lower.utf8Start[index] | 0x20 { return false }
    return true
  }

  private mutating func wholeIsOneWord() -> Bool {
    if let known = isOneWord { return known }
    var index = 0
    while index < text.count, text[index] > 0x20 { index += 1 }
    isOneWord = index == text.count
    return index == text.count
  }

  func isNameByte(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10 || (byte | 0x20) &- UInt8(ascii: "a") < 26 || SecretName.isSeparator(byte)
  }

  func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  /// The name that ends before `separator`: perhaps in quotes, perhaps in brackets (`user[password]`), at most 64 bytes of it.
  func key(before separator: Int) -> Key {
    var end = separator
    while end > 0, separator - end < 8, text[end - 1] == 0x20 || text[end - 1] == 0x09 { end -= 1 }
    let unquoted = skipQuoteBack(end)
    let isQuoted = unquoted < end
    end = unquoted
    let bracket = byte(end - 1) == UInt8(ascii: "]") ? 1 : end >= 3 && isSame(text.slice(end - 3, end), "%5d") ? 3 : 0
    end -= bracket
    var start = end
    while start > 0, end - start < 64, isNameByte(text[start - 1]) { start -= 1 }
    let before = byte(start - 1)
    var isParameter = bracket > 0 || (before.map { $0 == 0x3F || $0 == 0x26 || $0 == 0x3B || $0 == 0x23 } ?? false)
    if before == UInt8(ascii: "%") {
      let code = encodedCode(at: start, end: end)
      isParameter = bracket > 0 || code.byte == 0x3F || code.byte == 0x26 || code.byte == 0x3B || code.byte == 0x23
      start = code.end
    } else if before == UInt8(ascii: "\\"), start < end {
      if text.has("u0026", at: start), start + 5 <= end {
        (start, isParameter) = (start + 5, true)
      } else if text.has("n", at: start) || text.has("r", at: start) || text.has("t", at: start) {
        start += 1
      }
    }
    return Key(kind: SecretName(text.slice(start, end)), range: start..<end, isQuoted: isQuoted, isParameter: isParameter)
  }

  /// The byte that `25…26` after a percent sign stands for, and where it ends; `start` itself where it stands for nothing.
  private func encodedCode(at start: Int, end: Int) -> (byte: UInt8, end: Int) {
    var index = start
    while index + 4 <= end, text.has("25", at: index) { index += 2 }
    guard index + 2 <= end, let high = hexValue(text[index]), let low = hexValue(text[index + 1]) else { return (0, start) }
    return (high << 4 | low, index + 2)
  }

  func hexValue(_ byte: UInt8) -> UInt8? {
    if byte &- 0x30 < 10 { return byte - 0x30 }
    let letter = (byte | 0x20) &- UInt8(ascii: "a")
    return letter < 6 ? letter + 10 : nil
  }

  func skipSpaces(_ start: Int) -> Int {
    var index = start
    while index < text.count, text[index] == 0x20 || text[index] == 0x09 { index += 1 }
    return index
  }
}
