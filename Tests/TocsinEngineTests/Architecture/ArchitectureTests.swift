import Foundation
import Testing

/// The engine's folders are stages, in the order data takes: no file names what is declared in a later one.
@Suite struct ArchitectureTests {
  /// The stages; files beside the folders hold them together and come last.
  static let stages = ["Lines", "Events", "Detection", "Correlation", "Alerts"]

  /// What a stage may name of a later one: a chunk carries the clock by which its times are read, alerts are what correlation
  /// makes, and no value leaves unmasked.
  static func isAllowed(_ name: String, from stage: String) -> Bool {
    switch stage {
    case "Lines": name == "Clock" || name == "Timestamp"
    case "Correlation": name.hasPrefix("Alert") || name == "SecretMask"
    default: false
    }
  }

  private struct File {
    var path: String
    var stage: String
    var text: String
    /// The text without comments and strings.
    var code: String
  }

  private static var root: URL {
    URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Sources")
  }

  private static func files(of module: String) throws -> [File] {
    let folder = root.appendingPathComponent(module).resolvingSymlinksInPath()
    let names = try #require(FileManager.default.enumerator(atPath: folder.path)).compactMap { $0 as? String }
    return try names.filter { $0.hasSuffix(".swift") }.sorted().map { name in
      let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
      let stage = name.split(separator: "/").count > 1 ? String(name.split(separator: "/")[0]) : ""
      return File(path: "\(module)/\(name)", stage: stage, text: text, code: code(text))
    }
  }

  private static func code(_ text: String) -> String {
    text.replacing(/\/\/[^\n]*/, with: "").replacing(/"(\\.|[^"\\\n])*"/, with: "\"\"")
  }

  /// Types that a file declares at its top: what other files can name.
  private static func declared(_ file: File) -> [String] {
    let lines = file.code.split(separator: "\n").filter { !$0.hasPrefix(" ") && !$0.contains("private ") }
    return lines.compactMap { line in
      line.firstMatch(of: /^(?:@\w+ )*(?:public |final |indirect )*(?:struct|class|enum|protocol|actor|typealias) (\w+)/).map {
        String($0.1)
      }
    }
  }

  @Test func noFileNamesALaterStage() throws {
    let files = try Self.files(of: "TocsinEngine")
    #expect(Set(files.map(\.stage)) == Set(Self.stages + [""]), "a new folder belongs into the order of stages")
    var stageOf: [String: Int] = [:]
    for file in files {
      let stage = Self.stages.firstIndex(of: file.stage) ?? Self.stages.count
      for name in Self.declared(file) { stageOf[name] = stage }
    }
    #expect(stageOf.count > 80)
    #expect(stageOf["Framer"] == 0 && stageOf["Event"] == 1 && stageOf["Scanner"] == Self.stages.count)
    for file in files {
      guard let own = Self.stages.firstIndex(of: file.stage) else { continue }
      // A nested type may have the name of a later one.
      let nested = Set(file.code.matches(of: /(?:struct|class|enum|case) (\w+)/).map { String($0.1) })
      for word in Set(file.code.matches(of: /\b[A-Z]\w+/).map { String($0.0) }) {
        guard let stage = stageOf[word], stage > own, !nested.contains(word), !Self.isAllowed(word, from: file.stage) else {
          continue
        }
        let later = stage < Self.stages.count ? Self.stages[stage] : "the doors"
        Issue.record("\(file.path) names \(word), which belongs to \(later)")
      }
    }
  }

  @Test func dependenciesGoOneWay() throws {
    let system: Set = ["CISAL", "CZlib", "CCurl", "CSystemd", "CHyperscan", "CByteScan"]
    let below: [String: Set<String>] = [
      "Sigma": [], "TocsinEngine": ["Sigma"], "TocsinDaemon": ["Sigma", "TocsinEngine"],
      "tocsin": ["Sigma", "TocsinEngine", "TocsinDaemon"],
    ]
    for (module, allowed) in below {
      for file in try Self.files(of: module) {
        for name in file.code.matches(
          of: /(?m)^\s*(?:@\w+ )?(?:public |internal |private )?import (?:struct |class |enum |func )?(\w+)/
        ).map({ String($0.1) }) {
          if below[name] != nil, !allowed.contains(name) { Issue.record("\(file.path) imports \(name)") }
          if module == "Sigma" || module == "TocsinEngine", system.contains(name),
            !(module == "TocsinEngine" && (name == "CByteScan" || name == "CHyperscan"))
          {
            Issue.record("\(file.path) imports \(name)")
          }
        }
      }
    }
  }

  /// Foundation costs 15 MB and milliseconds at start; the engine has neither input nor clock of its own.
  @Test func theEngineImportsNoFoundation() throws {
    let allowed: Set = ["Sigma", "CByteScan", "CHyperscan", "Synchronization"]
    for file in try Self.files(of: "TocsinEngine") {
      for name in file.code.matches(of: /(?m)^\s*(?:\w+ )?import (\w+)/).map({ String($0.1) }) where !allowed.contains(name) {
        Issue.record("\(file.path) imports \(name)")
      }
      for clock in ["ContinuousClock", "SuspendingClock", "clock_gettime", "FileHandle"] where file.code.contains(clock) {
        Issue.record("\(file.path) names \(clock)")
      }
    }
  }
}
