import Dispatch
import Synchronization
import TocsinEngine

/// Scans several chunks at once, each thread with a scanner of its own, and gives the results in the chunks' order.
///
/// Unchecked, because a scanner is not for several threads: worker n alone uses scanner n, and only within `scan`.
final class ScanPool: @unchecked Sendable {
  private let scanners: [TocsinEngine.Scanner]
  private let results = Mutex<[MatchBatch?]>([])
  private let next = Atomic(0)

  init(threads: Int, make: () -> TocsinEngine.Scanner) { scanners = (0..<max(1, threads)).map { _ in make() } }

  var threads: Int { scanners.count }

  /// One of the scanners, for work between scans.
  var first: TocsinEngine.Scanner { scanners[0] }

  func scan(_ chunks: [Chunk], source: Int = 0) -> [MatchBatch] {
    guard scanners.count > 1, chunks.count > 1 else { return chunks.map { scanners[0].scan($0, source: source) } }
    results.withLock { $0 = Array(repeating: nil, count: chunks.count) }
    next.store(0, ordering: .relaxed)
    DispatchQueue.concurrentPerform(iterations: scanners.count) { worker in
      work(worker, chunks, source)
    }
    return results.withLock { $0.compactMap { $0 } }
  }

  private func work(_ worker: Int, _ chunks: [Chunk], _ source: Int) {
    while true {
      let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard index < chunks.count else { return }
      let batch = scanners[worker].scan(chunks[index], source: source)
      results.withLock { $0[index] = batch }
    }
  }
}
