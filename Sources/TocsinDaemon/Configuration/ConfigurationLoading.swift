import Foundation
import Logging
import Sigma

extension Configuration {
  /// Reads the file and then `conf.d/*.yaml` beside it in the order of their names: lists append, other settings override.
  ///
  /// Without a path it is `/etc/tocsin/tocsin.yaml`, which need not exist. All that is wrong is thrown at once. What the files do
  /// not set comes from the defaults for this host.
  public static func load(path: String? = nil, host: Surroundings = .current) throws(ConfigurationError) -> Configuration {
    let main = path.map { URL(fileURLWithPath: $0).standardizedFileURL.path } ?? defaultPath
    var configuration = Configuration()
    var problems: [ConfigurationProblem] = []
    if path != nil || FileManager.default.fileExists(atPath: main) {
      problems += configuration.read(file: main)
    }
    for part in parts(beside: main) { problems += configuration.read(file: part) }
    if !problems.isEmpty { throw ConfigurationError(problems) }
    configuration.addDefaults(host)
    return configuration
  }

  /// Reads one file's text over what is there already; for tests and standard input.
  mutating func read(text: String, path: String) -> [ConfigurationProblem] {
    let reader = SettingReader(path: path)
    do throws(YAMLError) {
      if let root = try YAMLComposer.document(of: text) { read(root, reader) }
    } catch {
      reader.refuse(YAMLFault.location(error, path: path), YAMLFault.message(error))
    }
    return reader.problems
  }

  private mutating func read(file: String) -> [ConfigurationProblem] {
    files.append(file)
    func problem(_ message: String) -> [ConfigurationProblem] {
      [ConfigurationProblem(.error, SettingLocation(path: file), message)]
    }
    do throws(SmallFile.Failure) {
      let bytes = try SmallFile.read(file, limit: 4 << 20)
      guard let text = String(validating: bytes, as: UTF8.self) else { return problem("not UTF-8") }
      return read(text: text, path: file)
    } catch {
      return problem("cannot read: \(error.reason)")
    }
  }

  private mutating func read(_ root: YAMLNode, _ reader: SettingReader) {
    let keys = ["inputs", "detectors", "decoders", "placeholders", "sinks", "ignore", "timezone", "state", "limits", "log-level"]
    let entries = reader.map(root, "the configuration", keys: keys)
    func extend<Value>(_ list: WritableKeyPath<Configuration, [Value]>, _ key: String, _ read: (YAMLNode) -> [Value]) {
      guard let node = entries[key] else { return }
      // The first file that has the list replaces the default; later ones append.
      if stated.insert(key).inserted { self[keyPath: list] = [] }
      self[keyPath: list] += read(node)
    }
    extend(\.inputs, "inputs") { reader.list($0, "inputs").compactMap { reader.input($0) } }
    extend(\.detectors, "detectors") { reader.list($0, "detectors").compactMap { reader.path($0, "detectors") } }
    extend(\.decoders, "decoders") { reader.list($0, "decoders").compactMap { reader.path($0, "decoders") } }
    if let node = entries["placeholders"] {
      placeholders.merge(reader.placeholders(node)) { $0 + $1 }
    }
    extend(\.sinks, "sinks") { reader.list($0, "sinks").compactMap { reader.sink($0) } }
    extend(\.ignore, "ignore") { reader.list($0, "ignore").compactMap { reader.ignore($0) } }
    if let zone = entries["timezone"] { timezone = reader.timezone(zone, "timezone") }
    if let node = entries["state"], let path = reader.path(node, "state") {
      state = path
      stated.insert("state")
    }
    if let node = entries["limits"] { readLimits(node, reader) }
    if let node = entries["log-level"] {
      logLevel = reader.choice(node, "log-level", Logger.Level.allCases.map { ($0.rawValue, $0) }) ?? logLevel
    }
  }

  private mutating func readLimits(_ node: YAMLNode, _ reader: SettingReader) {
    let entries = reader.map(node, "limits", keys: ["windows", "line", "waiting", "outbox", "lateness"])
    if let node = entries["windows"], let size = reader.size(node, "windows", in: 1 << 20...1 << 40) { limits.windows = size }
    if let node = entries["line"], let size = reader.size(node, "line", in: 1 << 10...16 << 20) { limits.line = size }
    if let node = entries["waiting"], let size = reader.size(node, "waiting", in: 1 << 20...1 << 40) { limits.waiting = size }
    if let node = entries["outbox"], let size = reader.size(node, "outbox", in: 1 << 20...1 << 40) { limits.outbox = size }
    if let node = entries["lateness"], let span = reader.duration(node, "lateness", in: .zero ... .seconds(86_400)) {
      limits.lateness = span
    }
  }

  private static func parts(beside main: String) -> [String] {
    let directory = URL(fileURLWithPath: main).deletingLastPathComponent().appendingPathComponent("conf.d").path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    return names.filter { $0.hasSuffix(".yaml") && !$0.hasPrefix(".") }.sorted().map { directory + "/" + $0 }
  }
}
