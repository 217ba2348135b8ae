/// A rule whose tests are items, and what is left of it where something is known of an event beforehand: worked out once for each
/// difference that this makes.
struct OpenRule {
  typealias Residual = RuleCompiler.Residual

  /// A program with the items of which one lets it run; nil where it always must.
  struct Part {
    var program: Int32
    var items: [Int32]?
    var hasKeywords: Bool
  }

  /// What is left of a rule: an answer, or an index into `residuals`.
  enum Rest {
    case constant(Bool)
    case open(Int)
  }

  private let expression: Residual
  /// The names of the fields that it tests, by number: all on which the rest depends.
  let names: [Int]
  private var rests: [[FieldState]: Rest] = [:]
  private(set) var residuals: [Residual] = []
  /// Parts of each residual, for records that say where each value begins and ends and for others, so that equal ones are shared.
  private var made: [(plain: [Part]?, structured: [Part]?)] = []

  init(expression: Residual, names: [Int]) { (self.expression, self.names) = (expression, names) }

  /// What is left where so much is known of each field.
  mutating func residual(_ states: [FieldState], _ compiler: inout RuleCompiler) -> Rest {
    let own = names.map { states[$0] }
    if let known = rests[own] { return known }
    let rest =
      switch compiler.specialise(expression, states) {
      case .constant(let value): Rest.constant(value)
      case let residual: Rest.open(number(of: residual))
      }
    rests[own] = rest
    return rest
  }

  private mutating func number(of residual: Residual) -> Int {
    if let known = residuals.firstIndex(of: residual) { return known }
    residuals.append(residual)
    made.append((nil, nil))
    return residuals.count - 1
  }

  func parts(of residual: Int, isStructured: Bool) -> [Part]? {
    isStructured ? made[residual].structured : made[residual].plain
  }

  mutating func setParts(_ parts: [Part], of residual: Int, isStructured: Bool) {
    if isStructured { made[residual].structured = parts } else { made[residual].plain = parts }
  }
}
