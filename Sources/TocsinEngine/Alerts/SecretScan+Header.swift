extension SecretScan {
  /// The credentials of an `Authorization` header; the scheme's name stays.
  mutating func authorization(_ start: Int) -> Int {
    let quote = quoteLength(at: start)
    let first = start + quote
    let closing = quote > 0 ? quotedEnd(start, quote) : nil
    let end = closing ?? text.count
    var word = first
    while word < end, word - first < 24, isNameByte(text[word]) { word += 1 }
    let credentials = skipGap(word, before: end)
    guard word > first, credentials > word, credentials < end else {
      return hide(first, closing ?? bareEnd(first, isQuery: false, level: 0))
    }
    let scheme = text.slice(first, word)
    for known in Self.singleTokenSchemes where isSame(scheme, known) {
      return hide(credentials, closing ?? bareEnd(credentials, isQuery: false, level: 1))
    }
    for known in Self.parameterSchemes where isSame(scheme, known) { return hide(credentials, closing ?? headerEnd(credentials)) }
    return hide(first, closing ?? word)
  }

  /// Schemes of the IANA registry and of common services whose credentials are one word, and those that take parameters.
  private static let singleTokenSchemes: [StaticString] = [
    "basic", "bearer", "negotiate", "ntlm", "token", "apikey", "api-key", "key", "jwt", "bot", "splunk", "dpop", "kerberos",
    "genie-key", "genie",
  ]
  private static let parameterSchemes: [StaticString] = [
    "digest", "aws4-hmac-sha256", "aws", "hawk", "oauth", "signature", "hoba", "mutual", "vapid", "scram-sha-1", "scram-sha-256",
    "hmac", "sharedkey", "sharedaccesssignature", "acs-hmac-sha256", "google", "goog4-hmac-sha256", "privatetoken",
  ]

  /// Spaces between two words, plain or encoded; `start` where there are none.
  private func skipGap(_ start: Int, before end: Int) -> Int {
    var index = start
    while index < end {
      if text[index] == 0x20 || text[index] == 0x09 || text[index] == UInt8(ascii: "+") {
        index += 1
      } else if text.has("%20", at: index), index + 3 <= end {
        index += 3
      } else {
        break
      }
    }
    return index
  }

  /// The value of `Cookie` or `Set-Cookie`: as a header all of the line, else words as long as each ends in a semicolon.
  mutating func cookie(_ start: Int, isHeader: Bool) -> Int {
    let quote = quoteLength(at: start)
    if quote > 0 { return hide(start + quote, quotedEnd(start, quote)) }
    if isHeader { return hide(start, headerEnd(start)) }
    var end = bareEnd(start, isQuery: true, level: 0)
    while byte(end) == UInt8(ascii: ";") {
      end = bareEnd(skipSpaces(end + 1), isQuery: true, level: 0)
    }
    return hide(start, end)
  }

  /// Where a header's line ends: at a line end, plain or escaped, or at the mark of the string that holds the header.
  private func headerEnd(_ start: Int) -> Int {
    var index = start
    while index < text.count {
      let quote = byte(index - 1) == UInt8(ascii: "=") ? quoteLength(at: index) : 0
      if quote > 0 {
        // A parameter's value (`username="bob"`), not the end of the string around the header.
        index = min(text.count, quotedEnd(index, quote) + quote)
        continue
      }
      switch text[index] {
      case 0x0A, 0x0D, 0x00, 0x22: return index
      case UInt8(ascii: "'"):
        guard let next = byte(index + 1), isNameByte(next) else { return index }
      case UInt8(ascii: "\\"):
        if quoteLength(at: index) > 0 || text.has("\\r", at: index) || text.has("\\n", at: index) { return index }
      default: break
      }
      index += 1
    }
    return text.count
  }

  /// `Bearer x` and `Basic x` outside of a header's usual form: where `Authorization` stands nearby or the word gives itself away.
  mutating func scheme(_ index: Int) -> Int {
    if index > 0, isNameByte(text[index - 1]) { return token(index) }
    guard index + 8 < text.count else { return index + 1 }
    let isBearer = isSame(text.slice(index, index + 6), "bearer")
    guard isBearer || isSame(text.slice(index, index + 5), "basic") else { return token(index) }
    let word = index + (isBearer ? 6 : 5)
    let start = skipGap(word, before: text.count)
    guard start > word else { return word }
    let isLikely = isBearer ? isBearerToken(start) : isBasicCredential(start)
    return isLikely || followsAuthorization(index) ? hide(start, credentialEnd(start, atMost: .max)) : word
  }

  private func credentialEnd(_ start: Int, atMost limit: Int) -> Int {
    var end = start
    while end < text.count, end - start < limit, isNameByte(text[end]) || "~+/=".utf8.contains(text[end]) { end += 1 }
    return end
  }

  private func isBearerToken(_ start: Int) -> Bool {
    let end = credentialEnd(start, atMost: 64)
    return end - start >= 16 && (start..<end).contains { text[$0] &- 0x30 < 10 }
  }

  private func followsAuthorization(_ index: Int) -> Bool {
    var end = index
    while end > 0, index - end < 8, !isNameByte(text[end - 1]) { end -= 1 }
    return end < index && end >= 13 && isSame(text.slice(end - 13, end), "authorization")
  }

  /// Whether a word is the base64 of `user:password` (RFC 7617).
  private func isBasicCredential(_ start: Int) -> Bool {
    let word = text.slice(start, credentialEnd(start, atMost: 256))
    guard word.count >= 8 else { return false }
    var bits: UInt32 = 0
    var held: UInt32 = 0
    var hasColon = false
    for index in 0..<word.count where word[index] != UInt8(ascii: "=") {
      guard let value = base64Value(word[index]) else { return false }
      bits = bits << 6 | value
      held += 6
      guard held >= 8 else { continue }
      held -= 8
      let byte = UInt8(truncatingIfNeeded: bits >> held)
      if byte < 0x20 || byte == 0x7F { return false }
      if byte == UInt8(ascii: ":") { hasColon = true }
    }
    return hasColon
  }

  private func base64Value(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - 65)
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - 71)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte + 4)
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
