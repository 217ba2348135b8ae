import Logging

/// The running service: follows the inputs of a configuration and sends alerts until it is told to end.
public final class Daemon {
  /// Why it could not start, with the exit status that says so.
  public enum Failure: Error {
    case configuration([String])
    case rules([String])

    /// What to tell the operator.
    public var lines: [String] {
      switch self {
      case .configuration(let lines), .rules(let lines): lines
      }
    }
  }

  private let path: String?
  /// Whether one bad rule keeps the service from starting.
  private let isStrict: Bool
  private let version: String
  private var logger: Logger

  public init(configuration path: String?, isStrict: Bool = false, version: String) {
    (self.path, self.isStrict, self.version) = (path, isStrict, version)
    logger = Logger(label: "tocsin") { StreamLogHandler.standardError(label: $0) }
  }

  /// Runs until SIGTERM or SIGINT; SIGHUP reads everything again.
  public func run() throws(Failure) {
    let signals = Signals()
    let (configuration, files) = try load(refusingBadRules: isStrict)
    let timers = Timers()
    let service = try LiveService(configuration, files, timers, version: version, logger: logger)
    let watchdog = Watchdog(service.engine, timers)
    Notify.ready()
    logger.info("ready")
    while signals.next() == .reload {
      Notify.reloading()
      reload(service)
      watchdog.watch(service.engine)
      Notify.ready()
    }
    Notify.stopping()
    watchdog.cancel()
    service.stop()
    timers.end()
    logger.info("stopped")
  }

  /// Reads configuration, rules and decoders.
  private func load(refusingBadRules refuses: Bool) throws(Failure) -> (Configuration, DetectorFiles) {
    let configuration: Configuration
    do throws(ConfigurationError) {
      configuration = try Configuration.load(path: path)
    } catch {
      throw .configuration(error.problems.map(\.description))
    }
    logger.logLevel = configuration.logLevel
    for problem in configuration.check() { logger.warning("\(problem)") }
    let files = try DetectorFiles(configuration)
    if !files.pack.errors.isEmpty {
      if refuses { throw .rules(files.pack.errors) }
      // One bad rule never stops the others, but a rule that is left out without a word is one that never rings.
      for problem in files.pack.errors { logger.error("\(problem)") }
      logger.error(
        "\(files.pack.errors.count) faults in rules or decoders: what they are in is left out; `tocsin check` says them again")
    }
    for problem in files.pack.warnings { logger.debug("\(problem)") }
    return (configuration, files)
  }

  /// Takes over all that was read again, or keeps the old and says why.
  private func reload(_ service: LiveService) {
    do throws(Failure) {
      // What runs goes on whole.
      let (configuration, files) = try load(refusingBadRules: true)
      try service.reload(configuration, files, logger: logger)
      logger.info("reloaded")
    } catch {
      for line in error.lines { logger.error("\(line)") }
      logger.error("the old configuration and rules stay in force; mend the above and reload again")
    }
  }
}
