import Synchronization

/// A few buffers kept for the next chunks: a fresh 256 KiB from the kernel costs a page fault for every 4 KiB.
final class ChunkBufferPool: Sendable {
  static let shared = ChunkBufferPool()
  private static let kept = 16
  private let free = Mutex<[ChunkBuffer]>([])

  /// A buffer of at least `capacity` bytes.
  func take(_ capacity: Int) -> ChunkBuffer {
    let found: ChunkBuffer? = free.withLock { free in
      guard let index = free.lastIndex(where: { $0.capacity >= capacity && $0.capacity <= capacity * 2 }) else { return nil }
      return free.remove(at: index)
    }
    return found ?? ChunkBuffer(capacity: capacity)
  }

  /// Gives a buffer back that nothing views any more.
  func give(_ buffer: ChunkBuffer) {
    free.withLock { if $0.count < Self.kept { $0.append(buffer) } }
  }
}
