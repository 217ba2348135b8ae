/// Dotted names and their values, written as nested JSON objects in the order in which names were first seen.
///
/// - Several values of one name become an array.
/// - Where `a` has values and `a.b` too, those of `a` move to `a.value`.
/// - A name nests at most `depthLimit` deep; what is left of it is one key, dots and all. A name with an empty part (`a..b`) is one
///   key as a whole.
/// - Keys are compared as written, so that no object names a key twice.
///
/// Each part of a name costs one look-up in a hash table, so the whole is linear in its input. `removeAll` keeps the memory.
public struct NestedObject {
  public static let depthLimit = 12

  private struct Node {
    var key: Range<Int>
    var hash: UInt64
    var parent: Int
    var firstChild = 0
    var lastChild = 0
    var next = 0
    var firstValue = -1
    var lastValue = -1
    /// What a container without members is: `{` or `[`; 0 where the name is no container.
    var brackets: UInt8 = 0
  }

  private struct Value {
    var text: Range<Int>
    var next = -1
  }

  /// Keys and values as JSON, one after the other.
  private var keys: [UInt8] = []
  private var text: [UInt8] = []
  /// The root is node 0, so that 0 means "none" in the links of all others.
  private var nodes: [Node] = []
  private var values: [Value] = []
  /// Open addressing over (parent, key): node, or 0 where empty.
  private var slots: [Int32] = Array(repeating: 0, count: 128)

  public init() { removeAll() }

  public mutating func removeAll() {
    if nodes.count > 1 { for index in slots.indices { slots[index] = 0 } }
    keys.removeAll(keepingCapacity: true)
    text.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
    nodes.removeAll(keepingCapacity: true)
    nodes.append(Node(key: 0..<0, hash: 0, parent: 0))
  }

  /// Adds a value in the type its record gave it; a container only says that the name is there.
  public mutating func add(_ name: ByteView, _ value: ByteView, _ kind: ValueKind = .text, numeric: Bool = false) {
    if kind == .container {
      nodes[node(named: name)].brackets = value.count > 0 && value[0] == UInt8(ascii: "[") ? UInt8(ascii: "[") : UInt8(ascii: "{")
      return
    }
    add(name) { out in
      if numeric, let number = value.decimal, value.count <= 15 {
        JSONWriter.number(number, to: &out)
      } else {
        JSONWriter.value(value, kind, to: &out)
      }
    }
  }

  /// Adds a text, or a number where ECS has a number for that name and the text is one.
  public mutating func add(_ name: String, _ value: String) {
    Array(name.utf8).withView { name in
      Array(value.utf8).withView { value in add(name, value, numeric: ECSField.isNumeric(name)) }
    }
  }

  /// Adds a value that `write` appends as one JSON value.
  public mutating func add(_ name: String, json write: (inout [UInt8]) -> Void) {
    Array(name.utf8).withView { add($0, json: write) }
  }

  @inline(__always)
  mutating func add(_ name: ByteView, json write: (inout [UInt8]) -> Void) {
    let index = node(named: name)
    let start = text.count
    write(&text)
    values.append(Value(text: start..<text.count))
    let value = values.count - 1
    if nodes[index].lastValue >= 0 { values[nodes[index].lastValue].next = value } else { nodes[index].firstValue = value }
    nodes[index].lastValue = value
  }

  /// The node of a dotted name, new if need be.
  private mutating func node(named name: ByteView) -> Int {
    if hasEmptyPart(name) { return child(of: 0, name) }
    var parent = 0
    var start = 0
    for _ in 1..<Self.depthLimit {
      guard let dot = name.firstIndex(of: UInt8(ascii: "."), from: start) else { break }
      parent = child(of: parent, name.slice(start, dot))
      start = dot + 1
    }
    return child(of: parent, name.from(start))
  }

  @inline(__always)
  private func hasEmptyPart(_ name: ByteView) -> Bool {
    var last = UInt8(ascii: ".")
    for index in 0..<name.count {
      if name[index] == UInt8(ascii: "."), last == UInt8(ascii: ".") { return true }
      last = name[index]
    }
    return last == UInt8(ascii: ".")
  }

  private mutating func child(of parent: Int, _ part: ByteView) -> Int {
    let start = keys.count
    JSONWriter.string(part, to: &keys)
    let key = start..<keys.count
    let hash = keys.withView { $0.slice(key.lowerBound, key.upperBound).hash(seed: UInt64(parent) &* 0x9E37_79B9_7F4A_7C15) }
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != 0 {
      let found = Int(slots[slot])
      if nodes[found].hash == hash, nodes[found].parent == parent, isSame(nodes[found].key, key) {
        keys.removeLast(key.count)
        return found
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    nodes.append(Node(key: key, hash: hash, parent: parent))
    let index = nodes.count - 1
    slots[slot] = Int32(index)
    if nodes[parent].lastChild != 0 { nodes[nodes[parent].lastChild].next = index } else { nodes[parent].firstChild = index }
    nodes[parent].lastChild = index
    if nodes.count * 2 > slots.count { grow() }
    return index
  }

  @inline(__always)
  private func isSame(_ a: Range<Int>, _ b: Range<Int>) -> Bool {
    a.count == b.count && keys.withView { $0.slice(a.lowerBound, a.upperBound) == $0.slice(b.lowerBound, b.upperBound) }
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
    write(0, to: &out)
  }

  /// Moves the values of names that have members, too, to their member `value`, ahead of what that holds.
  private mutating func resolveConflicts() {
    // A member stands after its object, so one ascending pass also mends what it causes itself.
    var index = 1
    while index < nodes.count {
      if nodes[index].firstChild != 0, nodes[index].firstValue >= 0 {
        let member = Array("value".utf8).withView { child(of: index, $0) }
        let (first, last) = (nodes[index].firstValue, nodes[index].lastValue)
        values[last].next = nodes[member].firstValue
        nodes[member].firstValue = first
        if nodes[member].lastValue < 0 { nodes[member].lastValue = last }
        (nodes[index].firstValue, nodes[index].lastValue) = (-1, -1)
      }
      index += 1
    }
  }

  private func write(_ index: Int, to out: inout [UInt8]) {
    if nodes[index].firstValue >= 0 { return writeValues(of: index, to: &out) }
    if nodes[index].brackets == UInt8(ascii: "["), nodes[index].firstChild == 0 {
      out.append(contentsOf: "[]".utf8)
      return
    }
    out.append(UInt8(ascii: "{"))
    var member = nodes[index].firstChild
    while member != 0 {
      keys.withView { $0.slice(nodes[member].key.lowerBound, nodes[member].key.upperBound).append(to: &out) }
      out.append(UInt8(ascii: ":"))
      write(member, to: &out)
      member = nodes[member].next
      if member != 0 { out.append(UInt8(ascii: ",")) }
    }
    out.append(UInt8(ascii: "}"))
  }

  private func writeValues(of index: Int, to out: inout [UInt8]) {
    let first = nodes[index].firstValue
    let isArray = values[first].next >= 0
    if isArray { out.append(UInt8(ascii: "[")) }
    var value = first
    while value >= 0 {
      if value != first { out.append(UInt8(ascii: ",")) }
      text.withView { $0.slice(values[value].text.lowerBound, values[value].text.upperBound).append(to: &out) }
      value = values[value].next
    }
    if isArray { out.append(UInt8(ascii: "]")) }
  }
}
