/// The fields of the event at hand, in memory that is made once and used for record after record.
@safe
final class FieldList {
  private let base: UnsafeMutablePointer<FieldValue>
  private(set) var count = 0
  let capacity: Int

  init(capacity: Int) {
    self.capacity = capacity
    unsafe base = .allocate(capacity: capacity)
  }

  deinit { unsafe base.deallocate() }

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
    guard count < capacity else { return false }
    unsafe (base + count).initialize(to: value)
    count += 1
    return true
  }

  @inline(__always)
  func truncate(to count: Int) {
    precondition(count <= self.count)
    self.count = count
  }

  @inline(__always)
  var view: Table<FieldValue> { unsafe Table(base, count: count) }
}
