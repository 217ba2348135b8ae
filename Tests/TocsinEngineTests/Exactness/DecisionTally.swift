import Testing

/// How many decisions were compared, how many were yes, and whether each part of the language decided both ways.
struct DecisionTally {
  private var decisions = 0
  private var matches = 0
  /// For each part of the language, decisions of rules of one item: yes and no.
  private var parts: [String: (yes: Int, no: Int)] = [:]

  mutating func add(_ trial: Trial, _ expected: [[Bool]]) {
    for (rule, number) in zip(trial.rules, trial.rules.indices) {
      let answers = expected.map { $0[number] }
      decisions += answers.count
      let yes = answers.count { $0 }
      matches += yes
      for part in LanguageParts.of(rule) {
        parts[part, default: (0, 0)].yes += yes
        parts[part, default: (0, 0)].no += answers.count - yes
      }
    }
  }

  func check(atLeast least: Int) {
    #expect(decisions >= least)
    #expect(matches * 10 >= decisions && matches * 10 <= decisions * 9, "\(matches) of \(decisions) decisions are yes")
    for part in LanguageParts.all {
      let (yes, no) = parts[part] ?? (0, 0)
      #expect(yes > 0 && no > 0, "\(part): \(yes) yes, \(no) no")
    }
    print("exactness: \(decisions) decisions, \(matches) yes, \(decisions - matches) no; least of a part: \(rarest(3))")
  }

  private func rarest(_ count: Int) -> String {
    let rare = parts.map { (name: $0.key, count: min($0.value.yes, $0.value.no)) }.sorted { $0.count < $1.count }
    return rare.prefix(count).map { "\($0.name) \($0.count)" }.joined(separator: ", ")
  }
}
