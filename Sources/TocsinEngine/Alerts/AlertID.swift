/// Ids that every derivation of the same alert gives again: after a crash, on replay, on another host.
public enum AlertID {
  /// The first 16 bytes, as 32 hexadecimal digits, of the SHA-256 over the parts, each after its length in eight bytes, highest
  /// first, so that no two lists of parts are hashed alike.
  public static func hex128(_ parts: [[UInt8]]) -> String {
    var message: [UInt8] = []
    for part in parts {
      message.append(contentsOf: SHA256.bigEndian(UInt64(part.count)))
      message.append(contentsOf: part)
    }
    let digits = SHA256.digest(message).prefix(16).flatMap { [JSONWriter.hexDigit($0 >> 4), JSONWriter.hexDigit($0 & 15)] }
    return String(decoding: digits, as: UTF8.self)
  }

  public static func hex128(_ parts: String...) -> String { hex128(parts.map { Array($0.utf8) }) }

  /// `tocsin.episode`: of the opening record's host and time, the rule and the group.
  public static func episode(host: String, ruleID: String, group: [(String, String)], time: Timestamp) -> String {
    let values = group.flatMap { [Array($0.0.utf8), Array($0.1.utf8)] }
    let ends = [Array(host.utf8), Array(ruleID.utf8)]
    return hex128(ends + values + [Array(String(time.microseconds).utf8)])
  }

  /// `event.id`: of the episode, the action, and which message of that action it is, from 1.
  public static func message(episode: String, action: Alert.Action, ordinal: Int) -> String {
    hex128(episode, action.rawValue, String(ordinal))
  }
}
