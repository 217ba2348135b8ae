/// Follows one JSON object byte by byte (RFC 8259), without keeping any of it: where it ends, and whether it is one at all.
struct JSONGrammar {
  enum Verdict { case inside, whole, wrong }

  private enum State { case value, firstValue, key, firstKey, colon, afterValue, string, escape, word }

  /// Deeper objects and arrays are none.
  static let depthLimit = 60

  private var state = State.value
  /// Whether the string at hand is a key.
  private var isKey = false
  /// One bit for each object or array around, set for objects.
  private var objects: UInt64 = 0
  private(set) var depth = 0

  @inline(__always)
  mutating func read(_ byte: UInt8) -> Verdict {
    switch state {
    case .string: return string(byte)
    case .escape:
      state = .string
      return byte < 0x20 ? .wrong : .inside
    case .word:
      if byte.isDigit || byte.isLetter || byte == 0x2E || byte == 0x2B || byte == 0x2D { return .inside }
      state = .afterValue
    default: break
    }
    if byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { return .inside }
    return structure(byte)
  }

  /// A raw control character ends no string: it is no JSON.
  @inline(__always)
  private mutating func string(_ byte: UInt8) -> Verdict {
    if byte == 0x22 {
      state = isKey ? .colon : .afterValue
    } else if byte == 0x5C {
      state = .escape
    } else if byte < 0x20 {
      return .wrong
    }
    return .inside
  }

  private mutating func structure(_ byte: UInt8) -> Verdict {
    switch (state, byte) {
    case (.key, 0x22), (.firstKey, 0x22): (state, isKey) = (.string, true)
    case (.colon, 0x3A): state = .value
    case (.afterValue, 0x2C): state = objects & 1 == 1 ? .key : .value
    case (.afterValue, 0x7D) where objects & 1 == 1, (.firstKey, 0x7D): return close()
    case (.afterValue, 0x5D) where objects & 1 == 0, (.firstValue, 0x5D): return close()
    case (.value, _), (.firstValue, _): return value(byte)
    default: return .wrong
    }
    return .inside
  }

  private mutating func value(_ byte: UInt8) -> Verdict {
    switch byte {
    case 0x22: (state, isKey) = (.string, false)
    case 0x7B, 0x5B:
      guard depth < Self.depthLimit else { return .wrong }
      objects = objects << 1 | (byte == 0x7B ? 1 : 0)
      depth += 1
      state = byte == 0x7B ? .firstKey : .firstValue
    // A number, `true`, `false`, `null`.
    case 0x2D, 0x30...0x39, 0x74, 0x66, 0x6E: state = .word
    default: return .wrong
    }
    return .inside
  }

  private mutating func close() -> Verdict {
    objects >>= 1
    depth -= 1
    state = .afterValue
    return depth == 0 ? .whole : .inside
  }
}
