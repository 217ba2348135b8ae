import Dispatch
import Foundation
import TocsinEngine

/// Reads inputs from front to back, merged in event-time order, and gives alerts: the one-shot use and the pipe.
public final class Replay {
  public struct Options: Sendable {
    public var format: Format?
    public var zone: Zone = .utc
    /// Year of the first record of each input, for times that name none.
    public var year: Int?
    public var lineLimit = 64 * 1024
    public var windowLimit = 64 << 20
    /// Seconds that records may come late.
    public var lateness: Int64 = 60_000_000
    public var threads = 1
    /// At most so many bytes are asked for at once; smaller only in tests.
    public var readSize = Int.max
    public init() {}
  }

  public struct Summary: Sendable {
    public var scanned = ScanCounters()
    public var correlated = Correlator.Counters()
    /// By index in the detector set's rules.
    public var matchesByRule: [Int] = []
    public var files = 0
    /// What could not be read.
    public var errors: [InputError] = []
    public var seconds = 0.0
  }

  /// How far a replay has come, for whoever shows it.
  public struct Progress: Sendable {
    /// Bytes as stored, read and to read.
    public var done: UInt64
    public var total: UInt64
    public var records: Int
    public var alerts: Int
  }

  private let detectors: DetectorSet
  private let options: Options
  private let engine: Engine
  private let pool: ScanPool
  private var sources: [ReplaySource] = []
  private var summary = Summary()
  private let errorSink: (InputError) -> Void

  public init(
    _ detectors: DetectorSet, options: Options, onError: @escaping (InputError) -> Void = { _ in },
    onMatch: ((Alert) -> Void)? = nil, emit: @escaping (Alert) -> Void
  ) {
    (self.detectors, self.options, errorSink) = (detectors, options, onError)
    pool = ScanPool(threads: options.threads) {
      TocsinEngine.Scanner(detectors, format: options.format, lineLimit: options.lineLimit)
    }
    engine = Engine(
      detectors, options: .init(lateness: options.lateness, windowLimit: options.windowLimit), onMatch: onMatch, emit: emit)
  }

  /// Reads all of `set`. `progress` is called about ten times a second.
  public func run(_ set: InputSet, progress: ((Progress) -> Void)? = nil) -> Summary {
    let start = DispatchTime.now()
    set.errors.forEach(report)
    for chain in set.chains {
      sources.append(ReplaySource(chain, number: engine.addInput(chain.name), options: options))
    }
    let total = set.chains.flatMap(\.members).reduce(0) { $0 + $1.size }
    var shown = DispatchTime.now()
    while let index = engine.furthestBehind {
      step(sources[index])
      if let progress, DispatchTime.now().uptimeNanoseconds - shown.uptimeNanoseconds > 100_000_000 {
        shown = .now()
        progress(
          Progress(
            done: sources.reduce(0) { $0 + $1.consumed }, total: total, records: engine.scanned.records,
            alerts: engine.counters.alerts))
      }
    }
    engine.finish()
    summary.scanned = engine.scanned
    summary.correlated = engine.counters
    summary.matchesByRule = engine.matchesByRule
    summary.files = set.chains.reduce(0) { $0 + max(1, $1.members.count) }
    summary.seconds = Double(DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) / 1e9
    return summary
  }

  /// Reads some of one input, scans it and hands it on in order.
  private func step(_ source: ReplaySource) {
    let wanted = source.isRegular ? pool.threads * 2 : 1
    var chunks: [Chunk] = []
    while chunks.count < wanted, !source.isDone {
      do throws(InputError) {
        chunks += try source.next()
      } catch {
        report(error)
      }
      if !source.isRegular { break }
    }
    if let year = options.year, !source.hasYear, let clock = chunks.lazy.compactMap({ self.pool.first.pin($0, year: year) }).first
    {
      source.pin(clock)
      for chunk in chunks { chunk.adopt(clock) }
    }
    for batch in pool.scan(chunks) { engine.take(batch) }
    if source.isDone { engine.end(source.number) }
  }

  private func report(_ error: InputError) {
    summary.errors.append(error)
    errorSink(error)
  }
}
