import ArgumentParser
import Foundation
import Sigma
import TocsinDaemon
import TocsinEngine

/// Which rules look at which records.
struct DetectorOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Directory of rules, with decoders below it; may be given again. Default: the shipped pack.", valueName: "dir"))
  var detectors: [String] = []

  @Option(name: .long, help: ArgumentHelp("Directory of further decoders; may be given again.", valueName: "dir"))
  var decoders: [String] = []

  @Option(
    name: [.customShort("c"), .customLong("config")],
    help: ArgumentHelp("Configuration whose placeholder lists the rules may use.", valueName: "file"))
  var config: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Treat all input as of this log source, besides what is recognised: product=…,service=…,category=….", valueName: "source"))
  var logsource: String?

  @Flag(name: .long, help: "Let every rule look at every record.")
  var ignoreLogsource = false

  @Flag(name: .long, help: .hidden)
  var withoutPrefilter = false

  @Flag(name: .long, help: "Refuse to start if any rule is wrong.")
  var strict = false

  /// Loads and compiles; what is wrong is said on standard error.
  func load() throws -> DetectorSet {
    let paths = try paths()
    let placeholders = try config.map { try ConfigurationReading.load($0).placeholders } ?? [:]
    let pack = DetectorPack.load(paths, decoders: decoders, placeholders: placeholders)
    for warning in pack.warnings { Terminal.complain(warning) }
    for error in pack.errors { Terminal.complain("error: \(error)") }
    if pack.rules.rules.isEmpty, pack.rules.correlations.isEmpty {
      Terminal.complain("error: no rule could be loaded from \(paths.joined(separator: ", ")); run `tocsin check` there")
      throw Status.usage.code
    }
    if strict, !pack.errors.isEmpty { throw Status.usage.code }
    var sources: [LogSource?] = [nil]
    if let logsource { sources = [try Self.parse(logsource)] }
    do {
      return try pack.compile(
        .init(inputSources: sources, ignoresLogSources: ignoreLogsource, usesPrefilter: !withoutPrefilter))
    } catch {
      for message in error.messages { Terminal.complain("error: \(message)") }
      throw Status.usage.code
    }
  }

  func paths() throws -> [String] {
    if !detectors.isEmpty { return detectors }
    guard let shipped = DetectorPack.shippedPath else {
      Terminal.complain("error: the shipped detectors are not where they should be; name a directory with --detectors")
      throw Status.usage.code
    }
    return [shipped]
  }

  static func parse(_ text: String) throws -> LogSource {
    var source = LogSource()
    for part in text.split(separator: ",") {
      let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
      guard pair.count == 2, !pair[1].isEmpty else {
        throw ValidationError("--logsource takes product=…,service=…,category=…; '\(part)' is no such pair")
      }
      switch pair[0] {
      case "product": source.product = pair[1]
      case "service": source.service = pair[1]
      case "category": source.category = pair[1]
      default: throw ValidationError("--logsource knows product, service and category, not '\(pair[0])'")
      }
    }
    return source
  }
}

/// How times and records are read.
struct ReadingOptions: ParsableArguments {
  @Option(name: .long, help: "How records are written; default: recognised record by record.")
  var format: Format?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Year of each input's first record, for times that name none. Default: the latest that is not after the file's last change.",
      valueName: "year"))
  var year: Int?

  @Option(
    name: .long, help: ArgumentHelp("Zone of times that name none (Europe/Berlin, UTC). Default: the host's.", valueName: "zone"))
  var timezone: String?

  func zone() throws -> Zone {
    guard let zone = HostZone.zone(timezone) else {
      throw ValidationError("unknown zone '\(timezone ?? "")'; use a name of the zone database, such as Europe/Berlin or UTC")
    }
    return zone
  }

  func validate() throws {
    if let year, !(1970...9999).contains(year) { throw ValidationError("--year takes a year from 1970 to 9999") }
    _ = try zone()
  }
}
