import Sigma

/// A rule as a tree of what its file says.
struct SlowRule {
  var source = LogSource(product: "test")
  var selections: [(name: String, selection: Selection)]
  /// Of several one is enough.
  var conditions: [Condition]

  indirect enum Selection {
    /// All of its items.
    case map([Item])
    /// Any of its parts.
    case list([Selection])
    /// A scalar that stands for itself: an item without a field or modifiers.
    case keyword(Item)

    var items: [Item] {
      switch self {
      case .map(let items): items
      case .list(let parts): parts.flatMap(\.items)
      case .keyword(let item): [item]
      }
    }
  }

  /// `field|modifiers: values`.
  struct Item {
    var field: String
    var modifiers: [String]
    var values: [Value]
    /// Whether one value stands in a list of its own.
    var isList: Bool
    /// What each value asks for once the modifiers are applied: any of these.
    let wants: [[Want]]

    init(_ field: String, _ modifiers: [String], _ values: [Value], isList: Bool = false) {
      (self.field, self.modifiers, self.values, self.isList) = (field, modifiers, values, isList)
      wants = values.map { value in
        modifiers.reduce([Want(value, modifiers)]) { wants, name in wants.flatMap { $0.modified(name) } }
      }
    }
  }

  enum Value {
    /// With Sigma's escapes and wildcards, as it stands in the rule.
    case text(String)
    case number(String)
    case boolean(Bool)
    case null
    /// An expression as it stands in the rule, and the tree of what it is once placeholders are replaced.
    case regex(String, SlowRegex.Node)
  }

  indirect enum Condition {
    case name(String)
    case quantified(word: String, target: String)
    case not(Condition)
    case and([Condition])
    case or([Condition])
  }

  var items: [Item] { selections.flatMap(\.selection.items) }

  // MARK: Names

  /// What `them` or a pattern stands for (SPEC 5.3, 5.4): whole names; those with `_` in front only where the pattern has it, too.
  func targets(_ target: String) -> [Int] {
    selections.indices.filter { index in
      let name = selections[index].name
      if name.hasPrefix("_"), !target.hasPrefix("_") { return false }
      return target == "them" || Self.fits(Array(target), Array(name))
    }
  }

  private static func fits(_ pattern: [Character], _ name: [Character]) -> Bool {
    guard let first = pattern.first else { return name.isEmpty }
    if first == "*" { return (0...name.count).contains { fits(Array(pattern.dropFirst()), Array(name.dropFirst($0))) } }
    return name.first == first && fits(Array(pattern.dropFirst()), Array(name.dropFirst()))
  }
}
