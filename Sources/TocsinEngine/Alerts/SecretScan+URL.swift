extension SecretScan {
  /// A colon: of a URL, or between a name and its value.
  mutating func colon(_ index: Int) -> Int {
    guard index > 0, index + 1 < text.count else { return index + 1 }
    // Times and ports.
    if text[index - 1] &- 0x30 < 10, text[index + 1] &- 0x30 < 10 { return index + 1 }
    if text.has("://", at: index) { return userInfo(index + 3) }
    if text.has(":\\/\\/", at: index) { return userInfo(index + 5) }
    return assignment(index, index + 1, level: 0)
  }

  /// A percent sign: an encoded `=`, `:` or `://`, however often encoded.
  mutating func percent(_ index: Int) -> Int {
    var end = index + 1
    while text.has("25", at: end) { end += 2 }
    guard end + 2 <= text.count, text[end] == UInt8(ascii: "3") else { return end }
    let level = (end - index - 1) / 2 + 1
    let isColon = text[end + 1] | 0x20 == UInt8(ascii: "a")
    guard isColon || text[end + 1] | 0x20 == UInt8(ascii: "d") else { return end }
    if isColon, level == 1, end + 8 <= text.count, isSame(text.slice(end + 2, end + 8), "%2f%2f") {
      return encodedUserInfo(end + 8)
    }
    return assignment(index, end + 2, level: level)
  }

  /// A backslash: an `=` or `:` as JSON and C escape it.
  mutating func backslash(_ index: Int) -> Int {
    guard index + 1 < text.count else { return index + 1 }
    let start = text[index + 1] == UInt8(ascii: "u") && text.has("00", at: index + 2) ? index + 4 : index + 2
    guard start > index + 2 || text[index + 1] == UInt8(ascii: "x"), start + 2 <= text.count, text[start] == UInt8(ascii: "3")
    else {
      return index + 1
    }
    let digit = text[start + 1] | 0x20
    guard digit == UInt8(ascii: "d") || digit == UInt8(ascii: "a") else { return index + 1 }
    return assignment(index, start + 2, level: 0)
  }

  /// The password of `user:password@host`, where `start` follows `://`. RFC 3986 ends the authority at the first `/`, `?` or `#`,
  /// but passwords that hold one of them raw are masked, too.
  private mutating func userInfo(_ start: Int) -> Int {
    let host = "hooks.slack.com/services/" as StaticString
    if text.has(host, at: start) { return hide(start + host.utf8CodeUnitCount, bareEnd(start, isQuery: false, level: 0)) }
    var end = start
    var colon: Int?
    var at: Int?
    while end < text.count, !isURLEnd(text[end]), text[end] != 0x2F, text[end] != 0x3F, text[end] != 0x23 {
      if text[end] == UInt8(ascii: ":"), colon == nil { colon = end }
      if text[end] == UInt8(ascii: "@") { at = end }
      end += 1
    }
    guard let colon, byte(start) != UInt8(ascii: "[") else { return start }
    if at == nil, let next = byte(colon + 1), next &- 0x30 >= 10, next != 0x2F { at = lastAt(after: end) }
    guard let at, at > colon else { return start }
    return hide(colon + 1, at)
  }

  private func isURLEnd(_ byte: UInt8) -> Bool {
    byte <= 0x20 || byte == 0x22 || byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "\\")
  }

  /// The last `@` after `index` in the same run of characters that a URL may hold. Each run is searched once.
  private mutating func lastAt(after index: Int) -> Int? {
    if index >= lastToken.end {
      lastToken = (index, -1)
      while lastToken.end < text.count, !isURLEnd(text[lastToken.end]) {
        if text[lastToken.end] == UInt8(ascii: "@") { lastToken.at = lastToken.end }
        lastToken.end += 1
      }
    }
    return lastToken.at > index ? lastToken.at : nil
  }

  /// The same where the URL is itself a parameter's value: `https%3A%2F%2Fuser%3Apassword%40host`.
  private mutating func encodedUserInfo(_ start: Int) -> Int {
    var index = start
    var colon: Int?
    var at: Int?
    while index < text.count, !isURLEnd(text[index]), text[index] != UInt8(ascii: "&") {
      if text[index] == UInt8(ascii: "%"), index + 3 <= text.count {
        let code = text.slice(index + 1, index + 3)
        if isSame(code, "2f") || isSame(code, "3f") || isSame(code, "23") || isSame(code, "26") { break }
        if isSame(code, "3a"), colon == nil { colon = index + 3 }
        if code == "40" { at = index }
      }
      index += 1
    }
    guard let colon, let at, at > colon else { return start }
    return hide(colon, at)
  }
}
