/// The audit system's hexadecimal values.
enum AuditText {
  /// Whether the kernel or libaudit writes this field as untrusted text.
  static func isUntrusted(_ name: ByteView) -> Bool {
    switch name.count {
    case 3: name == "exe" || name == "cwd" || name == "cmd" || name == "key" || name == "dir" || name == "grp"
    case 4: name == "comm" || name == "name" || name == "acct" || name == "data" || name == "path" || name == "file"
    case 5: name == "ocomm" || name == "watch"
    case 6: name == "device"
    case 8: name == "root_dir"
    case 9: name == "proctitle"
    default: false
    }
  }

  /// Whether the name is that of an argument in an EXECVE record (`a0`, `a17`, `a1[0]`).
  static func isArgument(_ name: ByteView) -> Bool {
    guard name.count >= 2, name[0] == 0x61 else { return false }
    let end = name.skipDigits(1)
    return end > 1 && (end == name.count || name[end] == 0x5B)
  }

  /// Whether an unquoted value is hexadecimal text.
  static func isHex(_ value: ByteView) -> Bool {
    guard value.count >= 2, value.count & 1 == 0 else { return false }
    for index in 0..<value.count where value[index].hexValue > 15 { return false }
    return true
  }

  /// Writes the bytes that hexadecimal text spells; their number. NUL, which separates arguments, becomes a space.
  static func decode(_ value: ByteView, _ target: UnsafeMutablePointer<UInt8>, spaced: Bool) -> Int {
    var used = 0
    while used * 2 + 1 < value.count {
      let byte = value[used * 2].hexValue << 4 | value[used * 2 + 1].hexValue & 0x0F
      unsafe target[used] = spaced && byte == 0 ? 0x20 : byte
      used += 1
    }
    return used
  }

  /// The value as text: decoded where it is hexadecimal.
  static func text(_ pair: AuditPairs.Pair, isArgument: Bool, into event: Event) -> ByteView {
    guard !pair.isQuoted, isArgument || isUntrusted(pair.name), isHex(pair.value) else { return pair.value }
    event.hasEscapes = true
    let spaced = pair.name == "proctitle"
    return unsafe event.arena.write(atMost: pair.value.count / 2) { unsafe decode(pair.value, $0, spaced: spaced) }
  }
}
