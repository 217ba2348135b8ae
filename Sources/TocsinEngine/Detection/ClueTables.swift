import Sigma

/// Where each clue is found: by the automaton's literals in the text of lines, or by the field in records that say where each value
/// begins and ends.
struct ClueTables: BitwiseCopyable {
  /// For each literal of the automaton a range of `lineClues`.
  private let lineStarts: Table<Int32>
  private let lineClues: Table<Clue>
  /// For each field 1 + its index, or 0.
  private let indexOf: Table<UInt16>
  private let indices: Table<FieldIndex>
  /// What keywords look for in any value.
  let anywhere: FieldIndex
  /// Whether the automaton finds clues for keywords, which may stand in any value.
  let hasLineKeywords: Bool

  @inline(__always)
  func clues(ofLiteral literal: Int32) -> Table<Clue> {
    lineClues.slice(Int(lineStarts[Int(literal)]), Int(lineStarts[Int(literal) + 1]))
  }

  /// The place of a field's index, or -1.
  @inline(__always)
  func place(of field: FieldID) -> Int {
    Int(field.rawValue) < indexOf.count ? Int(indexOf[Int(field.rawValue)]) - 1 : -1
  }

  @inline(__always)
  subscript(place: Int) -> FieldIndex {
    @inline(__always) _read { yield indices[place] }
  }

  /// Collects what there is to find while rules compile.
  struct Builder {
    /// Items by the automaton's literals.
    private var byLiteral: [[Clue]] = []
    private var byField: [FieldID: (clues: [Clue], numbers: [FieldIndex.NumberClue])] = [:]
    private var anywhere: [Clue] = []

    init() {}

    /// A literal of an item for the automaton.
    mutating func add(literal: Int32, _ clues: [Clue]) {
      while byLiteral.count <= Int(literal) { byLiteral.append([]) }
      byLiteral[Int(literal)] += clues
    }

    /// The same for the fields' indices.
    mutating func add(_ clues: [Clue]) {
      for clue in clues {
        if clue.field == .unnamed { anywhere.append(clue) } else { byField[clue.field, default: ([], [])].clues.append(clue) }
      }
    }

    mutating func add(_ number: FieldIndex.NumberClue, field: FieldID) {
      byField[field, default: ([], [])].numbers.append(number)
    }

    func build(literals: Int, _ counts: GramCounts, pool: ConstantPool) -> ClueTables {
      ClueTables(self, literals: literals, counts, pool: pool)
    }

    fileprivate func starts(_ literals: Int) -> [Int32] {
      var starts: [Int32] = [0]
      for literal in 0..<literals {
        starts.append(starts[literal] + Int32(literal < byLiteral.count ? byLiteral[literal].count : 0))
      }
      return starts
    }

    fileprivate var lineClues: [Clue] { byLiteral.flatMap { $0 } }

    fileprivate func indices(_ counts: GramCounts, _ pool: ConstantPool) -> (indexOf: [UInt16], indices: [FieldIndex]) {
      var indexOf = Array(repeating: UInt16(0), count: byField.keys.reduce(0) { max($0, Int($1.rawValue) + 1) })
      var indices: [FieldIndex] = []
      for (field, found) in byField.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
        indices.append(FieldIndex(found.clues, found.numbers, counts, pool: pool))
        indexOf[Int(field.rawValue)] = UInt16(indices.count)
      }
      return (indexOf, indices)
    }

    fileprivate func keywords(_ counts: GramCounts, _ pool: ConstantPool) -> FieldIndex {
      FieldIndex(anywhere, [], counts, pool: pool)
    }
  }

  private init(_ builder: Builder, literals: Int, _ counts: GramCounts, pool: ConstantPool) {
    lineStarts = pool.table(builder.starts(literals))
    let clues = builder.lineClues
    lineClues = pool.table(clues)
    hasLineKeywords = clues.contains { $0.field == .unnamed }
    let (indexOf, indices) = builder.indices(counts, pool)
    self.indexOf = pool.table(indexOf)
    self.indices = pool.table(indices)
    anywhere = builder.keywords(counts, pool)
  }
}
