/// The syntax of CEF: escapes, keys, and which of them have a name in ECS.
enum CEFText {
  /// The position of the first `delimiter` that no backslash protects, or nil.
  static func end(of delimiter: UInt8, in text: ByteView, from start: Int) -> Int? {
    var at = start
    while let hit = text.firstIndex(of: delimiter, or: 0x5C, from: at) {
      if text[hit] == delimiter { return hit }
      at = hit + 2
    }
    return nil
  }

  /// Longer keys are nobody's.
  private static let keyLimit = 64

  /// The next key: a word at the start or behind a space, and the position of its `=`.
  static func nextKey(_ text: ByteView, from start: Int) -> Range<Int>? {
    var from = start
    while let equals = end(of: 0x3D, in: text, from: from) {
      var at = equals
      while at > start, equals - at <= keyLimit, isKeyByte(text[at - 1]) { at -= 1 }
      if at < equals, at == 0 || text[at - 1] == 0x20 { return at..<equals }
      from = equals + 1
    }
    return nil
  }

  private static func isKeyByte(_ byte: UInt8) -> Bool {
    byte.isLetter || byte.isDigit || byte == 0x5F || byte == 0x2D || byte == 0x2E || byte == 0x5B || byte == 0x5D
  }

  /// The value without its backslashes; `\n` and `\r` are line ends.
  static func unescaped(_ raw: ByteView, into event: Event) -> ByteView {
    guard raw.firstIndex(of: 0x5C) != nil else { return raw }
    event.hasEscapes = true
    return unsafe event.arena.write(atMost: raw.count) { target in
      var used = 0
      var at = 0
      while at < raw.count {
        var byte = raw[at]
        if byte == 0x5C, at + 1 < raw.count {
          at += 1
          byte = raw[at] == 0x6E ? 0x0A : raw[at] == 0x72 ? 0x0D : raw[at]
        }
        unsafe target[used] = byte
        used += 1
        at += 1
      }
      return used
    }
  }

  /// The ECS field of a key of CEF's dictionary, or nil.
  static func field(_ key: ByteView) -> FieldID? {
    for (name, field) in fields where key == name { return field }
    return nil
  }

  private static let fields: [(StaticString, FieldID)] = [
    ("src", .sourceIp), ("dst", .destinationIp), ("spt", .sourcePort), ("dpt", .destinationPort), ("suser", .userName),
    ("suid", .userId), ("duser", .userTargetName), ("duid", .userTargetId), ("shost", .sourceDomain),
    ("sntdom", .userDomain), ("dvchost", .hostName), ("act", .eventAction), ("outcome", .eventOutcome), ("reason", .eventReason),
    ("proto", .networkTransport), ("app", .networkProtocol), ("request", .urlOriginal),
    ("requestMethod", .httpRequestMethod), ("requestClientApplication", .userAgentOriginal), ("fname", .fileName),
    ("filePath", .filePath), ("sproc", .processName), ("deviceProcessName", .processName), ("spid", .processPid),
    ("dvcpid", .processPid),
  ]
}
