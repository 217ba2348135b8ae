/// Bytes that live as long as the process: what decoders assert and patterns compare with.
///
/// A pool is filled while detectors compile and never freed one by one, so that a `ByteView` of a constant is always valid while
/// its pool's owner lives.
@safe
public final class ConstantPool: @unchecked Sendable {
  private var blocks: [UnsafeMutableRawPointer] = unsafe []
  private var known: [[UInt8]: ByteView] = [:]

  public init() {}

  deinit {
    while let block = unsafe blocks.popLast() { unsafe block.deallocate() }
  }

  /// A view of a copy of `bytes`; the same bytes give the same view.
  public func view(_ bytes: [UInt8]) -> ByteView {
    if let view = known[bytes] { return view }
    let block = UnsafeMutableRawPointer.allocate(byteCount: max(bytes.count, 1), alignment: 8)
    unsafe bytes.withUnsafeBytes { source in
      if let start = source.baseAddress { unsafe block.copyMemory(from: start, byteCount: bytes.count) }
    }
    unsafe blocks.append(block)
    let view = unsafe ByteView(block.assumingMemoryBound(to: UInt8.self), count: bytes.count)
    known[bytes] = view
    return view
  }

  /// A view of a copy of its own, of bytes that nobody else asks for.
  func bytes(_ bytes: [UInt8]) -> ByteView {
    let table = table(bytes)
    return unsafe ByteView(table.start, count: table.count)
  }

  /// A copy of elements that lives as long as the pool.
  func table<Element: BitwiseCopyable>(_ elements: [Element]) -> Table<Element> {
    let block = UnsafeMutablePointer<Element>.allocate(capacity: max(elements.count, 1))
    for (index, element) in elements.enumerated() { unsafe (block + index).initialize(to: element) }
    unsafe blocks.append(UnsafeMutableRawPointer(block))
    return unsafe Table(block, count: elements.count)
  }

  /// A table of so many elements, all of which `fill` writes.
  func table<Element: BitwiseCopyable>(count: Int, _ fill: (UnsafeMutablePointer<Element>) -> Void) -> Table<Element> {
    let block = UnsafeMutablePointer<Element>.allocate(capacity: max(count, 1))
    unsafe fill(block)
    unsafe blocks.append(UnsafeMutableRawPointer(block))
    return unsafe Table(block, count: count)
  }

  public func view(_ text: String) -> ByteView { view(Array(text.utf8)) }
}
