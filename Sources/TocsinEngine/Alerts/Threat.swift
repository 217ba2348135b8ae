/// What a rule's tags say in the terms of MITRE ATT&CK (Sigma, appendix "Tags": namespaces `attack` and `cve`).
struct Threat: Equatable {
  struct Tactic: Equatable {
    /// `TA0006`, or empty where this release does not know the tactic.
    var id: String
    var name: String
  }

  /// `T1110`
  var techniques: [String] = []
  /// `T1110.001`
  var subtechniques: [String] = []
  var tactics: [Tactic] = []
  /// `G0007`
  var groups: [String] = []
  /// `S0002`
  var software: [String] = []
  /// `CVE-2021-44228`
  var vulnerabilities: [String] = []

  init(tags: [String]) {
    for tag in tags.map({ $0.lowercased() }) {
      if let cve = Self.rest(of: tag, after: "cve.") {
        Self.add("CVE-" + String(cve.map { $0 == "." ? "-" : $0 }), to: &vulnerabilities)
      } else if let name = Self.rest(of: tag, after: "attack.") {
        addAttack(name)
      }
    }
  }

  private mutating func addAttack(_ name: String) {
    if let number = Self.rest(of: name, after: "ta"), Self.isNumber(number) {
      let id = "TA" + number
      addTactic(Tactic(id: id, name: Self.tacticIDs.first { $0.id == id }.map { Self.title($0.name) } ?? id))
    } else if let number = Self.rest(of: name, after: "t"), Self.isNumber(number.split(separator: ".")) {
      let parts = number.split(separator: ".")
      Self.add("T" + parts[0], to: &techniques)
      if parts.count == 2 { Self.add("T" + number, to: &subtechniques) }
    } else if let number = Self.rest(of: name, after: "g"), Self.isNumber(number) {
      Self.add("G" + number, to: &groups)
    } else if let number = Self.rest(of: name, after: "s"), Self.isNumber(number) {
      Self.add("S" + number, to: &software)
    } else if !name.isEmpty {
      let plain = String(name.map { $0 == "_" ? "-" : $0 })
      addTactic(Tactic(id: Self.tacticIDs.first { $0.name == plain }?.id ?? "", name: Self.title(plain)))
    }
  }

  private mutating func addTactic(_ tactic: Tactic) {
    if !tactics.contains(tactic) { tactics.append(tactic) }
  }

  private static func add(_ value: String, to list: inout [String]) {
    if !list.contains(value) { list.append(value) }
  }

  private static func rest(of text: String, after prefix: String) -> String? {
    text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : nil
  }

  private static func isNumber(_ text: some StringProtocol) -> Bool {
    !text.isEmpty && text.allSatisfy { $0 >= "0" && $0 <= "9" }
  }

  private static func isNumber(_ parts: [Substring]) -> Bool {
    (1...2).contains(parts.count) && parts.allSatisfy { isNumber($0) }
  }

  /// `command-and-control` → `Command and Control`, as ATT&CK writes it.
  private static func title(_ name: String) -> String {
    name.split(separator: "-").map { $0 == "and" ? "and" : $0.prefix(1).uppercased() + $0.dropFirst() }.joined(separator: " ")
  }

  private static let tacticIDs: [(name: String, id: String)] = [
    ("reconnaissance", "TA0043"), ("resource-development", "TA0042"), ("initial-access", "TA0001"), ("execution", "TA0002"),
    ("persistence", "TA0003"), ("privilege-escalation", "TA0004"), ("defense-evasion", "TA0005"),
    ("credential-access", "TA0006"), ("discovery", "TA0007"), ("lateral-movement", "TA0008"), ("collection", "TA0009"),
    ("command-and-control", "TA0011"), ("exfiltration", "TA0010"), ("impact", "TA0040"),
  ]
}
