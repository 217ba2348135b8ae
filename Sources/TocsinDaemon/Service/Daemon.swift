import Foundation
import Logging
import Sigma
import TocsinEngine
import UnixSignals

/// The running service: follows the inputs of a configuration and sends alerts until it is told to end.
public final class Daemon {
  /// Why it could not start, with the exit status that says so.
  public enum Failure: Error {
    case configuration([String])
    case rules([String])
  }

  private let path: String?
  private let version: String
  private var logger: Logger
  private var running: Running?

  private struct Running {
    var engine: LiveEngine
    var sinks: SinkSet
    var inputs: [any LiveInput]
  }

  public init(configuration path: String?, version: String) {
    (self.path, self.version) = (path, version)
    logger = Logger(label: "tocsin") { StreamLogHandler.standardError(label: $0) }
  }

  /// Runs until SIGTERM or SIGINT; SIGHUP reads everything again.
  public func run() async throws {
    let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint, .sighup)
    running = try start(load())
    let watchdog = startWatchdog()
    Notify.ready()
    logger.info("ready")
    for await signal in signals {
      if signal != .sighup { break }
      await reload()
    }
    Notify.stopping()
    watchdog?.cancel()
    await stop()
    logger.info("stopped")
  }

  private func load() throws -> (Configuration, DetectorPack) {
    let configuration: Configuration
    do { configuration = try Configuration.load(path: path) } catch {
      throw Failure.configuration(error.problems.map(\.description))
    }
    logger.logLevel = configuration.logLevel
    for problem in configuration.check() { logger.warning("\(problem)") }
    let paths = DetectorPack.paths(of: configuration)
    let pack = DetectorPack.load(paths.rules, decoders: paths.decoders)
    for problem in pack.warnings { logger.debug("\(problem)") }
    for problem in pack.errors { logger.error("\(problem)") }
    guard !pack.rules.rules.isEmpty else {
      throw Failure.rules(["no rule could be loaded from \(configuration.detectors.joined(separator: ", "))"] + pack.errors)
    }
    return (configuration, pack)
  }

  private func start(_ loaded: (Configuration, DetectorPack)) throws -> Running {
    let (configuration, pack) = loaded
    var sources: [LogSource?] = [nil]
    for case .file(let file) in configuration.inputs {
      if let source = file.logSource, !sources.contains(source) { sources.append(source) }
    }
    let detectors: DetectorSet
    do { detectors = try pack.compile(.init(inputSources: sources)) } catch { throw Failure.rules(error.messages) }
    let log = logger
    let warn: @Sendable (String) -> Void = { log.warning("\($0)") }
    let sinks: SinkSet
    do { sinks = try SinkSet(configuration, version: version, warn: warn) } catch {
      throw Failure.configuration([error.description])
    }
    let lateness = configuration.limits.lateness.components
    let engine = LiveEngine(
      detectors,
      options: .init(
        lateness: lateness.seconds * 1_000_000 + lateness.attoseconds / 1_000_000_000_000,
        windowLimit: configuration.limits.windows,
        ignored: IgnoreList(configuration.ignore.compactMap(\.entry))), emit: { sinks.offer($0) })
    let context = LiveContext(
      detectors: detectors, engine: engine, zone: HostZone.zone(configuration.timezone) ?? .utc,
      lineLimit: configuration.limits.line, warn: warn)
    let inputs: [any LiveInput] = configuration.inputs.map { input in
      switch input {
      case .journal(let settings): LiveJournal(settings, context: context)
      case .file(let settings):
        LiveFiles(settings, source: settings.logSource.flatMap { sources.firstIndex(of: $0) } ?? 0, context: context)
      }
    }
    var opened: [any LiveInput] = []
    for input in inputs {
      do {
        try input.start()
        opened.append(input)
      } catch {
        logger.error("\(error)")
      }
    }
    if opened.isEmpty { logger.error("there is no input to read; name some in the configuration") }
    logger.info(
      "\(detectors.rules.count) rules, \(detectors.correlations.count) correlations, \(opened.count) of \(inputs.count) inputs")
    return Running(engine: engine, sinks: sinks, inputs: opened)
  }

  /// Reads configuration, rules and decoders again and swaps them whole, or keeps the old ones and says why.
  private func reload() async {
    Notify.reloading()
    do {
      let loaded = try load()
      if !loaded.1.errors.isEmpty { throw Failure.rules(loaded.1.errors) }
      let next = try start(loaded)
      await stop()
      running = next
      logger.info("reloaded")
    } catch let failure as Failure {
      for line in failure.lines { logger.error("\(line)") }
      logger.error("the old configuration and rules stay in force; mend the above and reload again")
    } catch {
      logger.error("not reloaded: \(error)")
    }
    Notify.ready()
  }

  private func stop() async {
    guard let running else { return }
    self.running = nil
    for input in running.inputs { input.stop() }
    logger.info("\(running.engine.status)")
    running.engine.stop()
    await running.sinks.drain(.seconds(10))
  }

  private func startWatchdog() -> (any DispatchSourceTimer)? {
    guard let interval = Notify.watchdogInterval, let engine = running?.engine else { return nil }
    let timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "tocsin.watchdog"))
    timer.setEventHandler {
      // Only an engine that still takes its lock is alive.
      if engine.isAlive(within: 5) { Notify.alive() }
      Notify.status(engine.status)
    }
    timer.schedule(deadline: .now(), repeating: interval, leeway: .seconds(1))
    timer.resume()
    return timer
  }
}

extension Daemon.Failure {
  /// What to tell the operator.
  public var lines: [String] {
    switch self {
    case .configuration(let lines), .rules(let lines): lines
    }
  }
}
