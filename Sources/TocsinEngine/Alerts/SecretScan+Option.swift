extension SecretScan {
  /// A hyphen: of a private key's header, of an option, or of a token's prefix.
  mutating func dash(_ index: Int) -> Int {
    let before = byte(index - 1)
    if before != UInt8(ascii: "-"), text.has("-----BEGIN", at: index) { return keyBlock(index) }
    if let before, before > 0x20, !"\"'`=[(,".utf8.contains(before) { return token(index) }
    let isLong = byte(index + 1) == UInt8(ascii: "-")
    let start = index + (isLong ? 2 : 1)
    var end = start
    while end < text.count, end - start < 64, isNameByte(text[end]) { end += 1 }
    guard end > start else { return index + 1 }
    if isLong || end - start >= 4, let next = longOption(start, end, isLong: isLong) { return next }
    return isLong ? index + 1 : shortOption(start)
  }

  /// `--password x`; nil where the option is no secret or has its value after `=`.
  private mutating func longOption(_ start: Int, _ end: Int, isLong: Bool) -> Int? {
    let name = text.slice(start, end)
    switch SecretName(name) {
    case .secret, .pass: break
    case .directory where isSame(name, "pwd"): break
    default:
      guard isLong, isSame(name, "user") || isSame(name, "proxy-user"), knownCommands().contains(.curl) else { return nil }
      let value = byte(end) == UInt8(ascii: "=") ? end + 1 : argument(after: end)
      return value.map { hideArgument($0, .afterColon) }
    }
    return argument(after: end).flatMap { isOption($0) ? nil : hideArgument($0, .whole) }
  }

  /// `-pSECRET`, `-p SECRET`, where a command that takes it is named anywhere in the text.
  private mutating func shortOption(_ letter: Int) -> Int {
    guard "pPawuU".utf8.contains(text[letter]), let shape = SecretOption.shape(of: text[letter], for: knownCommands()) else {
      return letter
    }
    let next = letter + 1
    guard let after = byte(next) else { return next }
    let isApart = after <= 0x20 || (quoteLength(at: next) > 0 && (byte(next + quoteLength(at: next)).map { $0 <= 0x2C } ?? true))
    if !isApart { return hideArgument(after == UInt8(ascii: "=") ? next + 1 : next, shape) }
    return argument(after: next).flatMap { isOption($0) ? nil : hideArgument($0, shape) } ?? next
  }

  private mutating func knownCommands() -> SecretOption.Commands {
    if let known = commands { return known }
    let found = SecretOption.commands(in: text)
    commands = found
    return found
  }

  private func isOption(_ index: Int) -> Bool {
    let first = index + quoteLength(at: index)
    guard byte(first) == UInt8(ascii: "-"), let next = byte(first + 1) else { return false }
    return next == UInt8(ascii: "-") || byte(first + 2).map { $0 <= 0x22 } ?? true
  }

  /// Where the argument after the one that ends at `end` begins: after spaces or NUL bytes, in the next string of a list, or in
  /// audit's next `aN=`. Nil where there is none.
  private func argument(after end: Int) -> Int? {
    let quote = quoteLength(at: end)
    var index = end + quote
    let afterQuote = index
    while let byte = byte(index), byte <= 0x20 || (quote > 0 && byte == UInt8(ascii: ",")) { index += 1 }
    guard index > afterQuote, index < text.count else { return nil }
    if quote > 0, text[index] == UInt8(ascii: "a") {
      var digits = index + 1
      while digits < text.count, digits - index < 12, text[digits] &- 0x30 < 10 || "[]".utf8.contains(text[digits]) {
        digits += 1
      }
      if digits > index + 1, byte(digits) == UInt8(ascii: "=") { index = digits + 1 }
    }
    return index < text.count ? index : nil
  }

  private mutating func hideArgument(_ start: Int, _ shape: SecretOption.Shape) -> Int {
    if shape == .whole { return hideValue(start, isQuery: false, level: 0) }
    let quote = quoteLength(at: start)
    let end = quote > 0 ? quotedEnd(start, quote) : bareEnd(start, isQuery: false, level: 0)
    let separator = shape == .afterColon ? UInt8(ascii: ":") : UInt8(ascii: "%")
    guard let at = text.slice(0, end).firstIndex(of: separator, from: start + quote) else { return start }
    return hide(at + 1, end)
  }

  /// `-----BEGIN … PRIVATE KEY-----` up to its end, or the text's.
  private mutating func keyBlock(_ index: Int) -> Int {
    let limit = min(text.count, index + 80)
    let head = text.slice(index, limit)
    let word = "PRIVATE" as StaticString
    guard let at = (10..<max(10, head.count)).first(where: { head.has(word, at: $0) }),
      let start = (at..<max(at, head.count)).first(where: { head.has("-----", at: $0) })
    else { return index + 10 }
    var end = index + start + 5
    let body = end
    while end < text.count {
      guard let dash = text.firstIndex(of: UInt8(ascii: "-"), from: end) else { return hide(body, text.count) }
      if text.has("-----END", at: dash) { return hide(body, dash) }
      end = dash + 1
    }
    return hide(body, text.count)
  }

  /// A string right after a word that announces a secret: `PASSWORD 'x'`, `IDENTIFIED BY 'x'`, `password("x")`.
  mutating func quoteAfterWord(_ index: Int) -> Int {
    guard index > 0, text[index - 1] == 0x20 || text[index - 1] == UInt8(ascii: "(") else { return index + 1 }
    var end = index
    while end > 0, index - end < 4, text[end - 1] == 0x20 || text[end - 1] == UInt8(ascii: "(") { end -= 1 }
    guard end > 0, isNameByte(text[end - 1]) else { return index + 1 }
    let key = key(before: end)
    let isSecret: Bool
    if case .secret = key.kind { isSecret = true } else { isSecret = isIdentifiedBy(key.range) }
    return isSecret ? hide(index + 1, quotedEnd(index, 1)) : index + 1
  }

  /// `IDENTIFIED [WITH plugin] BY`
  private func isIdentifiedBy(_ word: Range<Int>) -> Bool {
    guard isSame(text.slice(word.lowerBound, word.upperBound), "by") || isSame(text.slice(word.lowerBound, word.upperBound), "as")
    else {
      return false
    }
    let start = max(0, word.lowerBound - 48)
    return (start..<word.lowerBound).contains { $0 + 10 <= text.count && isSame(text.slice($0, $0 + 10), "identified") }
  }

  /// `<password>x</password>`
  mutating func element(_ index: Int) -> Int {
    guard index > 0, isNameByte(text[index - 1]) else { return index + 1 }
    let key = key(before: index)
    guard case .secret = key.kind, byte(key.range.lowerBound - 1) == UInt8(ascii: "<") else { return index + 1 }
    return hide(index + 1, text.firstIndex(of: UInt8(ascii: "<"), from: index + 1) ?? text.count)
  }
}
