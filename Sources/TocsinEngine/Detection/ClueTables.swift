import Sigma

/// Where each clue is found: by the automaton's literals in the text of lines, or by the field in records that say where each value
/// begins and ends.
struct ClueTables: BitwiseCopyable {
  /// For each literal of the automaton a range of `lineClues`.
  private let lineStarts: Table<Int32>
  private let lineClues: Table<Clue>
  private let scopes: Table<ClueScope>
  private let indices: Table<FieldIndex>

  @inline(__always)
  func clues(ofLiteral literal: Int32) -> Table<Clue> {
    lineClues.slice(Int(lineStarts[Int(literal)]), Int(lineStarts[Int(literal) + 1]))
  }

  /// The place of a field's index for lines, or -1.
  @inline(__always)
  func place(of field: FieldID) -> Int { scopes[ClueScope.lines].place(of: field) }

  @inline(__always)
  func scope(_ number: Int32) -> ClueScope { scopes[Int(number)] }

  /// The index at a place.
  @inline(__always)
  subscript(place: Int) -> FieldIndex {
    @inline(__always)
    unsafeAddress {
      precondition(UInt(bitPattern: place) < UInt(bitPattern: indices.count))
      return unsafe indices.start + place
    }
  }

  init(_ builder: Builder, literals: Int, _ counts: GramCounts, pool: ConstantPool) {
    lineStarts = pool.table(builder.starts(literals))
    let clues = builder.lineClues
    lineClues = pool.table(clues)
    var made = FieldIndices(builder, counts, pool)
    scopes = pool.table(builder.scopes.map { made.scope($0) })
    indices = pool.table(made.indices)
  }

  /// Collects what there is to find while rules compile.
  struct Builder {
    /// Clues by the automaton's literals.
    private var byLiteral: [[Clue]] = []
    /// Clues and numbers by their items.
    fileprivate var clues: [Int32: [Clue]] = [:]
    fileprivate var numbers: [Int32: [(field: FieldID, clue: FieldIndex.NumberClue)]] = [:]
    /// The fields of items that are tried on each value.
    fileprivate var probes: [Int32: [FieldID]] = [:]
    fileprivate var scopes: [[Sighted]] = []

    init() {}

    /// A literal of an item for the automaton.
    mutating func add(literal: Int32, _ clues: [Clue]) {
      while byLiteral.count <= Int(literal) { byLiteral.append([]) }
      byLiteral[Int(literal)] += clues
    }

    /// The same for the fields' indices.
    mutating func add(_ clues: [Clue], of item: Int32) { self.clues[item, default: []] += clues }

    mutating func add(_ number: FieldIndex.NumberClue, field: FieldID) {
      numbers[number.item, default: []].append((field, number))
    }

    mutating func addProbe(_ item: Int32, _ fields: [FieldID]) { probes[item] = fields }

    /// Items that lines are searched for, ascending; added before all scopes. Nothing is tried on their values.
    mutating func addLineScope(_ items: [Sighted]) {
      precondition(scopes.count == ClueScope.lines)
      scopes.append(items.filter { isWorthwhile($0) && probes[$0.item] == nil })
    }

    /// Items that some records are searched for, ascending; the number of their scope.
    mutating func addScope(_ items: [Sighted]) -> Int32 {
      scopes.append(items.filter { isWorthwhile($0) })
      return Int32(scopes.count - 1)
    }

    /// Whether finding the item lets a rule run, or answers what one asks: a keyword that is found is looked at all the same.
    private func isWorthwhile(_ sighted: Sighted) -> Bool {
      if numbers[sighted.item] != nil || probes[sighted.item] != nil { return true }
      guard let clues = clues[sighted.item] else { return false }
      return sighted.isAwaited || clues.contains { $0.field != .unnamed }
    }

    fileprivate func starts(_ literals: Int) -> [Int32] {
      var starts: [Int32] = [0]
      for literal in 0..<literals {
        starts.append(starts[literal] + Int32(literal < byLiteral.count ? byLiteral[literal].count : 0))
      }
      return starts
    }

    fileprivate var lineClues: [Clue] { byLiteral.flatMap { $0 } }
  }
}

/// An item that some records are searched for.
struct Sighted: BitwiseCopyable, Hashable {
  var item: Int32
  /// Whether a rule waits for it.
  var isAwaited: Bool
}

/// The fields' indices for the rules that some records can match: events of one kind are not searched for what is looked for in
/// others.
struct ClueScope: BitwiseCopyable {
  /// Of lines, and of all records whose kind is no shape's.
  static let lines = 0

  /// For each field, from `first` on, 1 + the place of its index, or 0.
  private let indexOf: Table<UInt16>
  private let first: Int
  /// The place of what keywords look for in the values of all other fields, or -1.
  let anywhere: Int

  fileprivate init(_ indexOf: Table<UInt16>, first: Int, anywhere: Int) {
    (self.indexOf, self.first, self.anywhere) = (indexOf, first, anywhere)
  }

  /// The place of a field's index, or -1.
  @inline(__always)
  func place(of field: FieldID) -> Int {
    let index = Int(field.rawValue) &- first
    return UInt(bitPattern: index) < UInt(bitPattern: indexOf.count) ? Int(indexOf[index]) &- 1 : -1
  }
}

/// Makes the indices of all scopes; equal ones once.
private struct FieldIndices {
  private let builder: ClueTables.Builder
  private let counts: GramCounts
  private let pool: ConstantPool
  private(set) var indices: [FieldIndex] = []
  private var known: [Wanted: Int] = [:]

  /// What a field's values are searched for.
  private struct Wanted: Hashable {
    var field: FieldID
    var items: [Sighted] = []
    var keywords: [Sighted] = []
  }

  init(_ builder: ClueTables.Builder, _ counts: GramCounts, _ pool: ConstantPool) {
    (self.builder, self.counts, self.pool) = (builder, counts, pool)
  }

  mutating func scope(_ items: [Sighted]) -> ClueScope {
    var wanted: [FieldID: Wanted] = [:]
    for sighted in items {
      let fields =
        (builder.clues[sighted.item] ?? []).map(\.field) + (builder.numbers[sighted.item] ?? []).map(\.field)
        + (builder.probes[sighted.item] ?? [])
      for field in fields where wanted[field]?.items.last?.item != sighted.item {
        wanted[field, default: Wanted(field: field)].items.append(sighted)
      }
    }
    // Keywords stand in any value: each is searched for them with what else is sought there.
    let keywords = wanted.removeValue(forKey: .unnamed)?.items ?? []
    let fields = wanted.keys.sorted { $0.rawValue < $1.rawValue }
    let first = Int(fields.first?.rawValue ?? 0)
    var indexOf = Array(repeating: UInt16(0), count: fields.last.map { Int($0.rawValue) + 1 - first } ?? 0)
    for field in fields {
      guard var wanted = wanted[field] else { continue }
      wanted.keywords = keywords
      indexOf[Int(field.rawValue) - first] = UInt16(place(wanted) + 1)
    }
    let anywhere = keywords.isEmpty ? -1 : place(Wanted(field: .unnamed, keywords: keywords))
    return ClueScope(pool.table(indexOf), first: first, anywhere: anywhere)
  }

  private mutating func place(_ wanted: Wanted) -> Int {
    if let place = known[wanted] { return place }
    let clues = clues(wanted.items, wanted.field) + clues(wanted.keywords, .unnamed)
    let numbers = wanted.items.flatMap { sighted in
      (builder.numbers[sighted.item] ?? []).filter { $0.field == wanted.field }.map { number in
        FieldIndex.NumberClue(number: number.clue.number, item: sighted.item, isAwaited: sighted.isAwaited)
      }
    }
    let probes = wanted.items.filter { builder.probes[$0.item] != nil }
    indices.append(FieldIndex(clues, numbers, probes: probes, counts, pool: pool))
    known[wanted] = indices.count - 1
    return indices.count - 1
  }

  private func clues(_ items: [Sighted], _ field: FieldID) -> [Clue] {
    items.flatMap { sighted in
      (builder.clues[sighted.item] ?? []).filter { $0.field == field }.map { clue in
        var clue = clue
        clue.isAwaited = sighted.isAwaited
        return clue
      }
    }
  }
}
