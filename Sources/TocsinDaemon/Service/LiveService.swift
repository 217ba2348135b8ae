import Logging
import Sigma
import TocsinEngine

/// What runs: inputs, engine and sinks of one configuration, and how they become those of the next.
final class LiveService {
  /// How long sinks have to deliver what waits, when they end.
  private static let patience = Duration.seconds(10)

  private let version: String
  private let timers: Timers
  private var logger: Logger
  private let desk: AlertDesk
  private var configuration: Configuration
  private var hash: UInt64
  private var detectors: DetectorSet
  private(set) var engine: LiveEngine
  private var sinks: SinkSet
  private var inputs: [any LiveInput] = []

  /// Opens all inputs: what is written from here on is read.
  init(
    _ configuration: Configuration, _ files: DetectorFiles, _ timers: Timers, version: String, logger: Logger
  ) throws(Daemon.Failure) {
    (self.configuration, self.timers, self.version, self.logger, hash) = (configuration, timers, version, logger, files.hash)
    detectors = try Self.compile(configuration, files)
    sinks = try Self.sinks(configuration, version, logger)
    desk = AlertDesk(sinks)
    engine = Self.engine(configuration, detectors, timers, desk)
    sinks.start()
    let context = Self.context(configuration, detectors, engine, timers, logger)
    inputs = open(configuration.inputs, at: [:], context)
    for input in inputs { input.begin() }
    tell()
  }

  /// Takes over another configuration, or throws and stays as it is. What did not change goes on: inputs where they are, sinks with
  /// what waits for them, and, where rules, decoders and limits are the same, the windows.
  func reload(_ configuration: Configuration, _ files: DetectorFiles, logger: Logger) throws(Daemon.Failure) {
    let sinks = try Self.sinks(configuration, version, logger, keeping: self.sinks)
    let news = news(configuration, files)
    if !news.isEmpty { detectors = try Self.compile(configuration, files) }
    // From here on nothing fails.
    self.logger = logger
    let (formerEngine, formerSinks) = (engine, self.sinks)
    desk.turn(to: sinks)
    if news.isEmpty {
      engine.ignore(Self.ignored(configuration))
      engine.limitWaiting(to: configuration.limits.waiting)
    } else {
      logger.notice("windows begin anew, because of other \(news.joined(separator: " and "))")
      engine = Self.engine(configuration, detectors, timers, desk)
    }
    turnInputs(to: configuration, Self.context(configuration, detectors, engine, timers, logger))
    if formerEngine !== engine {
      formerEngine.stop()
      logger.info("until here: \(formerEngine.status)")
    }
    (self.configuration, self.sinks, hash) = (configuration, sinks, files.hash)
    drain(formerSinks, keeping: sinks)
    // Only now, lest two write to one file.
    sinks.start()
    sinks.reopen()
    tell()
  }

  /// Takes in what has been read, delivers what waits, and ends.
  func stop() {
    for input in inputs { _ = input.stop() }
    engine.stop()
    logger.info("\(engine.status)")
    drain(sinks)
  }

  private func drain(_ sinks: SinkSet, keeping next: SinkSet? = nil) {
    let left = sinks.drain(Self.patience, keeping: next)
    if left > 0 { logger.warning("\(left) alerts could not be delivered in time and are lost to their sinks") }
  }

  private func tell() {
    if inputs.isEmpty { logger.error("there is no input to read; name some in the configuration") }
    logger.info(
      """
      \(detectors.rules.count) rules, \(detectors.correlations.count) correlations, \
      \(inputs.count) of \(configuration.inputs.count) inputs
      """)
  }

  // MARK: Inputs

  /// Inputs that stay go on where they are. Those that are new take over where one that ended had read the same file.
  private func turnInputs(to configuration: Configuration, _ context: LiveContext) {
    var free = inputs
    var kept: [(input: any LiveInput, settings: Configuration.Input)] = []
    var wanted: [Configuration.Input] = []
    for settings in configuration.inputs {
      if let index = free.firstIndex(where: { $0.reads(settings) }) {
        kept.append((free.remove(at: index), settings))
      } else {
        wanted.append(settings)
      }
    }
    var positions: [String: FilePosition] = [:]
    for input in free { positions.merge(input.stop()) { $1 } }
    for (input, _) in kept { input.announce(to: context) }
    let opened = open(wanted, at: positions, context)
    for (input, settings) in kept { input.change(to: settings, context) }
    for input in opened { input.begin() }
    inputs = kept.map(\.input) + opened
  }

  /// Those that can be opened; why others cannot is said.
  private func open(
    _ wanted: [Configuration.Input], at positions: [String: FilePosition], _ context: LiveContext
  ) -> [any LiveInput] {
    wanted.compactMap { settings -> (any LiveInput)? in
      let input: any LiveInput =
        switch settings {
        case .journal(let journal): LiveJournal(journal, context: context)
        case .file(let file): LiveFiles(file, context: context)
        }
      do throws(InputError) {
        try input.open(at: positions)
        return input
      } catch {
        logger.error("\(error)")
        return nil
      }
    }
  }

  // MARK: What a configuration makes

  /// What of the configuration asks for another engine.
  private func news(_ configuration: Configuration, _ files: DetectorFiles) -> [String] {
    let (former, limits) = (self.configuration.limits, configuration.limits)
    var news: [String] = []
    if files.hash != hash { news.append("rules or decoders") }
    if Self.sources(configuration) != Self.sources(self.configuration) { news.append("log sources of inputs") }
    if (former.windows, former.lateness) != (limits.windows, limits.lateness) { news.append("limits") }
    return news
  }

  private static func sources(_ configuration: Configuration) -> [LogSource?] {
    var sources: [LogSource?] = [nil]
    for case .file(let file) in configuration.inputs {
      if let source = file.logSource, !sources.contains(source) { sources.append(source) }
    }
    return sources
  }

  private static func compile(_ configuration: Configuration, _ files: DetectorFiles) throws(Daemon.Failure) -> DetectorSet {
    do throws(DecoderErrors) {
      return try files.pack.compile(.init(inputSources: sources(configuration)))
    } catch {
      throw .rules(error.messages)
    }
  }

  private static func ignored(_ configuration: Configuration) -> IgnoreList {
    IgnoreList(configuration.ignore.compactMap(\.entry))
  }

  private static func engine(
    _ configuration: Configuration, _ detectors: DetectorSet, _ timers: Timers, _ desk: AlertDesk
  ) -> LiveEngine {
    LiveEngine(
      detectors, timers, limit: configuration.limits.waiting,
      options: .init(
        lateness: configuration.limits.lateness.microseconds, windowLimit: configuration.limits.windows,
        ignored: ignored(configuration)), emit: { desk.offer($0) })
  }

  private static func context(
    _ configuration: Configuration, _ detectors: DetectorSet, _ engine: LiveEngine, _ timers: Timers, _ logger: Logger
  ) -> LiveContext {
    LiveContext(
      detectors: detectors, engine: engine, timers: timers, zone: HostZone.zone(configuration.timezone) ?? .utc,
      lineLimit: configuration.limits.line, sources: sources(configuration), warn: { logger.warning("\($0)") })
  }

  private static func sinks(
    _ configuration: Configuration, _ version: String, _ logger: Logger, keeping former: SinkSet? = nil
  ) throws(Daemon.Failure) -> SinkSet {
    do throws(ConfigurationProblem) {
      return try SinkSet(configuration, version: version, keeping: former) { logger.warning("\($0)") }
    } catch {
      throw .configuration([error.description])
    }
  }
}
