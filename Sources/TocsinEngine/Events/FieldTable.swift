/// A field's name as a small integer: fixed for the fields the engine itself fills, given out as rules and decoders compile for
/// all others.
public struct FieldID: Hashable, Sendable, BitwiseCopyable {
  public let rawValue: UInt16

  @inlinable @inline(__always)
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// A name that no rule, decoder or format uses; only `parse` keeps such fields, with the name beside them.
  public static let unnamed = FieldID(rawValue: .max)

  @inlinable @inline(__always)
  public static func == (a: FieldID, b: FieldID) -> Bool { a.rawValue == b.rawValue }
}

/// All field names known to a detector set. Filled while compiling, read-only while scanning.
public struct FieldTable: Sendable {
  public private(set) var names: [String] = []
  private var byName: [String: FieldID] = [:]
  /// Open addressing over the names' hashes: index + 1, or 0 where empty.
  private var slots: [UInt32] = []
  private var hashes: [UInt64] = []

  public init() {
    slots = Array(repeating: 0, count: 512)
    for name in FieldID.wellKnown { _ = intern(name) }
  }

  /// The id of a name, new if need be. At most 65,534 names; later ones share `unnamed` and never match.
  public mutating func intern(_ name: String) -> FieldID {
    if let id = byName[name] { return id }
    guard names.count < Int(UInt16.max) - 1 else { return .unnamed }
    let id = FieldID(rawValue: UInt16(names.count))
    names.append(name)
    byName[name] = id
    hashes.append(Array(name.utf8).withView { $0.hash() })
    if names.count * 2 > slots.count {
      slots = Array(repeating: 0, count: slots.count * 2); for index in names.indices.dropLast() { place(index) }
    }
    place(names.count - 1)
    return id
  }

  private mutating func place(_ index: Int) {
    var slot = Int(truncatingIfNeeded: hashes[index]) & (slots.count - 1)
    while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = UInt32(index + 1)
  }

  public func id(_ name: String) -> FieldID? { byName[name] }

  /// The id of a name given as bytes, or `unnamed`.
  @inline(__always)
  public func id(_ name: ByteView) -> FieldID {
    let hash = name.hash()
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != 0 {
      let index = Int(slots[slot]) - 1
      // 64 bits of hash over names that rules chose: a chance collision would need billions of names.
      if hashes[index] == hash, names[index].utf8.count == name.count { return FieldID(rawValue: UInt16(index)) }
      slot = (slot + 1) & (slots.count - 1)
    }
    return .unnamed
  }

  public func name(_ id: FieldID) -> String { names[Int(id.rawValue)] }
}
