/// The fields of the event at hand, in memory that is made once and used for record after record.
///
/// Where each field's first value stands is noted as it is added: what rules and decoders ask for is found without a search.
@safe
final class FieldList {
  private let base: UnsafeMutablePointer<FieldValue>
  private(set) var count = 0
  let capacity: Int
  /// Whether some field may have more values than one.
  private(set) var hasRepeats = false

  /// For each of the first ids the place of its first value, with the stamp of the record it was noted for.
  private let places: UnsafeMutablePointer<UInt32>
  fileprivate static let placeCount = 2_048
  fileprivate static let indexBits: UInt32 = 12
  private var stamp: UInt32 = 1

  /// At most 4,096 values.
  init(capacity: Int) {
    precondition(capacity <= 1 << Int(Self.indexBits))
    self.capacity = capacity
    unsafe base = .allocate(capacity: capacity)
    unsafe places = .allocate(capacity: Self.placeCount)
    unsafe places.initialize(repeating: 0, count: Self.placeCount)
  }

  deinit {
    unsafe base.deallocate()
    unsafe places.deallocate()
  }

  @inline(__always)
  subscript(index: Int) -> FieldValue {
    get {
      precondition(index >= 0 && index < count)
      return unsafe base[index]
    }
    set {
      precondition(index >= 0 && index < count)
      unsafe base[index] = newValue
    }
  }

  /// False where there is no room.
  @inline(__always)
  func append(_ value: FieldValue) -> Bool {
    // Nobody asks for what has no name by its id: having several of these is no repetition.
    if value.id == .unnamed || firstIndex(of: value.id) < 0 { return appendFirst(value) }
    guard count < capacity else { return false }
    hasRepeats = true
    unsafe (base + count).initialize(to: value)
    count &+= 1
    return true
  }

  /// The same for a field that has no value yet.
  @inline(__always)
  func appendFirst(_ value: FieldValue) -> Bool {
    guard count < capacity else { return false }
    note(value.id, at: count)
    unsafe (base + count).initialize(to: value)
    count &+= 1
    return true
  }

  /// Adds text to fields that have no value yet, without looking.
  @safe
  struct Writer {
    fileprivate var next: UnsafeMutablePointer<FieldValue>
    fileprivate let places: UnsafeMutablePointer<UInt32>
    /// The place of the next value with the record's stamp.
    fileprivate var mark: UInt32

    /// At most as often as there was asked for.
    @inline(__always)
    mutating func add(_ id: FieldID, _ value: ByteView) { add(FieldValue(id: id, kind: .text, value: value)) }

    @inline(__always)
    mutating func add(_ value: FieldValue) {
      if Int(value.id.rawValue) < FieldList.placeCount { unsafe places[Int(value.id.rawValue)] = mark }
      unsafe next.initialize(to: value)
      unsafe next += 1
      mark &+= 1
    }
  }

  @inline(__always)
  var isEmpty: Bool { count == 0 }

  @inline(__always)
  func writer(for more: Int) -> Writer {
    precondition(more <= capacity &- count)
    return unsafe Writer(next: base + count, places: places, mark: stamp &<< Self.indexBits | UInt32(truncatingIfNeeded: count))
  }

  /// Makes what was written count.
  @inline(__always)
  func finish(_ writer: Writer) { count = Int(writer.mark &- stamp &<< Self.indexBits) }

  /// Where a field's first value stands, or -1.
  @inline(__always)
  func firstIndex(of id: FieldID) -> Int {
    guard Int(id.rawValue) < Self.placeCount else { return search(id) }
    let place = unsafe places[Int(id.rawValue)]
    let index = Int(place & (1 << Self.indexBits - 1))
    // What was taken back since is no longer there.
    return unsafe place &>> Self.indexBits == stamp && index < count && base[index].id == id ? index : -1
  }

  private func search(_ id: FieldID) -> Int {
    for index in 0..<count where unsafe base[index].id == id { return index }
    return -1
  }

  @inline(__always)
  private func note(_ id: FieldID, at index: Int) {
    if Int(id.rawValue) < Self.placeCount {
      unsafe places[Int(id.rawValue)] = stamp &<< Self.indexBits | UInt32(truncatingIfNeeded: index)
    }
  }

  /// Forgets all values.
  @inline(__always)
  func clear() {
    (count, hasRepeats) = (0, false)
    stamp += 1
    if stamp == 1 << (32 - Self.indexBits) {
      unsafe places.update(repeating: 0, count: Self.placeCount)
      stamp = 1
    }
  }

  /// Forgets the values from the one at `count` on.
  @inline(__always)
  func truncate(to count: Int) {
    precondition(count <= self.count)
    self.count = count
  }

  /// Drops a field's values behind the one at `kept`; the others keep their order.
  func dropOthers(of id: FieldID, after kept: Int) {
    var used = kept + 1
    for index in used..<count where unsafe base[index].id != id {
      if used != index {
        let moved = unsafe base[index]
        if firstIndex(of: moved.id) == index { note(moved.id, at: used) }
        unsafe base[used] = moved
      }
      used += 1
    }
    count = used
  }

  /// Makes nameless the values at the places that are told.
  func takeNames(_ isTaken: (Int) -> Bool) {
    let values = (0..<count).map { index in
      var value = self[index]
      if isTaken(index) { value.id = .unnamed }
      return value
    }
    clear()
    for value in values { _ = append(value) }
  }

  @inline(__always)
  var view: Table<FieldValue> { unsafe Table(base, count: count) }
}
