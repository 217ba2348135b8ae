import Sigma

/// What records of one format can come to: known before any of them is seen, and never too little.
struct Reach {
  /// Rules that may match one.
  var rules: Set<Int> = []
  /// Those whose matches may be held for a winner.
  var held: Set<Int> = []
  /// Whether one may be the winner that others wait for.
  var wins = false

  /// `source` is an index among the detector set's input sources; foreign records are those that do not have the format of their
  /// input.
  init(_ detectors: DetectorSet, source: Int, format: Format, isForeign: Bool = false) {
    let tables = detectors.dispatch
    let decoders = detectors.decoders
    let asked = Set(decoders.decoders.indices.filter { decoders.decoders[$0].scope.mayUnderstand(format, isForeign) })
    for index in decoders.patterns.indices where asked.contains(decoders.patterns[index].decoder) {
      let found = tables.rules(source: source, dispatch: index)
      rules.formUnion(found)
      switch decoders.patterns[index].join {
      case .held: held.formUnion(found)
      case .winner: wins = true
      case .none: break
      }
    }
    // One for any program is responsible only for what a pattern of it fits.
    for decoder in asked where decoders.decoders[decoder].scope != .anyProgram {
      rules.formUnion(tables.rules(source: source, dispatch: decoders.patterns.count + decoder))
    }
    rules.formUnion(
      tables.rules(source: source, dispatch: decoders.patterns.count + decoders.decoders.count + format.index))
  }
}

extension DecoderDefinition.Scope {
  /// Whether a decoder of this scope may be asked for a record of the format.
  fileprivate func mayUnderstand(_ format: Format, _ isForeign: Bool) -> Bool {
    switch self {
    case .programs: format.mayNameProgram
    case .anyProgram: format.mayNameProgram || (format == .plain && !isForeign)
    case .formats(let formats): formats.contains(format)
    }
  }
}
