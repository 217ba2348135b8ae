/// Bytes that live as long as the process: what decoders assert and patterns compare with.
///
/// A pool is filled while detectors compile and never freed one by one, so that a `ByteView` of a constant is always valid while
/// its pool's owner lives.
@safe
public final class ConstantPool: @unchecked Sendable {
  private var blocks: [UnsafeMutableRawPointer] = unsafe []
  /// What is left of the last block that many share.
  private var room: UnsafeMutableRawPointer?
  private var left = 0
  private var blockSize = 4_096
  private static let largestBlock = 65_536

  /// The constants that were asked for as bytes, by number, and their hashes.
  private var views: [ByteView] = []
  private var hashes: [UInt64] = []
  /// Open addressing: number + 1, or 0 where empty.
  private var slots: [UInt32] = []

  public init() { unsafe room = nil }

  deinit {
    while let block = unsafe blocks.popLast() { unsafe block.deallocate() }
  }

  /// A view of a copy of `bytes`; the same bytes give the same view.
  public func view(_ bytes: [UInt8]) -> ByteView { bytes.withView { view($0) } }

  public func view(_ text: String) -> ByteView { text.withView { view($0) } }

  public func view(_ bytes: ByteView) -> ByteView { views[number(of: bytes)] }

  /// The constant of a number.
  func view(number: Int) -> ByteView { views[number] }

  /// The number of a constant; the same bytes have the same one.
  func number(of bytes: ByteView) -> Int {
    if views.count * 2 >= slots.count { grow() }
    let hash = bytes.hash()
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != 0 {
      let number = Int(slots[slot]) - 1
      if hashes[number] == hash, views[number] == bytes { return number }
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = UInt32(views.count + 1)
    hashes.append(hash)
    views.append(self.bytes(bytes))
    return views.count - 1
  }

  private func grow() {
    slots = Array(repeating: 0, count: max(64, slots.count * 2))
    for (number, hash) in hashes.enumerated() {
      var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = UInt32(number + 1)
    }
  }

  /// A view of a copy of its own, of bytes that nobody else asks for.
  func bytes(_ bytes: [UInt8]) -> ByteView { bytes.withView { self.bytes($0) } }

  private func bytes(_ bytes: ByteView) -> ByteView {
    let start = unsafe allocate(bytes.count, alignment: 1).assumingMemoryBound(to: UInt8.self)
    unsafe bytes.copy(to: start)
    return unsafe ByteView(start, count: bytes.count)
  }

  /// A copy of elements that lives as long as the pool.
  func table<Element: BitwiseCopyable>(_ elements: [Element]) -> Table<Element> {
    unsafe table(count: elements.count) { room in
      unsafe elements.withUnsafeBufferPointer { source in
        if let start = source.baseAddress { unsafe room.initialize(from: start, count: source.count) }
      }
    }
  }

  /// A table of so many elements, all of which `fill` writes.
  func table<Element: BitwiseCopyable>(count: Int, _ fill: (UnsafeMutablePointer<Element>) -> Void) -> Table<Element> {
    let block = unsafe allocate(count * MemoryLayout<Element>.stride, alignment: MemoryLayout<Element>.alignment)
    let start = unsafe block.bindMemory(to: Element.self, capacity: count)
    unsafe fill(start)
    return unsafe Table(start, count: count)
  }

  /// Room in a block that many share, or in one of its own where it takes much.
  private func allocate(_ count: Int, alignment: Int) -> UnsafeMutableRawPointer {
    if count > Self.largestBlock / 4 {
      let block = UnsafeMutableRawPointer.allocate(byteCount: count, alignment: max(alignment, 8))
      unsafe blocks.append(block)
      return unsafe block
    }
    if let room = unsafe room {
      let start = unsafe room.alignedUp(toMultipleOf: alignment)
      let used = unsafe start - room + count
      if used <= left {
        unsafe self.room = room + used
        left -= used
        return unsafe start
      }
    }
    let size = max(blockSize, count)
    blockSize = min(blockSize * 2, Self.largestBlock)
    let block = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: max(alignment, 8))
    unsafe blocks.append(block)
    unsafe room = block + count
    left = size - count
    return unsafe block
  }
}
