/// Keys of JSON objects as records before had them, and what each means where it stands.
///
/// What a key means depends on the keys above it. Records of one kind have the same keys in the same order, so the key that came
/// next the last time is tried first: then nothing is hashed and no path is put together.
@safe
final class JSONKeys {
  let table: JSONKeyTable
  /// Whose names they are.
  private var names: NameIndex?

  init() { table = JSONKeyTable() }

  deinit { table.deallocate() }

  /// The names that keys are looked up in.
  @inline(__always)
  func use(_ names: NameIndex) {
    if self.names === names { return }
    self.names = names
    table.forget()
  }
}

/// The memory of `JSONKeys`, which owns it: as a value it costs the reader no reference counts.
@safe
struct JSONKeyTable: BitwiseCopyable, @unchecked Sendable {
  /// One key below others.
  struct Node: BitwiseCopyable {
    fileprivate(set) var parent: Int32
    /// What was met behind it, and first below it, the last time; 0 where nothing was.
    fileprivate var next: Int32 = 0
    fileprivate var child: Int32 = 0
    fileprivate var pathStart: Int32
    fileprivate var pathCount: Int32
    fileprivate var keyCount: Int32
    /// How many bytes the key has as records write it, quotes and colon with it, which stand behind its path; 0 where it is
    /// escaped.
    fileprivate var writtenCount: Int32 = 0
    /// Where in the path the own names of its members begin, if it is unwrapped or stands in such an object; else -1.
    fileprivate(set) var ownNames: Int32 = -1
    fileprivate(set) var meaning: JSONMeaning
  }

  private struct Used: BitwiseCopyable {
    var nodes = 1
    var paths = 0
  }

  /// The object that a record is.
  static let root: Int32 = 0
  /// Stands for an object whose keys are not kept here.
  static let none: Int32 = -1

  private static let nodeLimit = 1_024
  private static let pathLimit = 64 * 1_024
  private static let slotCount = 2_048

  private let nodes: UnsafeMutablePointer<Node>
  private let paths: UnsafeMutablePointer<UInt8>
  /// Open addressing by parent and key, at most half full; 0 where empty.
  private let slots: UnsafeMutablePointer<Int32>
  private let used: UnsafeMutablePointer<Used>

  fileprivate init() {
    unsafe nodes = .allocate(capacity: Self.nodeLimit)
    unsafe nodes.initialize(to: Node(parent: Self.none, pathStart: 0, pathCount: 0, keyCount: 0, meaning: JSONMeaning()))
    unsafe paths = .allocate(capacity: Self.pathLimit)
    unsafe slots = .allocate(capacity: Self.slotCount)
    unsafe slots.initialize(repeating: 0, count: Self.slotCount)
    unsafe used = .allocate(capacity: 1)
    unsafe used.initialize(to: Used())
  }

  fileprivate func deallocate() {
    unsafe nodes.deallocate()
    unsafe paths.deallocate()
    unsafe slots.deallocate()
    unsafe used.deallocate()
  }

  @inline(__always)
  subscript(node: Int32) -> Node {
    unsafeAddress {
      unsafe precondition(node >= 0 && Int(node) < used.pointee.nodes)
      return unsafe UnsafePointer(nodes + Int(node))
    }
  }

  /// The dotted name of a node; valid until the next record begins.
  @inline(__always)
  func path(_ node: Int32) -> ByteView { unsafe ByteView(paths + Int(self[node].pathStart), count: Int(self[node].pathCount)) }

  /// Where there is little room left, all keys are met anew. Called between records: nothing of the one before is in use.
  @inline(__always)
  func makeRoom() {
    if unsafe used.pointee.nodes > Self.nodeLimit / 8 * 7 || used.pointee.paths > Self.pathLimit / 8 * 7 { forget() }
  }

  fileprivate func forget() {
    unsafe used.pointee = Used()
    unsafe nodes[0].child = 0
    unsafe slots.update(repeating: 0, count: Self.slotCount)
  }

  /// The node of the key that stands at `at` of a text, quotes, colon and all, if it is the one that was met behind `last`, or first
  /// below the parent, the last time; else 0. Then `at` is behind the colon.
  @inline(__always)
  func step(over text: ByteView, _ at: inout Int, below parent: Int32, after last: Int32) -> Int32 {
    guard parent >= 0 else { return 0 }
    let guess = last == parent ? self[parent].child : self[last].next
    guard guess > 0, self[guess].parent == parent else { return 0 }
    let count = Int(self[guess].writtenCount)
    let written = unsafe ByteView(paths + Int(self[guess].pathStart &+ self[guess].pathCount), count: count)
    guard count > 0, text.matches(written, at: at) else { return 0 }
    at &+= count
    return guess
  }

  /// The node of a key below another, met behind `last` or, where that is the parent, first. `none` where it is not kept.
  @inline(__always)
  func find(_ key: ByteView, below parent: Int32, after last: Int32, _ names: NameIndex) -> Int32 {
    let guess = last == parent ? self[parent].child : self[last].next
    if guess > 0, self[guess].parent == parent, isKey(key, of: guess) { return guess }
    return search(key, below: parent, after: last, names)
  }

  private func search(_ key: ByteView, below parent: Int32, after last: Int32, _ names: NameIndex) -> Int32 {
    let node = search(key, below: parent, names)
    if node > 0 {
      if last == parent { unsafe nodes[Int(parent)].child = node } else { unsafe nodes[Int(last)].next = node }
    }
    return node
  }

  @inline(__always)
  private func isKey(_ key: ByteView, of node: Int32) -> Bool {
    guard Int(self[node].keyCount) == key.count else { return false }
    let start = Int(self[node].pathStart &+ self[node].pathCount &- self[node].keyCount)
    return unsafe ByteView(paths + start, count: key.count) == key
  }

  private func search(_ key: ByteView, below parent: Int32, _ names: NameIndex) -> Int32 {
    var slot = Int(truncatingIfNeeded: key.hash(seed: UInt64(parent) &* 0x9E37_79B9_7F4A_7C15 | 1)) & (Self.slotCount - 1)
    while unsafe slots[slot] != 0 {
      let node = unsafe slots[slot]
      if self[node].parent == parent, isKey(key, of: node) { return node }
      slot = (slot + 1) & (Self.slotCount - 1)
    }
    let node = add(key, below: parent, names)
    if node > 0 { unsafe slots[slot] = node }
    return node
  }

  private func add(_ key: ByteView, below parent: Int32, _ names: NameIndex) -> Int32 {
    let above = self[parent]
    let (start, number) = unsafe (used.pointee.paths, used.pointee.nodes)
    // The path, and the key with its quotes and colon.
    let length = Int(above.pathCount) + key.count + 1 + key.count + 3
    guard number < Self.nodeLimit, length - key.count - 3 < NamePath.limit, start + length <= Self.pathLimit else {
      return Self.none
    }
    var end = start
    for index in 0..<Int(above.pathCount) { unsafe paths[end + index] = paths[Int(above.pathStart) + index] }
    end += Int(above.pathCount)
    if parent != Self.root {
      unsafe paths[end] = 0x2E
      end += 1
    }
    for index in 0..<key.count { unsafe paths[end + index] = key[index] }
    end += key.count
    let path = unsafe ByteView(paths + start, count: end - start)
    var node = Node(
      parent: parent, pathStart: Int32(start), pathCount: Int32(path.count), keyCount: Int32(key.count),
      meaning: JSONMeaning(names.entry(path)))
    node.ownNames = above.ownNames
    if above.ownNames >= 0 { node.meaning.add(ownName: path.from(Int(above.ownNames)), names) }
    if node.meaning.isUnwrapped { node.ownNames = Int32(path.count + 1) }
    // As it was written, unless it was escaped.
    if key.firstEscape(from: 0) == key.count {
      unsafe paths[end] = 0x22
      unsafe key.copy(to: paths + end + 1)
      unsafe (paths[end + 1 + key.count], paths[end + 2 + key.count]) = (0x22, 0x3A)
      node.writtenCount = Int32(key.count + 3)
      end += key.count + 3
    }
    unsafe (nodes + number).initialize(to: node)
    unsafe used.pointee = Used(nodes: number + 1, paths: end)
    return Int32(number)
  }
}

/// A member's key at its place.
struct JSONMember {
  var meaning: JSONMeaning
  /// Its node among the keys, or `none`: then the path is put together as reading goes on.
  var node: Int32
  /// The whole name, where the value is kept under it.
  var name: ByteView
  /// Journal JSON writes what is no UTF-8 as an array of bytes.
  var mayBeBytes = false
}

/// What a member's key means.
struct JSONMeaning: BitwiseCopyable {
  var id = FieldID.unnamed
  /// Other names of the value, and what shapes know it by.
  private(set) var alias = FieldID.unnamed
  private(set) var ownName = FieldID.unnamed
  private(set) var slot = NameIndex.Entry.noSlot
  private(set) var role = KeyRole.none
  private(set) var isPrefix = false
  private(set) var isUnwrapped = false
  /// Whether a rule knows the name, and it has dots.
  private(set) var isDotted = false
  /// Whether the value has other names, a role or a slot.
  private(set) var isMore = false

  init() {}

  init(_ known: NameIndex.Entry) {
    (id, alias, slot, role) = (known.id, known.alias, known.slot, known.role)
    (isPrefix, isUnwrapped, isDotted) = (known.isPrefix, known.isUnwrapped, known.isDotted)
    noteMore()
  }

  /// In an unwrapped object a member has a name of its own beside the whole one, and goes by it without its blanks, too: Windows calls
  /// `Threat Name` what rules call `ThreatName`.
  mutating func add(ownName name: ByteView, _ names: NameIndex) {
    let known = names.entry(name)
    ownName = known.id
    add(known, further: known.alias)
    if let known = names.entryWithoutBlanks(name) { add(known, further: known.id) }
  }

  private mutating func add(_ known: NameIndex.Entry, further name: FieldID) {
    if alias == .unnamed { alias = name }
    if slot == NameIndex.Entry.noSlot { slot = known.slot }
    if known.isPrefix { isPrefix = true }
    noteMore()
  }

  private mutating func noteMore() { isMore = hasOtherName || role.kind != .none || slot != NameIndex.Entry.noSlot }

  var hasOtherName: Bool { alias != .unnamed || ownName != .unnamed }
}
