/// A field table together with what formats ask of names: the role of a key, and whether any known name lies below a prefix.
final class NameIndex: Sendable {
  let fields: FieldTable
  private let roles: HashSlots
  private let prefixes: HashSlots

  init(_ fields: FieldTable) {
    self.fields = fields
    var roles = HashSlots()
    for entry in KeyRole.all { roles.insert(entry.name, value: Int(entry.role.kind.rawValue) | Int(entry.role.rank) << 8) }
    var prefixes = HashSlots()
    for name in fields.names + KeyRole.all.map(\.name) {
      let bytes = Array(name.utf8)
      for dot in bytes.indices where bytes[dot] == 0x2E { prefixes.insert(Array(bytes[..<dot]), value: 1) }
    }
    (self.roles, self.prefixes) = (roles, prefixes)
  }

  /// The id of a name, or `unnamed`.
  @inline(__always)
  func id(_ name: ByteView) -> FieldID { fields.id(name) }

  /// The id of a name in full, or `unnamed`.
  func id(_ name: StaticString) -> FieldID { fields.id(ByteView.constant(name)) }

  @inline(__always)
  func role(_ name: ByteView) -> KeyRole {
    let packed = roles.value(name.hash())
    guard packed != 0, let kind = KeyRole.Kind(rawValue: UInt8(packed & 0xFF)) else { return .none }
    return KeyRole(kind: kind, rank: UInt8(packed >> 8))
  }

  /// Whether some known name is this one, a dot and more.
  @inline(__always)
  func isPrefix(_ name: ByteView) -> Bool { prefixes.value(name.hash()) != 0 }
}

/// A small open-addressed table from 64-bit hashes of names to positive numbers.
struct HashSlots: Sendable {
  private var keys: [UInt64] = Array(repeating: 0, count: 64)
  private var values: [UInt32] = Array(repeating: 0, count: 64)
  private var count = 0

  mutating func insert(_ name: String, value: Int) { insert(Array(name.utf8), value: value) }

  mutating func insert(_ name: [UInt8], value: Int) {
    let hash = name.withView { $0.hash() }
    if self.value(hash) != 0 { return }
    if (count + 1) * 2 > keys.count {
      var larger = HashSlots()
      larger.keys = Array(repeating: 0, count: keys.count * 2)
      larger.values = Array(repeating: 0, count: keys.count * 2)
      for index in keys.indices where values[index] != 0 { larger.place(keys[index], values[index]) }
      self = larger
    }
    place(hash, UInt32(value))
  }

  private mutating func place(_ hash: UInt64, _ value: UInt32) {
    var slot = Int(truncatingIfNeeded: hash) & (keys.count - 1)
    while values[slot] != 0 { slot = (slot + 1) & (keys.count - 1) }
    (keys[slot], values[slot]) = (hash, value)
    count += 1
  }

  /// The number of a hash, or 0.
  @inline(__always)
  func value(_ hash: UInt64) -> Int {
    var slot = Int(truncatingIfNeeded: hash) & (keys.count - 1)
    while values[slot] != 0 {
      if keys[slot] == hash { return Int(values[slot]) }
      slot = (slot + 1) & (keys.count - 1)
    }
    return 0
  }
}
