import Sigma

/// Chooses, for what is left of a rule, items of which at least one must hold for it to hold, and which are easy to find.
struct RequiredItems {
  /// For each item what is sought for it: one of these stands in every value that it accepts. Nil where there is nothing to seek.
  private(set) var sought: [[Sought]?]
  /// For items without these a single byte that stands in what they accept and in few texts. Only lines are searched for it.
  let signs: [Sought?]
  /// How often parts of literals occur in what the rules ask for.
  let counts: GramCounts
  private var costs: [Int]
  private let isNumber: [Bool]
  private let isKeyword: [Bool]
  /// Whether a value alone tells that an item holds, though nothing is sought.
  private let isProbe: [Bool]
  private static let probeCost = 1 << 20

  /// What events are full of, whatever rules ask for: programs, folders and accounts of every Windows host.
  private static let everyday = [
    #"C:\Windows\System32\svchost.exe -k netsvcs -p -s LocalService"#, #"C:\Windows\System32\services.exe"#,
    #"C:\Windows\explorer.exe"#,
    #"C:\Windows\System32\cmd.exe /c"#, #"C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe -command"#,
    #"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe --type="#, #"\Google\Chrome\Application\chrome.exe"#,
    #"C:\ProgramData\Microsoft"#, #"C:\Users\user\AppData\Local\Temp\"#, #"\AppData\Roaming\"#, #"\Desktop\Documents\Downloads\"#,
    #"NT AUTHORITY\SYSTEM"#, "Microsoft Corporation", "Microsoft Windows Operating System", "Medium", "High", "System",
    "-Embedding",
    #"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\"#, #"\System\CurrentControlSet\Services\"#, "https://www.",
  ]
  private static let everydayWeight = 1_000

  /// Whole values of which many records have one.
  private static let everydayValues = Set(
    ["get", "post", "head", "put", "http", "https", "tcp", "udp", "true", "false", "success", "failure", "allow"].map {
      Array($0.utf8)
    })
  private static let everydayValueCost = 10_000

  /// What many rules look for is likely to be common in the events, too (`\\powershell.exe`), so that of several sets the one that
  /// few ask for is the better. `asked` says how often rules name each item.
  init(_ tests: [Expression], asked: [Int]) {
    let choices = tests.map { test in
      switch test {
      case .field(_, let test), .anywhere(let test): LiteralSet.choices(test)
      default: [[Sought]]()
      }
    }
    signs = zip(tests, choices).map { test, choices in
      if case .field(_, let test) = test, choices.isEmpty { LiteralSet.sign(test) } else { nil }
    }
    isKeyword = tests.map { if case .anywhere = $0 { true } else { false } }
    isNumber = tests.map { if case .field(_, .number(.integer)) = $0 { true } else { false } }
    isProbe = tests.map { if case .field(_, let test) = $0 { test.isOfOneValue } else { false } }
    var counts = GramCounts()
    for text in Self.everyday { Array(text.utf8).withView { counts.add($0, Self.everydayWeight) } }
    for (item, sets) in choices.enumerated() {
      for sought in sets.joined() { sought.literal.withView { counts.add($0, asked[item]) } }
    }
    func cost(_ set: [Sought]) -> Int {
      set.reduce(0) { sum, sought in
        let isEveryday = sought.place == .equal && Self.everydayValues.contains(sought.literal)
        return sum + sought.chance + 4 * sought.literal.withView { counts.least($0) } + (isEveryday ? Self.everydayValueCost : 0)
      }
    }
    self.counts = counts
    sought = choices.map { sets in sets.min { cost($0) < cost($1) } }
    costs = []
    for (item, set) in sought.enumerated() {
      costs.append(set.map(cost) ?? (isNumber[item] ? 100 + 4 * asked[item] : signs[item]?.chance ?? Self.probeCost))
    }
  }

  /// Ascending; nil where no such set exists. Whole numbers are found where records say where each value begins and ends, signs in
  /// lines. `probes` says whether items may be tried on each value.
  func choose(_ residual: RuleCompiler.Residual, isStructured: Bool, probes: Bool = false) -> [Int32]? {
    switch residual {
    case .constant(let value): return value ? nil : []
    case .not: return nil
    case .and(let parts):
      return parts.compactMap { choose($0, isStructured: isStructured, probes: probes) }.min { cost($0) < cost($1) }
    case .or(let parts):
      var union: [Int32] = []
      for part in parts {
        if case .test(let item) = part {
          guard canFind(item, isStructured: isStructured, probes: probes) else { return nil }
          union.append(item)
        } else {
          guard let items = choose(part, isStructured: isStructured, probes: probes) else { return nil }
          union += items
        }
      }
      return Self.distinct(union)
    case .test(let item): return canFind(item, isStructured: isStructured, probes: probes) ? [item] : nil
    }
  }

  private func canFind(_ item: Int32, isStructured: Bool, probes: Bool) -> Bool {
    if sought[Int(item)] != nil || probes && isProbe[Int(item)] { return true }
    return isStructured ? isNumber[Int(item)] : signs[Int(item)] != nil
  }

  private static func distinct(_ items: [Int32]) -> [Int32] {
    var result: [Int32] = []
    result.reserveCapacity(items.count)
    for item in items.sorted() where result.last != item { result.append(item) }
    return result
  }

  private func cost(_ items: [Int32]) -> Int { items.reduce(0) { $0 + costs[Int($1)] } }

  /// Whether lines are searched for what some rule waits for of an item.
  func isInTexts(_ item: Int32) -> Bool { sought[Int(item)] != nil || signs[Int(item)] != nil }

  /// Whether the item holds wherever it is found. Keywords do that stand anywhere in a text.
  func decides(_ item: Int32) -> Bool {
    guard let set = sought[Int(item)], set.count == 1, set[0].isCertain else { return false }
    return !isKeyword[Int(item)] || set[0].place == .contains
  }

  /// Whether the item can be tried on each value by itself.
  func isProbe(_ item: Int32) -> Bool { isProbe[Int(item)] }

  /// Whether it is worth while to seek the item even where no rule waits for it: it costs more to look at its values again, and
  /// mostly a search says that it does not hold.
  func isCostly(_ item: Int32) -> Bool {
    guard let set = sought[Int(item)], set.count <= Self.manyLiterals else { return false }
    return set.allSatisfy { $0.literal.count >= FieldIndex.longWidth && ($0.place == .contains || !$0.isCertain) }
  }

  private static let manyLiterals = 4
}

extension Test {
  /// Whether it holds where one value passes, whatever else an event has.
  fileprivate var isOfOneValue: Bool {
    switch self {
    case .text, .regex, .number, .compare, .boolean, .network, .timePart: true
    case .exists, .null, .sameAs: false
    }
  }
}
