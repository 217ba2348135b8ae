/// Ids that every derivation of the same alert gives again: after a crash, on replay, on another host.
public enum AlertID {
  /// The first 16 bytes, as 32 hexadecimal digits, of the SHA-256 over the parts, each after its length in eight bytes, highest
  /// first, so that no two lists of parts are hashed alike.
  public static func hex128(_ parts: String...) -> String {
    var message = ByteRoom(capacity: 512)
    for part in parts { add(part, to: &message) }
    return hex128(&message)
  }

  /// `tocsin.episode`: of the opening record's host and time, the rule and the group.
  public static func episode(
    host: String, ruleID: String, group: [(name: String, value: String)], time: Timestamp
  ) -> String {
    var message = ByteRoom(capacity: 512)
    add(host, to: &message)
    add(ruleID, to: &message)
    for (name, value) in group {
      add(name, to: &message)
      add(value, to: &message)
    }
    add(Int(time.microseconds), to: &message)
    return hex128(&message)
  }

  /// `event.id`: of the episode, the action, and which message of that action it is, from 1.
  public static func message(episode: String, action: Alert.Action, ordinal: Int) -> String {
    var message = ByteRoom(capacity: 128)
    add(episode, to: &message)
    add(action.rawValue, to: &message)
    add(ordinal, to: &message)
    return hex128(&message)
  }

  private static func add(_ part: String, to message: inout ByteRoom) { part.withView { add($0, to: &message) } }

  private static func add(_ number: Int, to message: inout ByteRoom) {
    ByteRoom.withDigits(of: number) { add($0, to: &message) }
  }

  private static func add(_ part: ByteView, to message: inout ByteRoom) {
    message.append(bigEndian: UInt64(part.count))
    message.append(part)
  }

  private static func hex128(_ message: inout ByteRoom) -> String {
    let state = SHA256.digest(&message)
    return unsafe String(unsafeUninitializedCapacity: 32) { digits in
      for index in 0..<4 {
        var word = state[index]
        // There is room for 32: eight digits a word.
        for place in index * 8..<index * 8 + 8 {
          unsafe digits[place] = JSONWriter.hexDigit(UInt8(truncatingIfNeeded: word >> 28))
          word <<= 4
        }
      }
      return 32
    }
  }
}
