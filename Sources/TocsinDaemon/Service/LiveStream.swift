import Foundation
import Sigma
import TocsinEngine

/// Frames and scans one stream of a live input.
///
/// Unchecked, because all of it is used under the lock: by the input's thread, by a reload, and when audit lines have waited long
/// enough.
final class LiveStream: @unchecked Sendable {
  /// What the configuration says of the input.
  struct Settings {
    var delay: Duration?
    var format: Format?
    /// Zone of times that name none; nil: that of the whole configuration.
    var zone: Zone?
    var source: LogSource?
  }

  private let lock = NSLock()
  private let name: String
  private let resume: @Sendable () -> Void
  private let framer: Framer
  private var context: LiveContext
  private var settings: Settings
  private var scanner: TocsinEngine.Scanner
  private var source: Int
  /// The number that another engine gave it, before the stream turns to it.
  private var announced: (engine: LiveEngine, number: Int)?
  /// Everything that is there has been read.
  private var isCaughtUp = false
  /// Set while audit lines wait for the rest of their event.
  private var expiry: Timers.Timer?
  /// When all that waits then has waited long enough.
  private var expires: Monotonic?

  /// How long audit lines wait, and a bit more.
  private static let patience = Duration.milliseconds(2_010)

  /// `resume` is called when it may be read on, after it might not; it must not wait.
  init(_ context: LiveContext, name: String, _ settings: Settings, resume: @escaping @Sendable () -> Void) {
    (self.context, self.name, self.settings, self.resume) = (context, name, settings, resume)
    scanner = Self.scanner(context, settings)
    source = Self.source(context, settings)
    let now = HostZone.now
    framer = Framer(
      input: context.engine.addInput(
        name, delay: settings.delay, kind: .init(source: source, format: settings.format), resume: resume),
      clock: Clock(zone: settings.zone ?? context.zone, year: .notAfter(now)), arrival: now,
      options: .init(lineLimit: context.lineLimit))
    expiry = context.timers.timer { [weak self] in self?.expire() }
  }

  private static func scanner(_ context: LiveContext, _ settings: Settings) -> TocsinEngine.Scanner {
    TocsinEngine.Scanner(context.detectors, format: settings.format, lineLimit: context.lineLimit)
  }

  private static func source(_ context: LiveContext, _ settings: Settings) -> Int {
    settings.source.flatMap { context.sources.firstIndex(of: $0) } ?? 0
  }

  /// Whether it may be read on; if not, `resume` tells when.
  var mayRead: Bool { lock.withLock { context.engine.mayRead(framer.input) } }

  func append(_ bytes: UnsafeRawBufferPointer) {
    lock.withLock {
      isCaughtUp = false
      let now = HostZone.now
      framer.clock.year = .notAfter(now)
      framer.arrival = now
      scan(framer.append(bytes))
    }
  }

  /// Between two files: a line without its newline is whole.
  func endFile() { lock.withLock { scan(framer.endFile()) } }

  func caughtUp() {
    lock.withLock {
      isCaughtUp = true
      context.engine.caughtUp(framer.input)
      guard framer.isWaiting else { return }
      // What waited before keeps its moment.
      if expires == nil { expiry?.set(after: Self.patience) }
      expires = .now + Self.patience
    }
  }

  /// There is more than was read, though it cannot be read yet.
  func isBehind() {
    lock.withLock {
      isCaughtUp = false
      context.engine.isBehind(framer.input)
    }
  }

  private func expire() {
    lock.withLock {
      scan(framer.expire(now: HostZone.now))
      if isCaughtUp { context.engine.caughtUp(framer.input) }
      let rest = framer.isWaiting ? expires.map { Monotonic.now.span(to: $0) } : nil
      if let rest, rest > .zero { expiry?.set(after: rest) } else { expires = nil }
    }
  }

  private func scan(_ chunks: [Chunk]) {
    guard !chunks.isEmpty else { return }
    context.engine.take(chunks.map { scanner.scan($0, source: source) })
  }

  // MARK: Reload

  /// Makes the stream known to an engine that it will turn to, so that the engine waits for it from its first record on.
  func announce(to engine: LiveEngine) {
    lock.withLock {
      guard engine !== context.engine else { return }
      announced = (engine, add(to: engine))
    }
  }

  /// Until the stream turns to the engine, with its settings of then, it may bring anything.
  private func add(to engine: LiveEngine) -> Int {
    engine.addInput(name, delay: settings.delay, kind: .unknown, resume: resume)
  }

  /// What becomes whole from now on is read by these settings and goes to the engine of `context`. A line of which a part has come
  /// is kept.
  func change(to context: LiveContext, _ settings: Settings) {
    lock.withLock {
      let engine = context.engine
      if engine !== self.context.engine {
        framer.input = announced?.engine === engine ? announced?.number ?? 0 : add(to: engine)
      }
      announced = nil
      (self.context, self.settings) = (context, settings)
      scanner = Self.scanner(context, settings)
      source = Self.source(context, settings)
      engine.change(framer.input, delay: settings.delay, kind: .init(source: source, format: settings.format))
      framer.options.lineLimit = context.lineLimit
      framer.clock = Clock(zone: settings.zone ?? context.zone, year: .notAfter(HostZone.now))
      if isCaughtUp { engine.caughtUp(framer.input) }
    }
  }

  /// Nothing more comes. Audit lines that wait for the rest of their event go on as they are; bytes of a record that is not whole are
  /// given up, and counted.
  func end() -> Int {
    lock.withLock {
      let unfinished = framer.unfinished
      scan(framer.expire(now: .distantFuture))
      expiry?.clear()
      context.engine.end(framer.input)
      return unfinished
    }
  }
}
