import Sigma
import TestSupport

@testable import TocsinEngine

/// Rules of all that the specification allows, made of a few words, so that they meet what records say.
struct RandomRule {
  static let fields = ["F", "G", "Host", "a.b", "a.b.c", "a.c", "x_y"]
  static let words = [
    "admin", "Root", "kiosk", "Tasks", "desk.lnk", "\u{212A}iosk", "cmd.exe", "C:\\Windows\\Temp", "/etc/passwd", "select",
    "Kernel", "wget http", "4625", "0", "22", "-f",
    "/c who",
    "\u{2013}enc", "a-b", "caf\u{E9}", "Stra\u{DF}e", "\u{3C3}\u{3C2}", "\u{3A9}", "\u{436}", "\u{1C5}", "\u{10400}", "\u{3F4}",
    "\u{C5}",
    "\u{B5}", "x=1", "*", "?", "100%", "\\\\srv\\", "true", "null", "\u{131}", "\u{130}", "k", "S", "\u{212A}", "\u{17F}h",
    "a\nb", "\"q\"",
    "192.0.2.7", "sh", "%", "\u{0}", "\u{1F600}", "a\\*b",
  ]
  private static let names = [
    "sel", "selection", "selection_1", "selection_22", "filter_main", "filter_main_x", "_hidden", "_hidden_2", "notepad", "order",
    "and-1",
    "1x", "ofa", "Sel", "them_2", "all_1",
  ]

  var dice: Dice

  // MARK: Rules

  /// A rule in which a part of the language decides.
  mutating func rule(about part: String) -> SlowRule {
    let isOfItems = LanguageParts.ofItems.contains(part)
    // What is rare takes many throws.
    for _ in 0..<5_000 {
      if isOfItems {
        let item = item()
        let parts = LanguageParts.of(item)
        // What makes an answer rare is left out where it is not what the rule is about.
        let isPlain = ["all", "neq"].allSatisfy { part.contains($0) || !parts.contains($0) }
        if isPlain, parts.contains(part) { return lone(item, LogSource(product: "test")) }
      } else {
        let rule = rule()
        if LanguageParts.of(rule).contains(part) { return rule }
      }
    }
    return rule()
  }

  private mutating func lone(_ item: SlowRule.Item, _ source: LogSource) -> SlowRule {
    let name = dice.pick(Self.names)
    let condition: SlowRule.Condition = dice.chance(15) ? .not(.name(name)) : .name(name)
    return SlowRule(source: source, selections: [(name, .map([item]))], conditions: [condition])
  }

  mutating func rule() -> SlowRule {
    if dice.chance(20) { return lone(item(), source()) }
    let names = Array(Self.names.shuffled(using: &dice).prefix(dice.roll(1...4)))
    var rule = SlowRule(source: source(), selections: names.map { ($0, selection(2)) }, conditions: [])
    for _ in 0..<(dice.chance(10) ? 2 : 1) { rule.conditions.append(condition(3, rule)) }
    return rule
  }

  private mutating func source() -> LogSource {
    switch dice.roll(0...19) {
    case 0: LogSource(product: "other")
    case 1: LogSource(category: "things", product: "test")
    case 2: LogSource(category: "others", product: "test")
    case 3: LogSource(product: "linux", service: "syslog")
    case 4: LogSource(service: "trial")
    default: LogSource(product: "test")
    }
  }

  private mutating func selection(_ depth: Int) -> SlowRule.Selection {
    switch dice.roll(0...9) {
    case 0: return .keyword(keyword())
    case 1: return .list((0..<dice.roll(1...3)).map { _ in .keyword(keyword()) })
    case 2...3 where depth > 0:
      return .list(
        (0..<dice.roll(1...3)).map { _ in
          let part = selection(depth - 1)
          if case .keyword = part { return part }
          return part
        })
    default:
      var items: [SlowRule.Item] = []
      // Keys of a map are different.
      for _ in 0..<dice.roll(1...3) {
        let item = item()
        if !items.contains(where: { $0.field == item.field && $0.modifiers == item.modifiers }) { items.append(item) }
      }
      return .map(items)
    }
  }

  private mutating func condition(_ depth: Int, _ rule: SlowRule) -> SlowRule.Condition {
    switch dice.roll(0...(depth > 0 ? 9 : 4)) {
    case 0...1:
      let target = dice.chance(30) ? "them" : pattern(dice.pick(rule.selections).name)
      guard !rule.targets(target).isEmpty else { return .name(dice.pick(rule.selections).name) }
      return .quantified(word: dice.pick(["1", "any", "all"]), target: target)
    case 2...4: return .name(dice.pick(rule.selections).name)
    case 5: return .not(condition(depth - 1, rule))
    case 6...7: return .or((0..<dice.roll(2...3)).map { _ in condition(depth - 1, rule) })
    default: return .and((0..<dice.roll(2...3)).map { _ in condition(depth - 1, rule) })
    }
  }

  /// A name with one or two of its parts replaced by `*`.
  private mutating func pattern(_ name: String) -> String {
    var letters = Array(name)
    for _ in 0..<dice.roll(1...2) {
      let start = dice.roll(0...letters.count)
      let end = dice.roll(start...letters.count)
      letters.replaceSubrange(start..<end, with: ["*"])
    }
    return String(letters)
  }

  // MARK: Items

  private mutating func keyword() -> SlowRule.Item {
    switch dice.roll(0...9) {
    case 0: return SlowRule.Item("", [], [.number(dice.pick(["4625", "22", "1.5"]))])
    case 1: return SlowRule.Item("", [], [.boolean(dice.chance(50))])
    default: return SlowRule.Item("", [], [.text(text(wild: true))])
    }
  }

  mutating func item() -> SlowRule.Item {
    let field = dice.chance(85) ? dice.pick(Self.fields) : ""
    let count = dice.pick([1, 1, 1, 2, 3])
    var modifiers: [String]
    var values: [SlowRule.Value]
    switch dice.roll(0...(field.isEmpty ? 12 : 29)) {
    case 0...9: (modifiers, values) = texts(count, isKeyword: field.isEmpty)
    case 10...12: (modifiers, values) = regexes(count)
    case 13...14: (modifiers, values) = ([], numbers(count))
    case 15: (modifiers, values) = ([], (0..<count).map { _ in .boolean(dice.chance(50)) })
    case 16...17: (modifiers, values) = ([], [.null])
    case 18: (modifiers, values) = ([], mixed(count))
    case 19...20: (modifiers, values) = (["exists"], [.boolean(dice.chance(50))])
    case 21...22: (modifiers, values) = (["cidr"], networks(count))
    case 23...24: (modifiers, values) = ([dice.pick(["lt", "lte", "gt", "gte"])], numbers(count))
    case 25...26: (modifiers, values) = times(count)
    default: (modifiers, values) = references(count)
    }
    if modifiers != ["exists"], values.count > 1 ? dice.chance(40) : dice.chance(3) { insert("all", &modifiers) }
    if dice.chance(12) { insert("neq", &modifiers) }
    return SlowRule.Item(field, modifiers, values, isList: values.count > 1 || dice.chance(15))
  }

  private mutating func insert(_ modifier: String, _ modifiers: inout [String]) {
    modifiers.insert(modifier, at: dice.roll(0...modifiers.count))
  }

  /// Legal chains over text.
  private mutating func texts(_ count: Int, isKeyword: Bool) -> ([String], [SlowRule.Value]) {
    var modifiers: [String] = []
    let expands = dice.chance(8)
    let dashes = dice.chance(10)
    let wide = dice.chance(12) ? dice.pick(["wide", "utf16le", "utf16be", "utf16"]) : nil
    let base = dice.chance(wide == nil ? 12 : 60) ? dice.pick(["base64", "base64offset", "base64offset"]) : nil
    let affix = dice.chance(base == nil ? 55 : 80) ? dice.pick(["contains", "contains", "startswith", "endswith"]) : nil
    if expands { modifiers.append("expand") }
    if dashes { modifiers.append("windash") }
    if let wide { modifiers.append(wide) }
    if let base { modifiers.append(base) }
    if let affix {
      // What opens an end may also come first, where nothing has to be encoded whole.
      modifiers.insert(affix, at: base == nil && dice.chance(20) ? 0 : modifiers.count)
      if dice.chance(4) { modifiers.append(dice.pick(["contains", "startswith", "endswith"])) }
    }
    if dice.chance(15) { insert("cased", &modifiers) }
    let values = (0..<count).map { _ -> SlowRule.Value in
      let isEmpty = dice.chance(5) && !expands && base == nil
      return .text(
        isEmpty ? "" : text(wild: base == nil, expands: expands, words: dashes || expands ? 1...2 : 1...3, isEncoded: base != nil)
      )
    }
    return (modifiers, values)
  }

  /// Text as a rule has it: words, parts of words and wildcards, with escapes.
  private mutating func text(
    wild: Bool, expands: Bool = false, words: ClosedRange<Int> = 1...3, isEncoded: Bool = false
  ) -> String {
    enum Token: Equatable { case letter(Unicode.Scalar), wildcard(String) }
    var tokens: [Token] = []
    let count = dice.chance(60) ? words.lowerBound : dice.roll(words)
    for index in 0..<count {
      if wild, dice.chance(index == 0 ? 8 : 40) { tokens.append(.wildcard(dice.pick(["*", "*", "?", "**", "?*"]))) }
      if expands, dice.chance(index == 0 ? 80 : 10) {
        tokens.append(.wildcard("%" + dice.pick(["Admins", "Hosts", "One"]) + "%"))
      }
      let word = Array(dice.pick(Self.words).unicodeScalars)
      let part = dice.chance(75) ? word[...] : word[dice.roll(0...(word.count - 1))...]
      tokens += part.map { .letter($0) }
    }
    // What a rule encodes is mostly of placeholders that have no wildcards; those that have cannot be encoded.
    if isEncoded { tokens = tokens.map { $0 == .wildcard("%Admins%") || $0 == .wildcard("%Hosts%") ? .wildcard("%One%") : $0 } }
    if wild, dice.chance(8) { tokens.append(.wildcard(dice.pick(["*", "?"]))) }
    var result = ""
    for (index, token) in tokens.enumerated() {
      switch token {
      case .wildcard(let text): result += text
      case .letter("*"), .letter("?"): result += "\\" + (token == .letter("*") ? "*" : "?")
      case .letter("%") where expands: result += "\\%"
      case .letter("\\"):
        // One is enough before a letter that it does not escape.
        var isFree = false
        if index + 1 < tokens.count, case .letter(let next) = tokens[index + 1] {
          isFree = !"*?\\%".unicodeScalars.contains(next)
        }
        result += isFree && dice.chance(70) ? "\\" : "\\\\"
      case .letter(let scalar): result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private mutating func regexes(_ count: Int) -> ([String], [SlowRule.Value]) {
    var flags: [String] = []
    if dice.chance(35) { flags.append(dice.pick(["i", "ignorecase"])) }
    if dice.chance(25) { flags.append(dice.pick(["m", "multiline"])) }
    if dice.chance(25) { flags.append(dice.pick(["s", "dotall"])) }
    let expands = dice.chance(15)
    var modifiers = flags
    if dice.chance(10) { modifiers.append(dice.pick(["contains", "startswith", "endswith"])) }
    if expands { modifiers.append("expand") }
    modifiers = ["re"] + modifiers.shuffled(using: &dice)
    var values: [SlowRule.Value] = []
    while values.count < count {
      let value = expands ? expandedRegex() : regex()
      if case .regex(let regex) = SlowRule.Item("", modifiers.filter { $0 != "expand" }, [value]).wants[0][0],
        expands || RegexCheck.fault(in: regex.regex) == nil
      {
        values.append(value)
      }
    }
    return (modifiers, values)
  }

  private mutating func regex() -> SlowRule.Value {
    let node: SlowRegex.Node
    if dice.chance(40) {
      node = SlowRegex.random(&dice).node
    } else {
      var parts = dice.pick(Self.words).unicodeScalars.filter { $0 != "\0" }.map { SlowRegex.Node.one($0) }
      for _ in 0..<dice.roll(0...2) where !parts.isEmpty {
        let index = dice.roll(0...parts.count - 1)
        let old = parts[index]
        parts[index] = dice.pick([
          .any, .times(.any, 0, nil), .times(old, 1, nil), .times(old, 0, 1), .either([old, .one("x")]), .times(old, 1, 3),
          .sequence([old, .any]),
        ])
      }
      if dice.chance(15) { parts.insert(dice.pick([.start, .boundary]), at: 0) }
      if dice.chance(15) { parts.append(dice.pick([.end, .boundary])) }
      node = dice.chance(10) ? .either([.sequence(parts), SlowRegex.Node.text(dice.pick(["root", "sh"]))]) : .sequence(parts)
    }
    return .regex(node.pattern, node)
  }

  private mutating func expandedRegex() -> SlowRule.Value {
    let (before, after) = (dice.pick(["", "^", "x"]), dice.pick(["", "$", "1"]))
    let name = dice.pick(["Admins", "Hosts", "One"])
    let anything = SlowRegex.Node.oneOf([], isNegated: true)
    let values = Want.placeholders[name]!.map { value -> SlowRegex.Node in
      var run: [UInt8] = []
      var nodes: [SlowRegex.Node] = []
      func flush() {
        nodes += String(decoding: run, as: UTF8.self).unicodeScalars.map { .one($0) }
        run = []
      }
      for piece in Want.pieces(value) {
        switch piece {
        case .byte(let byte): run.append(byte)
        case .anyRun:
          flush()
          nodes.append(.times(anything, 0, nil))
        default:
          flush()
          nodes.append(anything)
        }
      }
      flush()
      return .sequence(nodes)
    }
    func node(_ text: String) -> SlowRegex.Node { text == "^" ? .start : text == "$" ? .end : .text(text) }
    return .regex("\(before)%\(name)%\(after)", .sequence([node(before), .either(values), node(after)]))
  }

  private mutating func numbers(_ count: Int) -> [SlowRule.Value] {
    (0..<count).map { _ in
      .number(
        dice.pick(
          [
            "4625", "22", "0", "-1", "1.5", "-0.25", "1000", "100000000000000000000", "9223372036854775807",
            "-9223372036854775808",
            "9007199254740993", "9007199254740992", "1234567.125",
          ].filter { $0.count < 21 }))
    }
  }

  private mutating func mixed(_ count: Int) -> [SlowRule.Value] {
    (0..<count + 1).map { _ in
      switch dice.roll(0...4) {
      case 0: .null
      case 1: .boolean(dice.chance(50))
      case 2: .number(dice.pick(["4625", "22", "1.5", "18446744073709551615"]))
      case 3: .text("")
      default: .text(text(wild: true))
      }
    }
  }

  private mutating func networks(_ count: Int) -> [SlowRule.Value] {
    (0..<count).map { _ in
      .text(
        dice.pick([
          "192.0.2.0/24", "192.0.2.6/31", "10.0.0.0/8", "0.0.0.0/0", "192.0.2.7", "192.0.2.7/32", "192.0.2.128/25",
          "2001:db8::/32",
          "2001:DB8:0:0::/64", "2001:db8::7", "::/0", "fe80::/10", "::1/128",
          "::ffff:0:0/96", "::ffff:192.0.2.0/120", "::FFFF:192.0.2.7",
        ]))
    }
  }

  private mutating func times(_ count: Int) -> ([String], [SlowRule.Value]) {
    let part = dice.pick(SlowRule.parts)
    let range: ClosedRange<Int> =
      switch part {
      case "minute": 0...59
      case "hour": 0...23
      case "day": 1...31
      case "week": 1...53
      case "month": 1...12
      default: 1999...2027
      }
    let modifiers = [part] + (dice.chance(50) ? [dice.pick(["lt", "lte", "gt", "gte"])] : [])
    return (modifiers, (0..<count).map { _ in .number(String(dice.roll(range))) })
  }

  private mutating func references(_ count: Int) -> ([String], [SlowRule.Value]) {
    var modifiers = ["fieldref"]
    if dice.chance(50) { modifiers.append(dice.pick(["contains", "startswith", "endswith"])) }
    if dice.chance(20) { insert("cased", &modifiers) }
    return (modifiers, (0..<count).map { _ in .text(dice.pick(Self.fields)) })
  }
}
