import Sigma

/// A part of a rule that is run on its own: the rule holds where one of its parts does.
struct RulePart {
  var residual: RuleCompiler.Residual
  var cue: Cue

  /// What lets a part run.
  enum Cue {
    /// Nothing announces it.
    case none
    /// Nothing does, but the values of one field, which goes by these names, decide it.
    case field([FieldID])
    /// One of these items may hold. Where they `decide`, the part holds as soon as one does.
    case items([Int32], decide: Bool)
  }

  /// Takes a rule's alternatives apart, so that none costs anything where only another may hold. Records that say where each value
  /// begins and ends find most of what a rule asks: there the alternatives that items announce are one part.
  static func split(
    _ residual: RuleCompiler.Residual, _ required: RequiredItems, _ compiler: inout RuleCompiler, isStructured: Bool
  ) -> [RulePart] {
    var parts: [RulePart] = []
    var announced: [RuleCompiler.Residual] = []
    var deciding: [RuleCompiler.Residual] = []
    var others: [RuleCompiler.Residual] = []
    var byField: [(fields: [FieldID], alternatives: [RuleCompiler.Residual])] = []
    for alternative in residual.alternatives {
      if let items = required.choose(alternative, isStructured: isStructured) {
        if isStructured {
          announced.append(alternative)
        } else if case .test(let item) = alternative, required.decides(item) {
          deciding.append(alternative)
        } else {
          parts.append(RulePart(residual: alternative, cue: .items(items, decide: false)))
        }
      } else if !isStructured, let fields = compiler.onlyField(of: alternative) {
        if let index = byField.firstIndex(where: { $0.fields == fields }) {
          byField[index].alternatives.append(alternative)
        } else {
          byField.append((fields, [alternative]))
        }
      } else {
        others.append(alternative)
      }
    }
    func add(_ alternatives: [RuleCompiler.Residual], decide: Bool) {
      guard !alternatives.isEmpty else { return }
      let residual = RuleCompiler.Residual.any(alternatives)
      guard let items = required.choose(residual, isStructured: isStructured) else { return }
      parts.append(RulePart(residual: residual, cue: .items(items, decide: decide)))
    }
    add(announced, decide: false)
    add(deciding, decide: true)
    parts += byField.map { RulePart(residual: .any($0.alternatives), cue: .field($0.fields)) }
    if !others.isEmpty {
      let rest = RuleCompiler.Residual.any(others)
      // Where nothing is sought values may be tried on each item by itself.
      let probes = isStructured ? required.choose(rest, isStructured: true, probes: true) : nil
      parts.append(RulePart(residual: rest, cue: probes.map { .items($0, decide: false) } ?? .none))
    }
    return parts
  }
}

extension RuleCompiler.Residual {
  /// What it holds by, each on its own.
  fileprivate var alternatives: [Self] { if case .or(let parts) = flattened { parts } else { [self] } }
}
