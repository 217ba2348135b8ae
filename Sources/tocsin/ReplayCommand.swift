import ArgumentParser
import Foundation
import TocsinDaemon
import TocsinEngine

struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Read logs from front to back and print the alerts they would have raised.",
    discussion: """
      Files may be plain or gzipped, journal files or directories of any of these; what a file is, its content says. Rotated \
      files (x, x.1, x.2.gz) are read as one log, oldest first, and several logs are merged by the time of their records, so \
      that the result is what the service would have said live.

        tocsin replay /var/log
        tocsin replay --since 2026-11-01 -o json access.log* | jq .
        zcat old.gz | tocsin
      """)

  @Argument(help: ArgumentHelp("Files, directories or patterns; - is standard input.", valueName: "path"))
  var paths: [String] = []

  @OptionGroup var detecting: DetectorOptions
  @OptionGroup var reading: ReadingOptions

  @Option(name: [.customShort("o"), .customLong("output")], help: "How alerts are written.")
  var output: OutputFormat = .text

  @Option(name: .long, help: "Whether to colour text.")
  var color: ColorChoice = .auto

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Print only alerts opened at or after this time (2026-11-01, 2026-11-01T06:00:00Z); earlier records still count.",
      valueName: "time"))
  var since: String?

  @Option(name: .long, help: ArgumentHelp("Print only alerts opened before this time.", valueName: "time"))
  var until: String?

  @Option(name: .long, help: ArgumentHelp("Which messages of an episode to print: opened, updated, closed.", valueName: "list"))
  var actions: String = "opened,updated"

  @Flag(name: .long, help: "Print each match of each rule, too.")
  var everyMatch = false

  @Option(name: .long, help: "End with status 1 if an alert is of this level or above.")
  var failOn: AlertLevel?

  @Flag(name: .long, help: "Print counters as JSON on standard error at the end.")
  var stats = false

  @Option(name: .long, help: ArgumentHelp("Threads that scan. The result is the same.", valueName: "n"))
  var threads: Int = min(4, max(1, ProcessInfo.processInfo.activeProcessorCount))

  @Option(name: .long, help: .hidden)
  var readSize: Int?

  private func chosenActions() throws -> Set<Alert.Action> {
    var chosen: Set<Alert.Action> = everyMatch ? [.matched] : []
    for name in actions.split(separator: ",") {
      guard let action = Alert.Action(rawValue: String(name)) else {
        throw ValidationError("--actions takes opened, updated and closed, separated by commas; '\(name)' is none of them")
      }
      chosen.insert(action)
    }
    return chosen
  }

  func validate() throws {
    _ = try chosenActions()
    if !(1...64).contains(threads) { throw ValidationError("--threads takes a number from 1 to 64") }
    for time in [since, until].compactMap({ $0 }) where MomentText.parse(time, zone: .utc) == nil {
      throw ValidationError("'\(time)' is no time; write 2026-11-01, 2026-11-01T06:00 or 2026-11-01T06:00:00Z")
    }
  }

  func run() throws {
    guard !paths.isEmpty else {
      throw ValidationError("nothing to read; name files or directories, or - for standard input")
    }
    let detectors = try detecting.load()
    let zone = try reading.zone()
    let actions = try chosenActions()
    let out = Output()
    let isColored = color.isOn
    let width = isatty(STDOUT_FILENO) == 1 ? Terminal.width(STDOUT_FILENO) ?? 0 : 0
    let range = AlertRange(
      since: since.flatMap { MomentText.parse($0, zone: zone) }, until: until.flatMap { MomentText.parse($0, zone: zone) })
    let failOn = failOn
    let format = output
    var failed = false
    let bar = ProgressBar()
    let json = AlertJSON()
    let isPipe = paths == ["-"]
    func show(_ alert: Alert) {
      guard range.admits(alert) else { return }
      if let failOn, alert.action == .opened, alert.rule.level >= failOn { failed = true }
      guard actions.contains(alert.action) else { return }
      bar.clear()
      switch format {
      case .json:
        out.write { line in
          json.append(alert, to: &line)
          line.append(0x0A)
        }
      case .text: out.write(AlertText.render(alert, color: isColored, width: width))
      }
      if isPipe || bar.isShown { out.flush() }
    }
    let replay = Replay(
      detectors, options: options(zone),
      onError: { error in
        bar.clear()
        Terminal.complain("error: \(error)")
      }, onMatch: everyMatch ? show : nil, emit: show)
    let summary = replay.run(InputSet.discover(paths), progress: bar.isUseful ? { bar.show($0) } : nil)
    bar.clear()
    out.flush()
    report(summary, detectors)
    if !summary.errors.isEmpty { throw Status.inputOutput.code }
    if failed { throw Status.findings.code }
  }

  private func options(_ zone: Zone) -> Replay.Options {
    var options = Replay.Options()
    options.format = reading.format
    options.zone = zone
    options.year = reading.year
    options.threads = threads
    if let readSize { options.readSize = max(1, readSize) }
    return options
  }

  private func report(_ summary: Replay.Summary, _ detectors: DetectorSet) {
    if stats { Terminal.complain(StatsJSON.encode(summary, detectors)) }
    guard Terminal.isErrorTerminal, !stats else { return }
    Terminal.complain(SummaryLine.text(summary))
  }
}

/// Which episodes are printed, by the time they opened; later messages of an episode follow its first.
private final class AlertRange {
  private let since: Timestamp?
  private let until: Timestamp?
  private var admitted: Set<String> = []

  init(since: Timestamp?, until: Timestamp?) { (self.since, self.until) = (since, until) }

  func admits(_ alert: Alert) -> Bool {
    if since == nil, until == nil { return true }
    if alert.action == .updated || alert.action == .closed { return admitted.contains(alert.episode) }
    guard alert.time >= since ?? .distantPast, alert.time < until ?? .distantFuture else { return false }
    admitted.insert(alert.episode)
    return true
  }
}
