/// Dotted names and their values, written as nested JSON objects in the order in which names were first seen.
///
/// - Several values of one name become an array.
/// - Where `a` has values and `a.b` too, those of `a` move to `a.value`.
/// - A name nests at most `depthLimit` deep; what is left of it is one key, dots and all. A name with an empty part (`a..b`) is one
///   key as a whole.
/// - Keys are compared as written, so that no object names a key twice.
///
/// Each part of a name costs one look-up in a hash table, so the whole is linear in its input. Records of one kind bring the same
/// names again and again: `removeAll` keeps names and memory, up to a limit, and who numbers his names saves the look-ups, too.
public struct NestedObject {
  public static let depthLimit = 12

  /// A name's part. Links are 0 where there is none, which the root never is the target of; values are numbered from 0, none is -1.
  private struct Node {
    var keyStart: Int32
    var keyEnd: Int32
    var hash: UInt64
    var parent: Int32
    /// The object that it was last part of.
    var object: UInt32 = 0
    var firstChild: Int32 = 0
    var lastChild: Int32 = 0
    var next: Int32 = 0
    var firstValue: Int32 = -1
    var lastValue: Int32 = -1
    /// What a container without members is: `{` or `[`; 0 where the name is no container.
    var brackets: UInt8 = 0
  }

  private struct Value {
    var start: Int32
    var end: Int32
    var next: Int32 = -1
  }

  /// Keys (without quotation marks) and values as JSON, one after the other.
  private var keys: [UInt8] = []
  private var text: [UInt8] = []
  /// Names of this object and of earlier ones; the root is node 0.
  private var nodes: [Node] = []
  private var values: [Value] = []
  /// Nodes of this object, each after the one it is part of.
  private var present: [Int32] = []
  /// Open addressing over (parent, key): node, or 0 where empty.
  private var slots: [Int32] = []
  /// Nodes by their callers' numbers, 0 where not yet known.
  private var numbered: [Int32] = []
  /// Counts objects, from 1.
  private var object: UInt32 = 0

  /// More names than this are not kept for the next object.
  private static let keptNames = 2_048

  public init() { removeAll() }

  /// Begins another object.
  public mutating func removeAll() {
    if nodes.isEmpty || nodes.count > Self.keptNames || object == .max { forgetNames() }
    object += 1
    text.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
    present.removeAll(keepingCapacity: true)
    nodes[0] = Node(keyStart: 0, keyEnd: 0, hash: 0, parent: 0)
  }

  private mutating func forgetNames() {
    nodes = [Node(keyStart: 0, keyEnd: 0, hash: 0, parent: 0)]
    keys.removeAll(keepingCapacity: true)
    slots = Array(repeating: 0, count: 128)
    numbered.removeAll(keepingCapacity: true)
    object = 0
  }

  /// Adds a value in the type its record gave it; a container only says that the name is there.
  public mutating func add(_ name: ByteView, _ value: ByteView, _ kind: ValueKind = .text, numeric: Bool = false) {
    if kind == .container {
      let index = node(named: name)
      include(index)
      nodes[index].brackets = value.count > 0 && value[0] == UInt8(ascii: "[") ? UInt8(ascii: "[") : UInt8(ascii: "{")
      return
    }
    add(to: node(named: name)) { Self.write(value, kind, numeric: numeric, to: &$0) }
  }

  /// The same for a name that always goes by the same small number.
  mutating func add(_ name: ByteView, number: Int, _ value: ByteView, _ kind: ValueKind, numeric: Bool) {
    if kind == .container { return add(name, value, kind) }
    add(to: node(named: name, number: number)) { Self.write(value, kind, numeric: numeric, to: &$0) }
  }

  private static func write(_ value: ByteView, _ kind: ValueKind, numeric: Bool, to out: inout [UInt8]) {
    if numeric, value.count <= 15, let number = value.decimal {
      JSONWriter.number(number, to: &out)
    } else {
      JSONWriter.value(value, kind, to: &out)
    }
  }

  /// Adds a text, or a number where ECS has a number for that name and the text is one.
  public mutating func add(_ name: String, _ value: String) {
    name.withView { name in value.withView { add(name, $0, numeric: ECSField.isNumeric(name)) } }
  }

  /// Adds a value that `write` appends as one JSON value.
  public mutating func add(_ name: String, json write: (inout [UInt8]) -> Void) {
    name.withView { add($0, json: write) }
  }

  mutating func add(_ name: ByteView, json write: (inout [UInt8]) -> Void) { add(to: node(named: name), json: write) }

  mutating func add(_ name: ByteView, number: Int, json write: (inout [UInt8]) -> Void) {
    add(to: node(named: name, number: number), json: write)
  }

  @inline(__always)
  private mutating func add(to index: Int, json write: (inout [UInt8]) -> Void) {
    include(index)
    let start = text.count
    write(&text)
    values.append(Value(start: Int32(start), end: Int32(text.count)))
    let value = Int32(values.count - 1)
    let last = nodes[index].lastValue
    nodes[index].lastValue = value
    if last >= 0 { values[Int(last)].next = value } else { nodes[index].firstValue = value }
  }

  /// Makes a node, and what it is part of, part of this object.
  private mutating func include(_ index: Int) {
    if nodes[index].object == object || index == 0 { return }
    let parent = Int(nodes[index].parent)
    include(parent)
    let old = nodes[index]
    nodes[index] = Node(keyStart: old.keyStart, keyEnd: old.keyEnd, hash: old.hash, parent: old.parent, object: object)
    present.append(Int32(index))
    let last = Int(nodes[parent].lastChild)
    nodes[parent].lastChild = Int32(index)
    if last != 0 { nodes[last].next = Int32(index) } else { nodes[parent].firstChild = Int32(index) }
  }

  private mutating func node(named name: ByteView, number: Int) -> Int {
    if number < numbered.count, numbered[number] != 0 { return Int(numbered[number]) }
    while numbered.count <= number { numbered.append(0) }
    let index = node(named: name)
    numbered[number] = Int32(index)
    return index
  }

  /// The node of a dotted name, new if need be.
  private mutating func node(named name: ByteView) -> Int {
    var parent = 0
    var start = 0
    var depth = 1
    if hasEmptyPart(name) { return child(of: 0, name) }
    for index in 0..<name.count where name[index] == UInt8(ascii: ".") && depth < Self.depthLimit {
      parent = child(of: parent, name.slice(start, index))
      start = index + 1
      depth += 1
    }
    return child(of: parent, name.from(start))
  }

  private func hasEmptyPart(_ name: ByteView) -> Bool {
    var last = UInt8(ascii: ".")
    for index in 0..<name.count {
      if name[index] == UInt8(ascii: "."), last == UInt8(ascii: ".") { return true }
      last = name[index]
    }
    return last == UInt8(ascii: ".")
  }

  private mutating func child(of parent: Int, _ part: ByteView) -> Int {
    if JSONWriter.isPlain(part) { return child(of: parent, written: part) }
    // Names are told apart as written: two that are ill-formed in different ways may be written alike.
    var written: [UInt8] = []
    JSONWriter.string(part, to: &written)
    return written.withView { child(of: parent, written: $0.slice(1, $0.count - 1)) }
  }

  /// The member of that key, which is JSON without its quotation marks.
  private mutating func child(of parent: Int, written key: ByteView) -> Int {
    let hash = key.hash(seed: UInt64(parent) &* 0x9E37_79B9_7F4A_7C15)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != 0 {
      let found = Int(slots[slot])
      if nodes[found].hash == hash, nodes[found].parent == Int32(parent), isKey(of: found, key) { return found }
      slot = (slot + 1) & (slots.count - 1)
    }
    let index = nodes.count
    let start = keys.count
    key.append(to: &keys)
    nodes.append(Node(keyStart: Int32(start), keyEnd: Int32(keys.count), hash: hash, parent: Int32(parent)))
    slots[slot] = Int32(index)
    if nodes.count * 2 > slots.count { grow() }
    return index
  }

  @inline(__always)
  private func isKey(of index: Int, _ key: ByteView) -> Bool {
    keys.withView { $0.slice(Int(nodes[index].keyStart), Int(nodes[index].keyEnd)) == key }
  }

  private mutating func grow() {
    slots = Array(repeating: 0, count: slots.count * 2)
    for index in 1..<nodes.count {
      var slot = Int(truncatingIfNeeded: nodes[index].hash) & (slots.count - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(index)
    }
  }

  /// Appends the object.
  public mutating func write(to out: inout [UInt8]) {
    resolveConflicts()
    // What each name takes beside its key (marks, colon, comma, brackets) is at most six bytes, each value a comma.
    let room = keys.count + text.count + nodes.count * 6 + values.count + 2
    keys.withView { keys in
      text.withView { text in
        var pen = Pen(out: ByteRoom(capacity: room), keys: keys, text: text)
        write(0, &pen)
        pen.out.bytes.append(to: &out)
      }
    }
  }

  /// Moves the values of names that have members, too, to their member `value`, ahead of what that holds.
  private mutating func resolveConflicts() {
    // A member stands after its object, so one ascending pass also mends what it causes itself.
    var at = 0
    while at < present.count {
      let index = Int(present[at])
      at += 1
      guard nodes[index].firstChild != 0, nodes[index].firstValue >= 0 else { continue }
      let member = Array("value".utf8).withView { child(of: index, $0) }
      include(member)
      let (first, last) = (nodes[index].firstValue, nodes[index].lastValue)
      values[Int(last)].next = nodes[member].firstValue
      nodes[member].firstValue = first
      if nodes[member].lastValue < 0 { nodes[member].lastValue = last }
      (nodes[index].firstValue, nodes[index].lastValue) = (-1, -1)
    }
  }

  /// Where the object is written, and from what.
  private struct Pen: ~Copyable {
    var out: ByteRoom
    let keys: ByteView
    let text: ByteView
  }

  private func write(_ index: Int, _ pen: inout Pen) {
    let node = nodes[index]
    if node.firstValue >= 0 { return writeValues(from: Int(node.firstValue), &pen) }
    let isArray = node.brackets == UInt8(ascii: "[") && node.firstChild == 0
    pen.out.append(isArray ? UInt8(ascii: "[") : UInt8(ascii: "{"))
    var member = Int(node.firstChild)
    while member != 0 {
      pen.out.append(UInt8(ascii: "\""))
      pen.out.append(pen.keys.slice(Int(nodes[member].keyStart), Int(nodes[member].keyEnd)))
      pen.out.append(UInt8(ascii: "\""))
      pen.out.append(UInt8(ascii: ":"))
      write(member, &pen)
      member = Int(nodes[member].next)
      if member != 0 { pen.out.append(UInt8(ascii: ",")) }
    }
    pen.out.append(isArray ? UInt8(ascii: "]") : UInt8(ascii: "}"))
  }

  private func writeValues(from first: Int, _ pen: inout Pen) {
    let isArray = values[first].next >= 0
    if isArray { pen.out.append(UInt8(ascii: "[")) }
    var value = first
    while value >= 0 {
      if value != first { pen.out.append(UInt8(ascii: ",")) }
      pen.out.append(pen.text.slice(Int(values[value].start), Int(values[value].end)))
      value = Int(values[value].next)
    }
    if isArray { pen.out.append(UInt8(ascii: "]")) }
  }
}
