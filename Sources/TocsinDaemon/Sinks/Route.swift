import TocsinEngine

/// Which alerts a sink gets.
public struct Route: Sendable, Equatable {
  public var levels: Set<AlertLevel>
  public var actions: Set<Alert.Action>
  /// The rule has one of these, or one below it: `attack.t1110` takes `attack.t1110.001` too. Empty: any rule.
  public var tags: [String]

  public init(
    levels: Set<AlertLevel> = Set(AlertLevel.allCases), actions: Set<Alert.Action> = [.opened, .updated], tags: [String] = []
  ) {
    (self.levels, self.actions, self.tags) = (levels, actions, tags)
  }

  public func accepts(_ message: AlertMessage) -> Bool {
    guard levels.contains(message.level), actions.contains(message.action) else { return false }
    return tags.isEmpty || message.tags.contains { tag in tags.contains { tag == $0 || tag.hasPrefix($0 + ".") } }
  }
}
