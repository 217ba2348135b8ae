/// Scratch memory of one record: what had to be unescaped, decoded or joined.
///
/// Blocks are kept from record to record and never moved while a record is open, so that views of earlier values stay valid.
@safe
public final class Arena {
  private static let blockSize = 64 * 1024
  private var blocks: [UnsafeMutablePointer<UInt8>] = unsafe []
  private var sizes: [Int] = []
  private var block = -1
  private var used = 0

  public init() {}

  deinit {
    while let block = unsafe blocks.popLast() { unsafe block.deallocate() }
  }

  /// Forgets all values; the memory stays, but for blocks that one huge record needed.
  @inline(__always)
  public func reset() {
    if block > 0 { shrink() }
    used = 0
  }

  private func shrink() {
    while sizes.count > 1 {
      unsafe blocks.removeLast().deallocate()
      sizes.removeLast()
    }
    block = 0
  }

  /// Room for `count` bytes, filled by `fill`, which returns how many it wrote.
  @inline(__always)
  public func write(atMost count: Int, _ fill: (UnsafeMutablePointer<UInt8>) -> Int) -> ByteView {
    if block < 0 || used + count > sizes[block] { grow(count) }
    let start = unsafe blocks[block] + used
    let written = unsafe fill(start)
    precondition(written <= count)
    used += written
    return unsafe ByteView(start, count: written)
  }

  private func grow(_ count: Int) {
    let size = max(count, Self.blockSize)
    unsafe blocks.append(UnsafeMutablePointer<UInt8>.allocate(capacity: size))
    sizes.append(size)
    block = sizes.count - 1
    used = 0
  }

  /// A copy of a view.
  public func copy(_ view: ByteView) -> ByteView {
    unsafe write(atMost: view.count) { target in
      for index in 0..<view.count { unsafe target[index] = view[index] }
      return view.count
    }
  }

  /// A copy of an array.
  public func copy(_ bytes: [UInt8]) -> ByteView { bytes.withView { copy($0) } }

  /// The decimal text of a number.
  public func decimal(_ value: Int) -> ByteView { copy(Array(String(value).utf8)) }
}
