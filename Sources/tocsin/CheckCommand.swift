import ArgumentParser
import Foundation
import Sigma
import TocsinDaemon
import TocsinEngine

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check configuration, rules and decoders without running them.",
    discussion: """
      Says everything that is wrong at once, each as path:line:column, what, and how to mend it. Without directories the ones of \
      the configuration are checked. Warnings are of what loads but cannot be meant; they do not change the exit status.
      """)

  @Argument(help: ArgumentHelp("Directories or files of rules.", valueName: "dir"))
  var directories: [String] = []

  @Option(name: [.customShort("c"), .customLong("config")], help: ArgumentHelp("Configuration to check.", valueName: "file"))
  var config: String?

  @Flag(name: .long, help: "Fail on warnings, too.")
  var strict = false

  @Flag(name: .long, help: "Print every warning, where there are many of a kind, too.")
  var allWarnings = false

  @Flag(name: .long, help: "Print the literals that rules are chosen by, one a line.")
  var printLiterals = false

  func run() throws {
    let start = Date()
    let settings = try settings()
    let pack = load(settings)
    let loaded = Date().timeIntervalSince(start)
    let warnings = pack.review(inputs: settings?.logSources ?? [])
    for line in WarningSummary.lines(warnings, all: allWarnings) { Terminal.complain(line) }
    for error in pack.errors { Terminal.complain("error: \(error)") }
    let detectors: DetectorSet
    do { detectors = try pack.compile() } catch {
      for message in error.messages { Terminal.complain("error: \(message)") }
      throw Status.usage.code
    }
    if printLiterals {
      let out = Output()
      for literal in detectors.literals where literal.allSatisfy({ $0 < 0x80 }) { out.write(literal + [0x0A]) }
      out.flush()
    } else {
      print(
        "\(Count(pack.rules.rules.count, "rule")), \(Count(pack.rules.correlations.count, "correlation")) loaded in "
          + "\(String(format: "%.1f", loaded)) s, \(Count(pack.rules.refused)) refused; \(Count(pack.decoders.count, "decoder")), "
          + "\(Count(detectors.literals.count, "literal")), \(Count(warnings.count, "warning"))")
    }
    if !pack.errors.isEmpty || (strict && !warnings.isEmpty) { throw Status.usage.code }
  }

  /// What was named, or without directories what the service would read; nil where there is neither.
  private func settings() throws -> Configuration? {
    guard config != nil || (directories.isEmpty && FileManager.default.fileExists(atPath: Configuration.defaultPath)) else {
      return nil
    }
    return try ConfigurationReading.load(config)
  }

  private func load(_ settings: Configuration?) -> DetectorPack {
    var (rules, decoders) = settings.map { DetectorPack.paths(of: $0) } ?? ([DetectorPack.shippedPath].compactMap { $0 }, [])
    if !directories.isEmpty { rules = directories }
    return DetectorPack.load(rules, decoders: decoders, placeholders: settings?.placeholders ?? [:])
  }
}

extension Configuration {
  /// Log sources that it gives to inputs.
  fileprivate var logSources: [LogSource] {
    inputs.compactMap { if case .file(let file) = $0 { file.logSource } else { nil } }
  }
}
