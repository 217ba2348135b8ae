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
      the configuration are checked.
      """)

  @Argument(help: ArgumentHelp("Directories or files of rules.", valueName: "dir"))
  var directories: [String] = []

  @Option(name: [.customShort("c"), .customLong("config")], help: ArgumentHelp("Configuration to check.", valueName: "file"))
  var config: String?

  @Flag(name: .long, help: "Print the literals that rules are chosen by, one a line.")
  var printLiterals = false

  func run() throws {
    let start = Date()
    var rules = directories
    var decoders: [String] = []
    if directories.isEmpty {
      if config != nil || FileManager.default.fileExists(atPath: Configuration.defaultPath) {
        (rules, decoders) = DetectorPack.paths(of: try ConfigurationReading.load(config))
      } else if let shipped = DetectorPack.shippedPath {
        rules = [shipped]
      }
    }
    let pack = DetectorPack.load(rules, decoders: decoders)
    for warning in pack.warnings { Terminal.complain(warning) }
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
      let milliseconds = Int((Date().timeIntervalSince(start) * 1000).rounded())
      print(
        "\(pack.rules.rules.count) rules, \(pack.rules.correlations.count) correlations, \(pack.decoders.count) decoders, "
          + "\(detectors.literals.count) literals: \(pack.errors.count) errors, \(pack.warnings.count) warnings (\(milliseconds) ms)"
      )
    }
    if !pack.errors.isEmpty { throw Status.usage.code }
  }
}
