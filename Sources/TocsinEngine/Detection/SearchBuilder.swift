import Sigma

/// Works out what events are searched for, given the items that announce rules.
struct SearchBuilder {
  /// Items that are to be found in the text of lines; those that are to be found in values are all.
  private var lineItems: Set<Int32> = []
  private var items: Set<Int32> = []
  /// The automaton's literals, folded.
  private(set) var lineLiterals: [[UInt8]] = []
  /// How many of these, from the first, are letters that fold to ASCII.
  private(set) var exoticLiterals: Int32 = 0
  private var numbers: [[UInt8]: Int32] = [:]
  /// Every literal, folded.
  private(set) var literals: Set<[UInt8]> = []
  private(set) var clues = ClueTables.Builder()
  private(set) var gramCounts = GramCounts()
  /// More bytes of a literal would only make the automaton bigger.
  private static let literalLimit = 12

  init() {}

  mutating func add(_ items: [Int32], inLines: Bool) {
    self.items.formUnion(items)
    if inLines { lineItems.formUnion(items) }
  }

  mutating func build(_ required: RequiredItems, _ compiler: inout RuleCompiler) {
    for set in required.literals { for literal in set ?? [] { literal.withView { gramCounts.add($0, 1) } } }
    for item in items.sorted() {
      switch compiler.tests[Int(item)] {
      case .field(_, .number(.integer(let number))):
        for name in compiler.names(of: item) { clues.add(number, item: item, field: compiler.fields.intern(name)) }
        compiler.note(item, decidedBy: .values)
      default: add(item, required.literals[Int(item)] ?? [], &compiler)
      }
    }
  }

  private mutating func add(_ item: Int32, _ literals: Set<[UInt8]>, _ compiler: inout RuleCompiler) {
    let isInLines = lineItems.contains(item)
    let shape = Clue.Shape(compiler.tests[Int(item)])
    let fields = compiler.isKeyword(item) ? [FieldID.unnamed] : compiler.names(of: item).map { compiler.fields.intern($0) }
    for literal in literals.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      self.literals.insert(Self.end(literal))
      let found = fields.map { field in
        Clue(
          literal: compiler.pool.view(shape?.literal ?? literal), item: item, field: field, kind: shape?.kind ?? .hint,
          isCased: shape?.isCased ?? false)
      }
      clues.add(found)
      if isInLines { clues.add(literal: number(literal), found) }
    }
    guard shape != nil else { return }
    compiler.note(item, decidedBy: isInLines ? [.lines, .values] : .values)
  }

  /// Of a long literal its end does: where the whole stands, so does that.
  private static func end(_ literal: [UInt8]) -> [UInt8] { Array(literal.suffix(literalLimit)) }

  /// The number of a literal among the automaton's.
  private mutating func number(_ whole: [UInt8]) -> Int32 {
    if lineLiterals.isEmpty {
      lineLiterals = Folding.exotic
      exoticLiterals = Int32(lineLiterals.count)
    }
    let literal = Self.end(whole)
    if let known = numbers[literal] { return known }
    lineLiterals.append(literal)
    numbers[literal] = Int32(lineLiterals.count - 1)
    return Int32(lineLiterals.count - 1)
  }
}
