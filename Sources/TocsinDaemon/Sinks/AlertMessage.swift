import TocsinEngine

/// One alert as sinks see it: already masked and encoded, with what routes ask for.
public struct AlertMessage: Sendable, Equatable {
  /// `event.id`, the same on every derivation of the message; `json` holds it as `event.id` too.
  public var id: String
  public var action: Alert.Action
  public var level: AlertLevel
  /// Tags of the rule (`attack.t1110`).
  public var tags: [String]
  /// One JSON object on one line, without its newline.
  public var json: [UInt8]
  /// The same for people, possibly several lines.
  public var text: String

  public init(id: String, action: Alert.Action, level: AlertLevel, tags: [String], json: [UInt8], text: String) {
    (self.id, self.action, self.level, self.tags, self.json, self.text) = (id, action, level, tags, json, text)
  }

  /// Bytes that a queue holds for it.
  var cost: Int { json.count + text.utf8.count + id.utf8.count }
}
