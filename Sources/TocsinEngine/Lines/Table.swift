/// Elements in memory that somebody else owns: a constant table of the detectors, or an event's fields.
///
/// Like `ByteView` it never outlives its owner, is checked at its bounds, and costs no reference counting: this is what hot loops
/// walk over.
@safe
struct Table<Element: BitwiseCopyable>: RandomAccessCollection, @unchecked Sendable {
  private let base: UnsafePointer<Element>
  let count: Int

  init(_ base: UnsafePointer<Element>, count: Int) {
    unsafe self.base = base
    self.count = count
  }

  static var empty: Table { unsafe Table(UnsafePointer(bitPattern: MemoryLayout<Element>.alignment)!, count: 0) }

  /// Copies the elements to where there is room for them.
  @inline(__always)
  func copy(to room: UnsafeMutablePointer<Element>) { unsafe room.update(from: base, count: count) }

  @inline(__always)
  var startIndex: Int { 0 }
  @inline(__always)
  var endIndex: Int { count }
  @inline(__always)
  var isEmpty: Bool { count == 0 }

  /// In place: elements may be large.
  @inline(__always)
  subscript(index: Int) -> Element {
    unsafeAddress {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
      return unsafe base + index
    }
  }

  @inline(__always)
  func slice(_ start: Int, _ end: Int) -> Table {
    precondition(start >= 0 && start <= end && end <= count)
    return unsafe Table(base + start, count: end - start)
  }

  /// For the automaton's inner loop, whose states stay inside by construction.
  @inline(__always)
  func unchecked(_ index: Int) -> Element { unsafe base[index] }
}
