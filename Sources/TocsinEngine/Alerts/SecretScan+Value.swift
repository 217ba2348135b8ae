extension SecretScan {
  /// Hides the value that begins at `start`, in quotes or bare; returns its end.
  @discardableResult
  mutating func hideValue(_ start: Int, isQuery: Bool, level: Int) -> Int {
    let quote = quoteLength(at: start)
    if quote > 0 { return hide(start + quote, quotedEnd(start, quote)) }
    if byte(start) == UInt8(ascii: "["), !isQuery {
      // A JSON array of secrets.
      let end = text.firstIndex(of: UInt8(ascii: "]"), from: start) ?? text.count
      if byte(start + 1).map({ $0 == 0x22 || $0 == 0x20 }) ?? false { return hide(start + 1, end) }
    }
    if byte(start) == UInt8(ascii: "{"), byte(start + 1) == UInt8(ascii: "\"") { return start }
    return hide(start, bareEnd(start, isQuery: isQuery, level: level))
  }

  /// The length of the quotation mark at `index`, however it is escaped: `"`, `\"`, `\\\"`, `%22`, `\x22`, `\u0022`, `&quot;`; 0 for none.
  func quoteLength(at index: Int) -> Int {
    guard let first = byte(index) else { return 0 }
    switch first {
    case 0x22, 0x27, 0x60: return 1
    case UInt8(ascii: "\\"):
      var end = index
      while end < text.count, end - index < 16, text[end] == UInt8(ascii: "\\") { end += 1 }
      if byte(end) == 0x22 || byte(end) == 0x27 { return end + 1 - index }
      for spelling in ["x22", "x27", "u0022", "u0027"] as [StaticString] where text.has(spelling, at: end) {
        return end - index + spelling.utf8CodeUnitCount
      }
      return 0
    case UInt8(ascii: "%"):
      var end = index + 1
      while text.has("25", at: end), end - index < 16 { end += 2 }
      return text.has("22", at: end) || text.has("27", at: end) ? end + 2 - index : 0
    case UInt8(ascii: "&"):
      for spelling in ["&quot;", "&#34;", "&#39;", "&apos;"] as [StaticString] where text.has(spelling, at: index) {
        return spelling.utf8CodeUnitCount
      }
      return 0
    default: return 0
    }
  }

  /// Where the quotation mark begins that ends at `end`, or `end` where there is none.
  func skipQuoteBack(_ end: Int) -> Int {
    guard let last = byte(end - 1) else { return end }
    if last == 0x22 || last == 0x27 || last == 0x60 {
      var start = end - 1
      while start > 0, end - start < 16, text[start - 1] == UInt8(ascii: "\\") { start -= 1 }
      return start
    }
    guard last == 0x32 || last == 0x37 || last == UInt8(ascii: ";") else { return end }
    for length in 3...9 where end >= length && quoteLength(at: end - length) == length { return end - length }
    return end
  }

  /// Where the closing mark stands that belongs to the opening one of `length` bytes at `start`; the text's end where it is missing.
  func quotedEnd(_ start: Int, _ length: Int) -> Int {
    let mark = text.slice(start, start + length)
    let isBare = length == 1
    let isBackslashed = mark[0] == UInt8(ascii: "\\") && (mark[length - 1] == 0x22 || mark[length - 1] == 0x27)
    var index = start + length
    while index < text.count {
      let byte = text[index]
      if byte == UInt8(ascii: "\\"), isBare || isBackslashed {
        var end = index
        while end < text.count, text[end] == UInt8(ascii: "\\") { end += 1 }
        let isQuote = self.byte(end) == mark[length - 1]
        if isQuote, isBackslashed, end - index < length { return index }
        index = isQuote && (isBackslashed || (end - index) % 2 == 1) ? end + 1 : end
        continue
      }
      if byte == mark[length - 1], isBare || isBackslashed { return index }
      if !isBare, !isBackslashed {
        if byte == 0x22 || (mark[0] == UInt8(ascii: "%") && byte <= 0x20) { return index }
        if byte == mark[0], text.matches(mark, at: index), !isEscapedMark(index) { return index }
      }
      index += 1
    }
    return text.count
  }

  /// Whether an encoded quotation mark is itself escaped by an encoded backslash: `\x5C\x22`, `%5C%22`.
  private func isEscapedMark(_ index: Int) -> Bool {
    guard index >= 3 else { return false }
    if isSame(text.slice(index - 3, index), "%5c") { return true }
    return index >= 4 && isSame(text.slice(index - 4, index), "\\x5c")
  }

  /// Where a value without quotes ends: at a space or quotation mark, and at punctuation that something else follows.
  func bareEnd(_ start: Int, isQuery: Bool, level: Int) -> Int {
    var index = start
    while index < text.count {
      let byte = text[index]
      switch byte {
      case 0...0x20, 0x22, 0x60, UInt8(ascii: "<"), UInt8(ascii: ">"): return index
      case UInt8(ascii: "'"):
        guard let next = self.byte(index + 1), isNameByte(next) else { return index }
      case UInt8(ascii: "&"), UInt8(ascii: "#"):
        if isQuery || quoteLength(at: index) > 0 || endsValue(index + 1) { return index }
      case UInt8(ascii: ";"), UInt8(ascii: ","):
        if endsValue(index + 1) { return index }
      case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
        if !isQuery, closesAfter(index + 1) { return index }
      case UInt8(ascii: "%"):
        if level > 0, isEncodedDelimiter(index, level: level) { return index }
      case UInt8(ascii: "\\"):
        if quoteLength(at: index) > 0 || text.has("\\u0026", at: index) { return index }
        // A pair stays together: `\n` of a JSON string is no end that could be told from a password's backslash.
        if index + 1 < text.count, text[index + 1] > 0x20, text[index + 1] != 0x22 { index += 1 }
      default: break
      }
      index += 1
    }
    return text.count
  }

  /// Whether a value's comma or semicolon is followed by something else: nothing, a space, a quotation mark or `name=`.
  private func endsValue(_ index: Int) -> Bool {
    guard let next = byte(index), next > 0x20 else { return true }
    if quoteLength(at: index) > 0 || next == UInt8(ascii: "}") || next == UInt8(ascii: "]") { return true }
    var end = index
    while end < text.count, end - index < 40, isNameByte(text[end]) || text[end] == UInt8(ascii: "*") { end += 1 }
    guard end > index, let separator = byte(end) else { return false }
    return separator == UInt8(ascii: "=") || separator == UInt8(ascii: ":")
  }

  /// Whether a closing bracket before `index` closes more than the value.
  private func closesAfter(_ index: Int) -> Bool {
    guard let next = byte(index) else { return true }
    return next <= 0x20 || ",;:)]}\"'".utf8.contains(next)
  }

  /// `%26`, `%3B`, `%20`, `%22`, `%27`, `%23` or a line end, encoded no more often than the separator was.
  private func isEncodedDelimiter(_ index: Int, level: Int) -> Bool {
    var at = index + 1
    var depth = 1
    while depth < level, text.has("25", at: at) { (at, depth) = (at + 2, depth + 1) }
    guard at + 2 <= text.count else { return false }
    for code in ["26", "3b", "20", "22", "27", "23", "0a", "0d"] as [StaticString] where isSame(text.slice(at, at + 2), code) {
      return true
    }
    return false
  }
}
