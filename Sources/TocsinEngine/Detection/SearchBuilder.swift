import Sigma

/// Works out what events are searched for.
struct SearchBuilder {
  /// Items that rules wait for, and those of them that are to be found in the text of lines.
  private var awaited: Set<Int32> = []
  private var inLines: Set<Int32> = []
  /// Items that rules ask for once they run: what is found with the others need not be looked at again.
  private var asked: Set<Int32> = []
  /// Items that rules ask for on every record.
  private var decided: Set<Int32> = []
  /// The automaton's literals, folded.
  private(set) var lineLiterals: [[UInt8]] = []
  /// How many of these, from the first, are letters that fold to ASCII.
  private(set) var exoticLiterals: Int32 = 0
  private var numbers: [[UInt8]: Int32] = [:]
  /// Every literal that rules wait for, folded.
  private(set) var literals: Set<[UInt8]> = []
  private(set) var clues = ClueTables.Builder()
  /// More bytes of a literal would only make the automaton bigger.
  private static let literalLimit = 12

  init() {}

  mutating func seek(_ items: [Int32], inLines: Bool) {
    awaited.formUnion(items)
    if inLines { self.inLines.formUnion(items) }
  }

  mutating func ask(_ item: Int32) { asked.insert(item) }

  mutating func decide(_ item: Int32) { decided.insert(item) }

  mutating func build(_ required: RequiredItems, _ compiler: inout RuleCompiler) {
    let wanted = awaited.union(decided).union(asked.filter { required.isCostly($0) })
    for item in wanted.sorted() {
      if case .field(_, .number(.integer(let number))) = compiler.tests[Int(item)] {
        for field in compiler.fields(of: item) {
          clues.add(.init(number: number, item: item, isAwaited: awaited.contains(item)), field: field)
        }
        compiler.note(item, decidedBy: .values)
      } else {
        if let set = required.sought[Int(item)] {
          add(item, set, required, &compiler)
        } else if required.isProbe(item) {
          clues.addProbe(item, compiler.fields(of: item))
          compiler.note(item, decidedBy: .probes)
        }
        if let sign = required.signs[Int(item)], inLines.contains(item) { add(item, sign: sign, &compiler) }
      }
    }
  }

  /// The scope of records that these items, ascending, are asked of, `awaited` of which rules wait for.
  mutating func addScope(_ items: [Int32], awaited: (Int32) -> Bool) -> Int32 {
    clues.addScope(items.map { .init(item: $0, isAwaited: awaited($0)) })
  }

  /// The scope of all records that have none of their own, added before those of others.
  mutating func addLineScope(_ items: [Int32]) {
    clues.addLineScope(items.map { .init(item: $0, isAwaited: awaited.contains($0)) })
  }

  private mutating func add(_ item: Int32, _ set: [Sought], _ required: RequiredItems, _ compiler: inout RuleCompiler) {
    let isInLines = inLines.contains(item)
    let isAwaited = awaited.contains(item)
    let fields = compiler.isKeyword(item) ? [FieldID.unnamed] : compiler.fields(of: item)
    for sought in set {
      let found = fields.map { Clue(sought, item: item, field: $0, isAwaited: isAwaited, pool: compiler.pool) }
      clues.add(found, of: item)
      if isAwaited { literals.insert(Self.end(sought)) }
      if isInLines { clues.add(literal: number(sought), found) }
    }
    // One of these stands in every value that the item accepts.
    if !compiler.isKeyword(item), !set.isEmpty { compiler.note(item, decidedBy: .values) }
    // Of a line with such a keyword all text is searched, of a record of values not what stands between them.
    if isInLines, required.decides(item) { compiler.note(item, decidedBy: .lines) }
  }

  private mutating func add(_ item: Int32, sign: Sought, _ compiler: inout RuleCompiler) {
    let found = compiler.fields(of: item).map { Clue(sign, item: item, field: $0, isAwaited: true, pool: compiler.pool) }
    clues.add(literal: number(sign), found)
  }

  /// Of a long literal its end does: where the whole stands, so does that.
  private static func end(_ sought: Sought) -> [UInt8] {
    let end = sought.literal.suffix(literalLimit)
    return sought.isCased ? end.map(Folding.ascii) : Array(end)
  }

  /// The number of a literal among the automaton's.
  private mutating func number(_ sought: Sought) -> Int32 {
    if lineLiterals.isEmpty {
      lineLiterals = Folding.exotic
      exoticLiterals = Int32(lineLiterals.count)
    }
    let literal = Self.end(sought)
    if let known = numbers[literal] { return known }
    lineLiterals.append(literal)
    numbers[literal] = Int32(lineLiterals.count - 1)
    return Int32(lineLiterals.count - 1)
  }
}
