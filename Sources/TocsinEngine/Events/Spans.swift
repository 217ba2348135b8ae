/// Where a pattern's captures stand in the message, noted while it is not yet known whether the whole pattern fits.
@safe
final class Spans {
  struct Span: BitwiseCopyable {
    var start: Int
    var end: Int
  }

  /// More captures of one pattern are not kept.
  static let limit = 64

  private let base: UnsafeMutablePointer<Span>

  init() {
    unsafe base = .allocate(capacity: Self.limit)
    unsafe base.initialize(repeating: Span(start: 0, end: 0), count: Self.limit)
  }

  deinit { unsafe base.deallocate() }

  @inline(__always)
  subscript(index: Int) -> Span {
    get {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: Self.limit))
      return unsafe base[index]
    }
    set {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: Self.limit))
      unsafe base[index] = newValue
    }
  }
}
