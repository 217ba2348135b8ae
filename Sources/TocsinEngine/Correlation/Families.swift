import Sigma

/// Which matches wait for each other. Rules that share a correlation, directly or through chains, belong together; those fed by the
/// same kinds of input wait for the same, and are one family. What one family sees never depends on inputs that cannot feed it.
///
/// A match that may be held for a winner makes its family wait for whatever may bring one.
struct Families: Sendable {
  let count: Int
  /// By rule; empty where all are one family.
  private let ofRule: [Int]
  private let ofCorrelation: [Int]
  /// Families that must see winners.
  let joining: [Int]
  /// By family and input source, the formats that can feed it, as bits; empty where all are one family.
  private let fedBy: [[UInt32]]

  /// Stands for records that do not have the format of their input.
  private static let foreign = UInt32(1) << UInt32(Format.allCases.count)

  /// All rules in one order, which every input feeds.
  static let one = Families(count: 1, ofRule: [], ofCorrelation: [], joining: [0], fedBy: [])

  private init(count: Int, ofRule: [Int], ofCorrelation: [Int], joining: [Int], fedBy: [[UInt32]]) {
    (self.count, self.ofRule, self.ofCorrelation) = (count, ofRule, ofCorrelation)
    (self.joining, self.fedBy) = (joining, fedBy)
  }

  init(_ detectors: DetectorSet) {
    let part = Self.parts(detectors)
    let rules = detectors.rules.count
    var fed = Array(
      repeating: Array(repeating: UInt32(0), count: detectors.dispatch.sourceCount), count: rules + detectors.correlations.count)
    var holds: Set<Int> = []
    var winners: [UInt32] = []
    for source in 0..<detectors.dispatch.sourceCount {
      winners.append(0)
      func add(_ reach: Reach, _ bit: UInt32) {
        for rule in reach.rules { fed[part[rule]][source] |= bit }
        for rule in reach.held { holds.insert(part[rule]) }
        if reach.wins { winners[source] |= bit }
      }
      for format in Format.allCases { add(Reach(detectors, source: source, format: format), format.bit) }
      add(Reach(detectors, source: source, format: .plain, isForeign: true), Self.foreign)
    }
    for part in holds { for source in winners.indices { fed[part][source] |= winners[source] } }
    var numbers: [[UInt32]: Int] = [:]
    var kinds: [[UInt32]] = []
    let families = part.map { part in
      if let known = numbers[fed[part]] { return known }
      numbers[fed[part]] = kinds.count
      kinds.append(fed[part])
      return kinds.count - 1
    }
    self.init(
      count: kinds.count, ofRule: Array(families[..<rules]), ofCorrelation: Array(families[rules...]),
      joining: Set(holds.map { families[$0] }).sorted(), fedBy: kinds)
  }

  /// For each rule, and behind these each correlation, one that stands for all it is connected with.
  private static func parts(_ detectors: DetectorSet) -> [Int] {
    let rules = detectors.rules.count
    var parent = Array(0..<rules + detectors.correlations.count)
    func root(_ index: Int) -> Int {
      var index = index
      while parent[index] != index {
        parent[index] = parent[parent[index]]
        index = parent[index]
      }
      return index
    }
    for (number, correlation) in detectors.correlations.enumerated() {
      for reference in correlation.references {
        let other =
          switch reference {
          case .rule(let rule): rule
          case .correlation(let inner): rules + inner
          }
        parent[root(other)] = root(rules + number)
      }
    }
    return parent.indices.map { root($0) }
  }

  @inline(__always)
  func family(ofRule rule: Int) -> Int { ofRule.isEmpty ? 0 : ofRule[rule] }

  func family(ofCorrelation correlation: Int) -> Int { ofCorrelation.isEmpty ? 0 : ofCorrelation[correlation] }

  /// For each family, whether an input of this kind can feed it.
  func fed(by kind: InputKind) -> [Bool] {
    guard !fedBy.isEmpty else { return [true] }
    let bits = { (formats: Set<Format>) in formats.reduce(UInt32(0)) { $0 | $1.bit } }
    let formats =
      switch kind.format {
      case nil: bits(Set(Format.allCases))
      case .plain: Format.plain.bit
      case .some(let format): bits(format.declared) | Self.foreign
      }
    return fedBy.map { bySource in
      guard let source = kind.source else { return true }
      return bySource[source] & formats != 0
    }
  }
}

extension Format {
  fileprivate var bit: UInt32 { 1 << UInt32(index) }
}
