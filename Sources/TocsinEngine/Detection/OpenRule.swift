/// A rule whose tests are items, and what is left of it where something is known of an event beforehand.
struct OpenRule {
  typealias Residual = RuleCompiler.Residual

  /// A program with the items of which one lets it run; nil where it always must.
  struct Part {
    var program: Int32
    var items: [Int32]?
    var hasKeywords: Bool
  }

  /// What is left of a rule.
  enum Rest {
    case answer(Bool)
    /// An index into `residuals`.
    case residual(Int)
  }

  private let expression: Residual
  /// The names of the fields that it tests, by number: all on which the rest depends.
  let names: [Int]
  private(set) var residuals: [Residual] = []
  /// Indices into these, by what was known of the names.
  private var known: [[FieldState]: Int] = [:]
  /// Parts of each residual, for records that say where each value begins and ends and for others, so that equal ones are shared.
  private var made: [(plain: [Part]?, structured: [Part]?)] = []

  init(expression: Residual, names: [Int]) { (self.expression, self.names) = (expression, names) }

  /// What is left where so much is known of each field.
  mutating func rest(_ states: [FieldState], _ compiler: inout RuleCompiler) -> Rest {
    // Mostly nothing is.
    if let answer = compiler.decide(expression, states) { return .answer(answer) }
    let own = names.map { states[$0] }
    if let same = known[own] { return .residual(same) }
    let residual = number(of: compiler.specialise(expression, states))
    known[own] = residual
    return .residual(residual)
  }

  private mutating func number(of residual: Residual) -> Int {
    if let same = residuals.firstIndex(of: residual) { return same }
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
