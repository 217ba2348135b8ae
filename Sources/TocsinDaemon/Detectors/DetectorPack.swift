import Foundation
import Sigma
import TocsinEngine

/// Rules and decoders as files, and how they are found and compiled.
public struct DetectorPack: Sendable {
  public var rules: RuleSet
  public var decoders: [DecoderDefinition]
  /// `path:line:column: what; how to mend it`, errors and warnings.
  public var errors: [String]
  public var warnings: [String]

  /// Loads rules from directories or files, and decoders from their `decoders` folders and from `decoders`. Where neither holds
  /// any decoder, those of the shipped pack are taken: rules without decoders would see no fields.
  ///
  /// - Parameter placeholders: What `%name%` stands for in rules with `expand`.
  public static func load(
    _ paths: [String], decoders decoderPaths: [String] = [], placeholders: [String: [String]] = [:]
  ) -> DetectorPack {
    var loader = RuleLoader(placeholders: placeholders, checkRegex: RegexCheck.fault)
    var decoders = DecoderLoader()
    var missing: [String] = []
    for path in paths {
      guard FileManager.default.fileExists(atPath: path) else {
        missing.append("\(path): there is no such file or directory; name a directory of rules with --detectors")
        continue
      }
      for file in YAMLFiles.find(in: path, skipping: ["decoders"]) { loader.add(file: file) }
      decoders.add(path: "\(path)/decoders")
    }
    for path in decoderPaths where !paths.contains(where: { path == "\($0)/decoders" }) { decoders.add(path: path) }
    if decoders.definitions.isEmpty, let shipped = shippedPath { decoders.add(path: "\(shipped)/decoders") }
    let rules = loader.load()
    return DetectorPack(
      rules: rules, decoders: decoders.definitions,
      errors: missing + decoders.problems + rules.problems.filter { $0.severity == .error }.map(\.description),
      warnings: rules.problems.filter { $0.severity == .warning }.map(\.description))
  }

  /// The directories of a configuration that are there; the shipped rules where none of its own is.
  public static func paths(of configuration: Configuration) -> (rules: [String], decoders: [String]) {
    let exists = FileManager.default.fileExists(atPath:)
    var rules = configuration.detectors.filter(exists)
    if rules.isEmpty, let shipped = shippedPath { rules = [shipped] }
    return (rules, configuration.decoders.filter(exists))
  }

  /// Warnings of rules that load but cannot be meant, those of loading among them, by file and place.
  ///
  /// - Parameter inputs: Log sources that the configuration gives to inputs.
  public func review(inputs: [LogSource] = []) -> [Problem] {
    let loading = rules.problems.filter { $0.severity == .warning }
    let unfed = UnfedRules(decoders: decoders, inputs: inputs).find(in: rules.rules)
    return (loading + unfed + rules.containedRules()).enumerated().sorted { first, second in
      let (a, b) = (first.element.position, second.element.position)
      return (a.path, a.line, a.column, first.offset) < (b.path, b.line, b.column, second.offset)
    }.map(\.element)
  }

  /// Compiles the pack; decoders that do not parse are named.
  public func compile(_ options: DetectorSet.Options = .init()) throws(DecoderErrors) -> DetectorSet {
    try DetectorSet(rules: rules, decoders: decoders, options: options)
  }

  /// Where the shipped pack is: beside an installed binary, or in the tree that a build stands in. Nil where it is not found.
  public static var shippedPath: String? {
    let executable = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    var directory = (executable as NSString).deletingLastPathComponent
    let installed = "\((directory as NSString).deletingLastPathComponent)/share/tocsin/detectors"
    var candidates = [installed, "/usr/share/tocsin/detectors"]
    while directory.count > 1 {
      candidates.append("\(directory)/Detectors")
      directory = (directory as NSString).deletingLastPathComponent
    }
    return candidates.first { FileManager.default.fileExists(atPath: "\($0)/decoders") }
  }
}
