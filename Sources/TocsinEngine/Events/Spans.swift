/// Where a pattern's captures stand in the message, noted while it is not yet known whether the whole pattern fits.
///
/// Memory that an event owns, and frees.
@safe
struct Spans: BitwiseCopyable {
  struct Span: BitwiseCopyable {
    var start: Int
    var end: Int
  }

  /// More captures of one pattern are not kept.
  static let limit = 64

  private let base: UnsafeMutablePointer<Span>
  /// For each word that the search for patterns has passed, one behind the other, where it ends.
  private let ends: UnsafeMutablePointer<Int>

  init() {
    unsafe base = .allocate(capacity: Self.limit)
    unsafe base.initialize(repeating: Span(start: 0, end: 0), count: Self.limit)
    unsafe ends = .allocate(capacity: Self.limit)
    unsafe ends.initialize(repeating: 0, count: Self.limit)
  }

  func deallocate() {
    unsafe base.deallocate()
    unsafe ends.deallocate()
  }

  @inline(__always)
  subscript(index: Int) -> Span {
    get {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: Self.limit))
      return unsafe base[index]
    }
    nonmutating set {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: Self.limit))
      unsafe base[index] = newValue
    }
  }

  /// Where a word ends, as far as these are noted.
  @inline(__always)
  func wordEnd(_ index: Int) -> Int {
    precondition(UInt(bitPattern: index) < UInt(bitPattern: Self.limit))
    return unsafe ends[index]
  }

  @inline(__always)
  func noteWord(_ index: Int, end: Int) {
    if index < Self.limit { unsafe ends[index] = end }
  }
}
