/// Walks one JSON object (RFC 8259) and adds its values under dotted names; no tree is built.
///
/// Keys that no rule and no format names are stepped over. What had to be unescaped in them is kept as nameless values, so that
/// keywords still find it.
struct JSONReader {
  private let text: ByteView
  private let event: Event
  private let names: NameIndex
  private var at = 0
  /// The values that mean something to the event.
  private(set) var roles = RoleValues()
  /// Whether the text ended inside the object: a line that was cut.
  private(set) var isCut = false

  /// Deeper objects and arrays are stepped over.
  private static let depthLimit = 64

  init(_ text: ByteView, names: NameIndex, event: Event) {
    self.text = text
    self.names = names
    self.event = event
  }

  /// Reads the object that the text is; false where it is none.
  mutating func read() -> Bool {
    event.namePath.truncate(to: 0)
    guard text.byte(0) == 0x7B, object(depth: 1) else { return false }
    skipSpace()
    return at >= text.count
  }

  /// Whether the record is the journal's, once that was asked.
  private var ofJournal: Bool?
  /// Whether a rule knows a name that was put together from several keys.
  private(set) var hasNestedNames = false

  /// Where in the path the own names of an unwrapped object's members begin; -1 outside such objects.
  private var ownNames = -1

  /// What a member's key means.
  private struct Member {
    var id: FieldID
    var role: KeyRole
    /// Other names of the value, and what shapes know it by.
    var alias: FieldID
    var ownName = FieldID.unnamed
    var slot: UInt8
    var isPrefix: Bool
    var isUnwrapped: Bool
    var name: ByteView
    /// Whether a rule knows the name, and it has dots.
    var isDotted: Bool
    /// Journal JSON writes what is no UTF-8 as an array of bytes.
    var mayBeBytes: Bool

    var hasOtherName: Bool { alias != .unnamed || ownName != .unnamed }
  }

  @inline(__always)
  private mutating func skipSpace() {
    while at < text.count, text[at] <= 0x20, text[at] == 0x20 || text[at] == 0x09 || text[at] == 0x0A || text[at] == 0x0D {
      at += 1
    }
  }

  /// The byte at the cursor; 0, and the text counts as cut, at its end.
  @inline(__always)
  private mutating func peek() -> UInt8 {
    if at < text.count { return text[at] }
    isCut = true
    return 0
  }

  /// From `{` to behind `}`.
  private mutating func object(depth: Int) -> Bool {
    at += 1
    skipSpace()
    if peek() == 0x7D {
      at += 1
      return true
    }
    while true {
      guard peek() == 0x22 else { return isCut }
      let key = string()
      if isCut { return true }
      skipSpace()
      guard peek() == 0x3A else { return isCut }
      at += 1
      skipSpace()
      guard member(key, depth: depth) else { return false }
      skipSpace()
      let next = peek()
      if next == 0x2C {
        at += 1
        skipSpace()
      } else if next == 0x7D {
        at += 1
        return true
      } else {
        return isCut
      }
    }
  }

  /// A member's value, whose key was read; the path ends as it began.
  @inline(__always)
  private mutating func member(_ key: ByteView, depth: Int) -> Bool {
    let opening = peek()
    let isContainer = opening == 0x7B || opening == 0x5B
    let mark = event.namePath.count
    let first = event.fields.count
    if mark == 0, !isContainer {
      let member = resolve(key)
      let isRead = scalar(member)
      if member.isDotted { event.noteWhole(member.id, from: first) }
      return isRead
    }
    guard event.namePath.push(key) else { return skip() }
    var member = resolve(event.namePath.view)
    if ownNames >= 0 { addOwnName(&member) }
    if mark > 0, member.isDotted { hasNestedNames = true }
    member.mayBeBytes = depth == 1 && (key.byte(0).isUpper || key.byte(0) == 0x5F)
    let isRead = isContainer ? container(member, depth: depth) : scalar(member)
    event.namePath.truncate(to: mark)
    if mark == 0, member.isDotted { event.noteWhole(member.id, from: first) }
    return isRead
  }

  @inline(__always)
  private func resolve(_ name: ByteView) -> Member {
    let known = names.entry(name)
    let isKept = known.id == .unnamed && event.keepsUnnamedFields
    return Member(
      id: known.id, role: known.role, alias: known.alias, slot: known.slot,
      isPrefix: known.isPrefix || event.keepsUnnamedFields, isUnwrapped: known.isUnwrapped,
      name: isKept ? event.arena.copy(name) : .empty, isDotted: known.isDotted, mayBeBytes: false)
  }

  /// In an unwrapped object a member has a name of its own beside the whole one.
  private func addOwnName(_ member: inout Member) {
    let known = names.entry(event.namePath.view.from(ownNames))
    member.ownName = known.id
    if member.alias == .unnamed { member.alias = known.alias }
    if member.slot == NameIndex.Entry.noSlot { member.slot = known.slot }
    if known.isPrefix { member.isPrefix = true }
  }

  private mutating func container(_ member: Member, depth: Int) -> Bool {
    if depth >= Self.depthLimit { return skip() }
    if member.slot != NameIndex.Entry.noSlot { event.noteShape(member.slot, .empty) }
    if text[at] == 0x7B {
      if member.isUnwrapped { return unwrapped(member, depth: depth) }
      if member.id != .unnamed { event.add(member.id, .empty, .container) }
      return member.isPrefix ? object(depth: depth + 1) : skip()
    }
    if member.mayBeBytes, isOfJournal(), let bytes = byteArray() {
      add(member, bytes, .text)
      return true
    }
    guard member.id != .unnamed || member.hasOtherName || member.isPrefix || member.role.kind != .none else { return skip() }
    let first = event.fields.count
    let isRead = array(member, depth: depth + 1)
    noteArray(member, from: first)
    return isRead
  }

  /// An object whose members go by their own names, too.
  private mutating func unwrapped(_ member: Member, depth: Int) -> Bool {
    if member.id != .unnamed { event.add(member.id, .empty, .container) }
    let outer = ownNames
    ownNames = event.namePath.count + 1
    let isRead = object(depth: depth + 1)
    ownNames = outer
    return isRead
  }

  /// From `[` to behind `]`: each element is a value of the same name.
  private mutating func array(_ member: Member, depth: Int) -> Bool {
    at += 1
    skipSpace()
    if peek() == 0x5D {
      at += 1
      return true
    }
    while true {
      switch peek() {
      case 0x7B:
        guard depth < Self.depthLimit && member.isPrefix ? object(depth: depth + 1) : skip() else { return false }
      case 0x5B:
        guard depth < Self.depthLimit ? array(member, depth: depth + 1) : skip() else { return false }
      default:
        guard scalar(member) else { return false }
      }
      skipSpace()
      let next = peek()
      at += 1
      if next == 0x5D { return true }
      guard next == 0x2C else { return isCut }
      skipSpace()
    }
  }

  /// An array of objects, or of nothing, has no values of its own from `first` on, but it is there.
  private func noteArray(_ member: Member, from first: Int) {
    guard member.id != .unnamed else { return }
    let fields = event.fields
    for index in first..<fields.count where fields[index].id == member.id { return }
    event.add(member.id, .empty, .container)
  }

  /// A string, number, `true`, `false` or `null`.
  @inline(__always)
  private mutating func scalar(_ member: Member) -> Bool {
    let first = peek()
    if first == 0x22 {
      add(member, string(isLog: member.role.kind == .log), .text)
      return true
    }
    let start = at
    while at < text.count, text[at].isDigit || text[at].isLetter || text[at] == 0x2D || text[at] == 0x2E || text[at] == 0x2B {
      at += 1
    }
    let word = text.slice(start, at)
    if first.isDigit || first == 0x2D && word.byte(1).isDigit {
      add(member, word, .number)
    } else if word == "true" || word == "false" {
      add(member, word, .boolean)
    } else if word == "null" {
      if member.hasOtherName { addOtherNames(member, word, .null) }
      event.add(named: member.name, id: member.id, word, .null)
    } else {
      return at >= text.count && (isCut || word.count < 5)
    }
    return true
  }

  @inline(__always)
  private mutating func add(_ member: Member, _ value: ByteView, _ kind: ValueKind) {
    if member.role.kind != .none { roles.note(member.role, value) }
    if member.slot != NameIndex.Entry.noSlot { event.noteShape(member.slot, value) }
    if member.hasOtherName { addOtherNames(member, value, kind) }
    if member.id != .unnamed {
      event.add(member.id, value, kind)
    } else if event.keepsUnnamedFields {
      event.add(named: member.name, id: .unnamed, value, kind)
    } else if kind == .text, lastWasEscaped {
      event.add(.unnamed, value)
    }
  }

  private func addOtherNames(_ member: Member, _ value: ByteView, _ kind: ValueKind) {
    if member.alias != .unnamed, member.alias != member.id { event.add(member.alias, value, kind) }
    if member.ownName != .unnamed, member.ownName != member.id { event.add(member.ownName, value, kind) }
  }

  /// Whether the string read last had to be unescaped.
  private var lastWasEscaped = false

  /// A string from its opening quote to behind its closing one, unescaped; `isLog` is of what a container wrote.
  @inline(__always)
  private mutating func string(isLog: Bool = false) -> ByteView {
    let start = at + 1
    lastWasEscaped = false
    guard let hit = text.firstIndex(of: 0x22, or: 0x5C, from: start) else {
      isCut = true
      at = text.count
      return text.from(min(start, text.count))
    }
    if text[hit] == 0x22 {
      at = hit + 1
      return text.slice(start, hit)
    }
    return escapedString(from: start, firstEscape: hit, isLog: isLog)
  }

  private mutating func escapedString(from start: Int, firstEscape: Int, isLog: Bool) -> ByteView {
    let end = text.closingQuote(from: firstEscape)
    if end == nil { isCut = true }
    let raw = text.slice(start, end ?? text.count)
    at = min((end ?? text.count) + 1, text.count)
    // A newline at the very end, as container runtimes write it, is dropped without a copy.
    if isLog, firstEscape - start == raw.count - 2, raw[raw.count - 1] == 0x6E { return raw.slice(0, raw.count - 2) }
    lastWasEscaped = true
    event.hasEscapes = true
    return JSONText.unescape(raw, into: event.arena)
  }

  /// Whether the record is an entry of the journal: elsewhere an array of numbers is one.
  private mutating func isOfJournal() -> Bool {
    if let ofJournal { return ofJournal }
    let isIt = text.contains("__REALTIME_TIMESTAMP\"")
    ofJournal = isIt
    return isIt
  }

  /// `[72,101,…]` as the bytes it spells, or nil, with the cursor where it was.
  private mutating func byteArray() -> ByteView? {
    guard let end = text.firstIndex(of: 0x5D, from: at) else { return nil }
    guard let bytes = JSONText.bytes(text.slice(at + 1, end), into: event.arena) else { return nil }
    at = end + 1
    event.hasEscapes = true
    lastWasEscaped = true
    return bytes
  }

  /// Steps over a value of any kind.
  private mutating func skip() -> Bool {
    var depth = 0
    repeat {
      switch peek() {
      case 0x22:
        let value = string()
        if lastWasEscaped { event.add(.unnamed, value) }
      case 0x7B, 0x5B:
        depth += 1
        at += 1
      case 0x7D, 0x5D:
        depth -= 1
        at += 1
      case 0:
        if isCut { return true }
        return false
      default:
        at += 1
        while depth == 0, at < text.count, text[at] != 0x2C, text[at] != 0x7D, text[at] != 0x5D { at += 1 }
      }
    } while depth > 0
    return true
  }
}
