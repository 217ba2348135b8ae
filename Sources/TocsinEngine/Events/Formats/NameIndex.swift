/// A field table together with what formats ask of names, found with one hash: the id, the role of a key, and whether any known
/// name lies below.
@safe
final class NameIndex: @unchecked Sendable {
  /// What is known of a name.
  struct Entry: BitwiseCopyable {
    fileprivate var hash: UInt64 = 0
    fileprivate var length: UInt32 = 0
    var id = FieldID.unnamed
    var role = KeyRole.none
    /// Another name of the same value, or `unnamed`.
    var alias = FieldID.unnamed
    /// The slot under which shapes ask for it.
    var slot = Entry.noSlot
    /// Whether some known name is this one, a dot and more.
    var isPrefix = false
    /// Whether it has an id, and dots in it.
    var isDotted = false
    /// Whether the members of such an object go by their own names, too.
    var isUnwrapped = false

    static let noSlot = UInt8.max

    fileprivate var isEmpty: Bool { length == 0 }
  }

  /// Open addressing, at most half full; written by `init` only.
  private let slots: UnsafeMutablePointer<Entry>
  private let mask: Int

  init(_ fields: FieldTable, _ shapes: ShapeNames) {
    var entries: [[UInt8]: Entry] = [:]
    for (index, name) in fields.names.enumerated() {
      entries[Array(name.utf8), default: Entry()].id = FieldID(rawValue: UInt16(index))
    }
    for (name, role) in KeyRole.all { entries[Array(name.utf8), default: Entry()].role = role }
    for (slot, name) in shapes.slots.enumerated() { entries[Array(name.utf8), default: Entry()].slot = UInt8(slot) }
    for (path, name) in shapes.names {
      // What neither a rule nor a shape asks for costs nothing.
      guard let asked = entries[Array(name.utf8)], asked.id != .unnamed || asked.slot != Entry.noSlot else { continue }
      entries[Array(path.utf8), default: Entry()].alias = asked.id
      // A shape may ask for the path itself.
      if entries[Array(path.utf8)]?.slot == Entry.noSlot { entries[Array(path.utf8)]?.slot = asked.slot }
    }
    for name in shapes.unwrapped {
      entries[Array(name.utf8), default: Entry()].isPrefix = true
      entries[Array(name.utf8), default: Entry()].isUnwrapped = true
    }
    for name in Array(entries.keys) {
      for dot in name.indices where name[dot] == 0x2E { entries[Array(name[..<dot]), default: Entry()].isPrefix = true }
    }
    var capacity = 256
    while capacity < entries.count * 2 { capacity *= 2 }
    mask = capacity - 1
    unsafe slots = .allocate(capacity: capacity)
    unsafe slots.initialize(repeating: Entry(), count: capacity)
    for (name, known) in entries where !name.isEmpty {
      var entry = known
      entry.isDotted = entry.id != .unnamed && name.contains(0x2E)
      entry.hash = name.withView { $0.hash() }
      entry.length = UInt32(name.count)
      var slot = Int(truncatingIfNeeded: entry.hash) & mask
      while unsafe !slots[slot].isEmpty { slot = (slot + 1) & mask }
      unsafe slots[slot] = entry
    }
  }

  deinit { unsafe slots.deallocate() }

  /// What is known of a name; an entry of nothing where it is unknown.
  @inline(__always)
  func entry(_ name: ByteView) -> Entry {
    let hash = name.hash()
    var slot = Int(truncatingIfNeeded: hash) & mask
    while unsafe !slots[slot].isEmpty {
      if unsafe slots[slot].hash == hash && slots[slot].length == name.count { return unsafe slots[slot] }
      slot = (slot + 1) & mask
    }
    return Entry()
  }

  /// What is known of a name without its blanks; nil where it has none.
  func entryWithoutBlanks(_ name: ByteView) -> Entry? {
    guard name.firstIndex(of: 0x20, from: 0) != nil else { return nil }
    var bytes: [UInt8] = []
    for index in 0..<name.count where name[index] != 0x20 { bytes.append(name[index]) }
    return bytes.withView { entry($0) }
  }

  /// The id of a name, or `unnamed`.
  @inline(__always)
  func id(_ name: ByteView) -> FieldID { entry(name).id }
}
