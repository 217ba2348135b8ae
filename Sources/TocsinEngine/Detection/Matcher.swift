import Sigma

/// Runs rule programs on events, and owns the tables that their steps point into.
struct Matcher {
  /// The tables while rules compile.
  struct Tables {
    var items: [Item] = []
    var fields: [FieldID] = []
    var pieces: [Glob.Piece] = []
    var numbers: [Number] = []
    var networks: [Network] = []
    private(set) var regexes: [Regex] = []
    private var regexNumbers: [Regex: Int32] = [:]

    /// Equal expressions are one: each is compiled once.
    mutating func number(of regex: Regex) -> Int32 {
      if let known = regexNumbers[regex] { return known }
      regexes.append(regex)
      regexNumbers[regex] = Int32(regexes.count - 1)
      return Int32(regexes.count - 1)
    }
  }

  private let items: Table<Item>
  private let fields: Table<FieldID>
  private let pieces: Table<Glob.Piece>
  private let numbers: Table<Number>
  private let networks: [Network]
  private let regexes: RegexTable

  init(_ tables: Tables, pool: ConstantPool) {
    items = pool.table(tables.items)
    fields = pool.table(tables.fields)
    pieces = pool.table(tables.pieces)
    numbers = pool.table(tables.numbers)
    networks = tables.networks
    regexes = RegexTable(tables.regexes)
  }

  var itemCount: Int { items.count }

  /// Gives back what testing took.
  @inline(__always)
  func finish(_ known: ItemCache) { regexes.putBack(&known.regexScratch) }

  /// `known` is of the same event.
  @inline(__always)
  func run(_ program: RuleProgram, _ event: Event, _ known: ItemCache) -> Bool {
    var at = program.entry
    while at >= 0 {
      let step = program.steps[Int(at)]
      at = holds(step, event, known) ? step.onTrue : step.onFalse
    }
    return at == RuleProgram.accept
  }

  @inline(__always)
  private func holds(_ step: RuleProgram.Step, _ event: Event, _ known: ItemCache) -> Bool {
    switch known.answer(step.item) {
    case .holds: return true
    case .fails: return false
    case .maybe: break
    // What a search that decides it did not find does not hold.
    case .nothing: if !step.decidedBy.isDisjoint(with: known.searched) { return false }
    }
    let place = Int(step.item)
    let answer = items[place].isKeyword ? anywhere(place, event, known) : holds(place, event, known)
    known.note(step.item, holds: answer)
    return answer
  }

  @inline(__always)
  private func holds(_ place: Int, _ event: Event, _ known: ItemCache) -> Bool {
    var found = false
    var field = Int(items[place].firstField)
    let end = field + Int(items[place].fieldCount)
    while field < end {
      let id = fields[field]
      field += 1
      var index = event.firstIndex(of: id)
      if index < 0 { continue }
      found = true
      let values = event.fields
      if passes(place, values[index], event, known) { return true }
      if !event.hasRepeats { continue }
      index += 1
      while index < values.count {
        if values[index].id == id, passes(place, values[index], event, known) { return true }
        index += 1
      }
    }
    if found { return false }
    switch items[place].test {
    case .null: return true
    case .exists(let wanted): return !wanted
    default: return false
    }
  }

  /// Keywords look at every value and at the message; a record without escapes is looked at as a whole.
  private func anywhere(_ place: Int, _ event: Event, _ known: ItemCache) -> Bool {
    let structured = event.isStructured
    if !structured, passes(place, FieldValue(id: .unnamed, kind: .text, value: event.record), event, known) { return true }
    // A structured record without a message of its own has its text for one, names of fields and all: only its values count.
    let hasOwnMessage = structured ? event.hasOwnMessage : !event.message.isEmpty
    if hasOwnMessage, passes(place, FieldValue(id: .unnamed, kind: .text, value: event.message), event, known) {
      return true
    }
    for value in event.fields where value.kind != .container && value.kind != .null {
      if passes(place, value, event, known) { return true }
    }
    return false
  }

  /// Whether one value of a field makes an item hold.
  func probe(_ item: Int32, _ value: ByteView, _ kind: ValueKind, _ event: Event, _ known: ItemCache) -> Bool {
    passes(Int(item), FieldValue(id: .unnamed, kind: kind, value: value), event, known)
  }

  @inline(__always)
  private func passes(_ place: Int, _ value: FieldValue, _ event: Event, _ known: ItemCache) -> Bool {
    switch items[place].test {
    case .glob(let glob):
      guard value.kind != .null, value.kind != .container else { return false }
      return glob.matches(value.value, pieces: pieces, scratch: event.arena)
    case .exists(let wanted): return wanted
    case .null: return value.kind == .null
    case .number(let index):
      guard value.kind == .text || value.kind == .number, let number = NumberText.parse(value.value) else { return false }
      return NumberText.order(number, numbers[Int(index)]) == 0
    case .compare(let comparison, let index):
      guard value.kind == .text || value.kind == .number, let number = NumberText.parse(value.value) else { return false }
      return comparison.holds(NumberText.order(number, numbers[Int(index)]))
    case .boolean(let wanted):
      guard value.kind == .boolean || value.kind == .text else { return false }
      let glob = wanted ? "true" as StaticString : "false"
      guard value.value.count == glob.utf8CodeUnitCount else { return false }
      return equalsIgnoringCase(value.value, glob)
    default: return passesRare(place, value, event, known)
    }
  }

  private func passesRare(_ place: Int, _ value: FieldValue, _ event: Event, _ known: ItemCache) -> Bool {
    switch items[place].test {
    case .network(let index): return networks[Int(index)].contains(value.value)
    case .regex(let index):
      guard value.kind != .null, value.kind != .container else { return false }
      return regexes.matches(Int(index), value.value, &known.regexScratch)
    case .sameAs(let field, let affix, let cased):
      for other in event.fields where other.id == field && other.kind != .null && other.kind != .container {
        if relates(value, other, affix, cased: cased) { return true }
      }
      return false
    case .timePart(let part, let comparison, let wanted):
      guard let number = TimePartText.value(of: part, in: value.value) else { return false }
      return comparison.holds(number < Int(wanted) ? -1 : number > Int(wanted) ? 1 : 0)
    default: return false
    }
  }

  private func relates(_ value: FieldValue, _ other: FieldValue, _ affix: Affix, cased: Bool) -> Bool {
    guard value.kind != .null, value.kind != .container else { return false }
    let (left, right) = (value.value, other.value)
    if cased { return Self.relates(left, right, affix) }
    if Folding.isASCII(left), Folding.isASCII(right) {
      // Mostly the lengths or the first letters tell.
      switch affix {
      case .whole: return left.count == right.count && Glob.equalFolded(left, 0, right)
      case .startsWith: return Glob.equalFolded(left, 0, right)
      case .endsWith: return Glob.equalFolded(left, left.count - right.count, right)
      case .contains: break
      }
    }
    return Folding.fold(left.bytes).withView { left in
      Folding.fold(right.bytes).withView { right in Self.relates(left, right, affix) }
    }
  }

  private static func relates(_ left: ByteView, _ right: ByteView, _ affix: Affix) -> Bool {
    switch affix {
    case .whole: left == right
    case .contains: left.firstRange(of: right) != nil
    case .startsWith: left.starts(with: right)
    case .endsWith: left.matches(right, at: left.count - right.count)
    }
  }
}

private func equalsIgnoringCase(_ value: ByteView, _ literal: StaticString) -> Bool {
  unsafe Glob.equalASCII(value, 0, ByteView(literal.utf8Start, count: literal.utf8CodeUnitCount))
}

extension Event {
  /// Whether only the record's values count as its text, not the names and signs between them.
  @inline(__always)
  var isStructured: Bool { format == .json || format == .journalJSON || format == .docker }

  /// Whether it has a message that is more, or less, than the record.
  @inline(__always)
  var hasOwnMessage: Bool { message.count != record.count && !message.isEmpty }
}

extension Comparison {
  /// Whether an order (-1, 0, 1) is what the comparison asks for.
  func holds(_ order: Int) -> Bool {
    switch self {
    case .equal: order == 0
    case .less: order < 0
    case .lessOrEqual: order <= 0
    case .greater: order > 0
    case .greaterOrEqual: order >= 0
    }
  }
}

extension Network {
  /// Whether a value is an address in the network. Its family is the one that it is written in: what has a colon is IPv6, also where
  /// it is an IPv4-mapped address such as `::ffff:192.0.2.1`.
  func contains(_ value: ByteView) -> Bool {
    guard let address = IPAddress.parse(value) else { return false }
    return contains(address, isV4: value.firstIndex(of: 0x3A) == nil)
  }

  /// Whether an address lies in the network. An IPv4-mapped one is the IPv4 address that it means.
  func contains(_ address: IPAddress) -> Bool { contains(address, isV4: address.isV4) }

  private func contains(_ address: IPAddress, isV4: Bool) -> Bool {
    guard isV4 == (bytes.count == 4) else { return false }
    let own = address.bytes.suffix(bytes.count)
    for (index, (byte, other)) in zip(bytes, own).enumerated() {
      let bits = max(0, min(8, prefix - index * 8))
      if (byte ^ other) >> UInt8(8 - bits) != 0, bits > 0 { return false }
    }
    return true
  }
}
