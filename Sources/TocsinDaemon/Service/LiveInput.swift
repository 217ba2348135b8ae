import Foundation
import TocsinEngine

/// An input of the running service, on a thread of its own.
protocol LiveInput: AnyObject, Sendable {
  /// Opens what there is to open and begins to follow; returns when that is done.
  func start() throws(InputError)
  /// Ends following and waits until the thread has gone.
  func stop()
}

/// What inputs share: how they scan, whom they tell.
struct LiveContext: Sendable {
  let detectors: DetectorSet
  let engine: LiveEngine
  let zone: Zone
  let lineLimit: Int
  /// Says something to the operator, at a level that says whether to act.
  let warn: @Sendable (String) -> Void
}

/// Frames and scans one stream of a live input.
///
/// Unchecked, because all of it is used under the lock: by the input's thread, and when audit lines have waited long enough.
final class LiveStream: @unchecked Sendable {
  private let lock = NSLock()
  private let context: LiveContext
  private let scanner: TocsinEngine.Scanner
  private let framer: Framer
  private let source: Int
  let number: Int

  init(_ context: LiveContext, name: String, delay: Duration?, format: Format?, zone: Zone?, source: Int) {
    self.context = context
    self.source = source
    number = context.engine.addInput(name, delay: delay)
    scanner = TocsinEngine.Scanner(context.detectors, format: format, lineLimit: context.lineLimit)
    let now = HostZone.now
    framer = Framer(
      input: number, clock: Clock(zone: zone ?? context.zone, year: .notAfter(now)), arrival: now,
      options: .init(lineLimit: context.lineLimit))
  }

  func append(_ bytes: UnsafeRawBufferPointer) {
    lock.withLock {
      let now = HostZone.now
      framer.clock.year = .notAfter(now)
      framer.arrival = now
      scan(framer.append(bytes))
    }
  }

  /// Between two files: a line without its newline is whole.
  func endFile() { lock.withLock { scan(framer.endFile()) } }

  func caughtUp() {
    let waits = lock.withLock { framer.isWaiting }
    context.engine.caughtUp(number)
    if waits {
      DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(2_010)) { [weak self] in self?.expire() }
    }
  }

  private func expire() { lock.withLock { scan(framer.expire(now: HostZone.now)) } }

  private func scan(_ chunks: [Chunk]) {
    guard !chunks.isEmpty else { return }
    context.engine.take(chunks.map { scanner.scan($0, source: source) })
  }
}
