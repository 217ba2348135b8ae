/// Walks one JSON object (RFC 8259) and adds its values under dotted names; no tree is built.
///
/// Keys that no rule and no format names are stepped over. What had to be unescaped in them is kept as nameless values, so that
/// keywords still find it.
struct JSONReader {
  private let text: ByteView
  private let event: Event
  private let names: NameIndex
  private let keys: JSONKeyTable
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
    event.jsonKeys.use(names)
    keys = event.jsonKeys.table
  }

  /// Reads the object that the text is; false where it is none.
  mutating func read() -> Bool {
    event.namePath.truncate(to: 0)
    guard text.byte(0) == 0x7B, object(depth: 1, of: JSONKeyTable.root) else { return false }
    skipSpace()
    return at >= text.count
  }

  /// Whether the record is the journal's, once that was asked.
  private var ofJournal: Bool?
  /// Whether a rule knows a name that was put together from several keys.
  private(set) var hasNestedNames = false

  /// Where in the path the own names of an unwrapped object's members begin; -1 outside such objects.
  private var ownNames = -1

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
  private mutating func object(depth: Int, of node: Int32) -> Bool {
    var last = node
    at += 1
    skipSpace()
    if peek() == 0x7D {
      at += 1
      return true
    }
    while true {
      let known = keys.step(over: text, &at, below: node, after: last)
      if known > 0 {
        last = known
        skipSpace()
        guard member(known, depth: depth, of: node) else { return false }
      } else {
        guard peek() == 0x22 else { return isCut }
        let key = string()
        if isCut { return true }
        skipSpace()
        guard peek() == 0x3A else { return isCut }
        at += 1
        skipSpace()
        guard member(key, depth: depth, of: node, after: &last) else { return false }
      }
      skipSpace()
      let next = peek()
      if next == 0x2C {
        at &+= 1
        skipSpace()
      } else if next == 0x7D {
        at &+= 1
        return true
      } else {
        return isCut
      }
    }
  }

  /// A member's value, whose key was read. `last` is the node of the member before.
  private mutating func member(_ key: ByteView, depth: Int, of parent: Int32, after last: inout Int32) -> Bool {
    let opening = peek()
    let isContainer = opening == 0x7B || opening == 0x5B
    guard parent >= 0 else { return strange(key, depth: depth, isContainer: isContainer) }
    let node = keys.find(key, below: parent, after: last, names)
    guard node > 0 else { return strange(key, depth: depth, below: parent, isContainer: isContainer) }
    last = node
    return member(node, depth: depth, of: parent)
  }

  /// The value of a member that is known.
  private mutating func member(_ node: Int32, depth: Int, of parent: Int32) -> Bool {
    let opening = peek()
    let isContainer = opening == 0x7B || opening == 0x5B
    if keys[node].meaning.isDotted {
      if parent == JSONKeyTable.root {
        return whole(
          member(of: node), mayBeBytes: Self.mayBeBytes(keys.path(node), depth), depth: depth, isContainer: isContainer)
      }
      hasNestedNames = true
    }
    if isContainer {
      var member = member(of: node)
      member.mayBeBytes = Self.mayBeBytes(keys.path(node), depth)
      return container(member, depth: depth)
    }
    let start = at
    guard let (value, kind) = value(isLog: keys[node].meaning.role.kind == .log) else { return isCutWord(from: start) }
    if keys[node].meaning.isMore { addMore(keys[node].meaning, value, kind) }
    let id = keys[node].meaning.id
    if id == .unnamed, keys[node].meaning.hasOtherName, !event.keepsNames {
      // Keywords find it under its other name.
    } else if id == .unnamed, event.keepsUnnamedFields {
      event.add(named: keys.path(node), id: .unnamed, value, kind)
    } else {
      addItself(id, value, kind)
    }
    return true
  }

  private func member(of node: Int32) -> JSONMember {
    let isKept = keys[node].meaning.id == .unnamed && event.keepsUnnamedFields
    return JSONMember(meaning: keys[node].meaning, node: node, name: isKept ? keys.path(node) : .empty)
  }

  /// A member whose key is a whole dotted name.
  private mutating func whole(_ member: JSONMember, mayBeBytes: Bool, depth: Int, isContainer: Bool) -> Bool {
    let first = event.fields.count
    var member = member
    member.mayBeBytes = isContainer && mayBeBytes
    let isRead = isContainer ? container(member, depth: depth) : scalar(member)
    event.noteWhole(member.meaning.id, from: first)
    return isRead
  }

  @inline(__always)
  private static func mayBeBytes(_ key: ByteView, _ depth: Int) -> Bool {
    depth == 1 && (key.byte(0).isUpper || key.byte(0) == 0x5F)
  }

  /// A member of an object that is known, whose own key is not and has no room.
  private mutating func strange(_ key: ByteView, depth: Int, below parent: Int32, isContainer: Bool) -> Bool {
    let outer = ownNames
    if parent != JSONKeyTable.root { _ = event.namePath.push(keys.path(parent)) }
    ownNames = Int(keys[parent].ownNames)
    let isRead = strange(key, depth: depth, isContainer: isContainer)
    ownNames = outer
    event.namePath.truncate(to: 0)
    return isRead
  }

  /// A member whose key is not kept; the path ends as it began.
  private mutating func strange(_ key: ByteView, depth: Int, isContainer: Bool) -> Bool {
    let mark = event.namePath.count
    if mark == 0, !isContainer {
      let member = resolve(key)
      return member.meaning.isDotted ? whole(member, mayBeBytes: false, depth: depth, isContainer: false) : scalar(member)
    }
    guard event.namePath.push(key) else { return skip() }
    var member = resolve(event.namePath.view)
    if ownNames >= 0 { member.meaning.add(ownName: event.namePath.view.from(ownNames), names) }
    member.mayBeBytes = Self.mayBeBytes(key, depth)
    let isRead: Bool
    if mark == 0, member.meaning.isDotted {
      isRead = whole(member, mayBeBytes: member.mayBeBytes, depth: depth, isContainer: isContainer)
    } else {
      if member.meaning.isDotted { hasNestedNames = true }
      isRead = isContainer ? container(member, depth: depth) : scalar(member)
    }
    event.namePath.truncate(to: mark)
    return isRead
  }

  private func resolve(_ name: ByteView) -> JSONMember {
    let meaning = JSONMeaning(names.entry(name))
    let isKept = meaning.id == .unnamed && event.keepsUnnamedFields
    return JSONMember(meaning: meaning, node: JSONKeyTable.none, name: isKept ? event.arena.copy(name) : .empty)
  }

  private mutating func container(_ member: JSONMember, depth: Int) -> Bool {
    if depth >= Self.depthLimit { return skip() }
    let meaning = member.meaning
    if meaning.slot != NameIndex.Entry.noSlot { event.noteShape(meaning.slot, .empty) }
    let isOpened = meaning.isPrefix || event.keepsUnnamedFields
    if text[at] == 0x7B {
      if meaning.isUnwrapped { return unwrapped(member, depth: depth) }
      if meaning.id != .unnamed { event.add(meaning.id, .empty, .container) }
      return isOpened ? object(depth: depth + 1, of: member.node) : skip()
    }
    if member.mayBeBytes, isOfJournal(), let bytes = byteArray() {
      add(member, bytes, .text)
      return true
    }
    guard meaning.id != .unnamed || meaning.hasOtherName || isOpened || meaning.role.kind != .none else { return skip() }
    let first = event.fields.count
    let isRead = array(member, depth: depth + 1)
    noteArray(member, from: first)
    return isRead
  }

  /// An object whose members go by their own names, too.
  private mutating func unwrapped(_ member: JSONMember, depth: Int) -> Bool {
    if member.meaning.id != .unnamed { event.add(member.meaning.id, .empty, .container) }
    let outer = ownNames
    ownNames = event.namePath.count + 1
    let isRead = object(depth: depth + 1, of: member.node)
    ownNames = outer
    return isRead
  }

  /// From `[` to behind `]`: each element is a value of the same name.
  private mutating func array(_ member: JSONMember, depth: Int) -> Bool {
    at += 1
    skipSpace()
    if peek() == 0x5D {
      at += 1
      return true
    }
    let isOpened = depth < Self.depthLimit && (member.meaning.isPrefix || event.keepsUnnamedFields)
    while true {
      switch peek() {
      case 0x7B:
        guard isOpened ? object(depth: depth + 1, of: member.node) : skip() else { return false }
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
  private func noteArray(_ member: JSONMember, from first: Int) {
    let id = member.meaning.id
    guard id != .unnamed else { return }
    let fields = event.fields
    for index in first..<fields.count where fields[index].id == id { return }
    event.add(id, .empty, .container)
  }

  private mutating func scalar(_ member: JSONMember) -> Bool {
    let start = at
    guard let (value, kind) = value(isLog: member.meaning.role.kind == .log) else { return isCutWord(from: start) }
    add(member, value, kind)
    return true
  }

  /// A string, number, `true`, `false` or `null`; nil, with the cursor behind what may be a word, where there is none.
  @inline(__always)
  private mutating func value(isLog: Bool) -> (ByteView, ValueKind)? {
    let first = peek()
    if first == 0x22 { return (string(isLog: isLog), .text) }
    let start = at
    while at < text.count, text[at].isDigit || text[at].isLetter || text[at] == 0x2D || text[at] == 0x2E || text[at] == 0x2B {
      at += 1
    }
    let word = text.slice(start, at)
    if first.isDigit || first == 0x2D && word.byte(1).isDigit { return (word, .number) }
    if word == "true" || word == "false" { return (word, .boolean) }
    return word == "null" ? (word, .null) : nil
  }

  /// Whether the text ends in what may be the beginning of a word.
  private func isCutWord(from start: Int) -> Bool { at >= text.count && (isCut || at - start < 5) }

  private mutating func add(_ member: JSONMember, _ value: ByteView, _ kind: ValueKind) {
    if member.meaning.isMore { addMore(member.meaning, value, kind) }
    if member.meaning.id == .unnamed, event.keepsUnnamedFields {
      event.add(named: member.name, id: .unnamed, value, kind)
    } else {
      addItself(member.meaning.id, value, kind)
    }
  }

  /// A value under its whole name, if it has one. What was unescaped is kept for keywords.
  @inline(__always)
  private func addItself(_ id: FieldID, _ value: ByteView, _ kind: ValueKind) {
    if id != .unnamed {
      event.add(id, value, kind)
    } else if kind == .text, lastWasEscaped {
      event.add(.unnamed, value)
    }
  }

  /// What else a value is, beside that of its whole name.
  @inline(__always)
  private mutating func addMore(_ meaning: JSONMeaning, _ value: ByteView, _ kind: ValueKind) {
    if kind != .null {
      if meaning.role.kind != .none { roles.note(meaning.role, value) }
      if meaning.slot != NameIndex.Entry.noSlot { event.noteShape(meaning.slot, value) }
    }
    if meaning.alias != .unnamed, meaning.alias != meaning.id { event.add(meaning.alias, value, kind) }
    if meaning.ownName != .unnamed, meaning.ownName != meaning.id { event.add(meaning.ownName, value, kind) }
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
    // A newline at the very end, as container runtimes write it, is dropped without a copy.
    if isLog, text.byte(firstEscape + 1) == 0x6E, firstEscape + 2 == text.count || text.byte(firstEscape + 2) == 0x22 {
      isCut = isCut || firstEscape + 2 == text.count
      at = min(firstEscape + 3, text.count)
      return text.slice(start, firstEscape)
    }
    lastWasEscaped = true
    event.hasEscapes = true
    let (value, end) = JSONText.read(text, from: start, into: event)
    if end == nil { isCut = true }
    at = min((end ?? text.count) + 1, text.count)
    return value
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
