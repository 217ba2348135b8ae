import Foundation

/// `systemd-analyze` over the units of this repository, which need not be installed for it.
struct SystemdAnalyze {
  /// nil where there is no systemd-analyze; tests are skipped there.
  static let executable = ["/usr/bin/systemd-analyze", "/bin/systemd-analyze"].first(where: FileManager.default.isExecutableFile)

  static let units = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../systemd").standardized

  /// What a run printed, both streams, and how it ended.
  struct Outcome {
    var text: String
    var status: Int32
  }

  static func run(_ arguments: [String]) throws -> Outcome {
    let (process, pipe) = (Process(), Pipe())
    process.executableURL = URL(filePath: executable ?? "/nonexistent")
    process.arguments = arguments
    process.standardOutput = pipe
    process.standardError = pipe
    process.standardInput = FileHandle.nullDevice
    process.environment = ["LC_ALL": "C", "SYSTEMD_PAGER": "cat", "PATH": "/usr/bin:/bin"]
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return Outcome(text: String(decoding: output, as: UTF8.self), status: process.terminationStatus)
  }

  /// Copies the service, with these drop-ins only, into a directory of its own, and gives `body` the copy.
  static func withUnit<R>(dropIns: [String] = [], command: String? = nil, _ body: (URL) throws -> R) throws -> R {
    let files = FileManager.default
    let directory = files.temporaryDirectory.appending(path: "tocsin-unit-\(UUID().uuidString)")
    let extras = directory.appending(path: "tocsin.service.d")
    try files.createDirectory(at: extras, withIntermediateDirectories: true)
    defer { try? files.removeItem(at: directory) }

    var text = try String(contentsOf: units.appending(path: "tocsin.service"), encoding: .utf8)
    if let command { text = text.replacing("/usr/bin/tocsin", with: command) }
    let unit = directory.appending(path: "tocsin.service")
    try text.write(to: unit, atomically: true, encoding: .utf8)
    for name in dropIns {
      try files.copyItem(at: units.appending(path: "tocsin.service.d/\(name)"), to: extras.appending(path: name))
    }
    return try body(unit)
  }

  /// The overall exposure level, from 0 (locked up) to 10 (wide open).
  static func exposure(dropIns: [String] = []) throws -> Double {
    let outcome = try withUnit(dropIns: dropIns) { try run(["security", "--offline=true", "--no-pager", $0.path()]) }
    guard let match = outcome.text.firstMatch(of: /Overall exposure level for tocsin\.service: ([0-9.]+)/),
      let level = Double(match.1)
    else { throw Unreadable(text: outcome.text) }
    return level
  }

  struct Unreadable: Error {
    var text: String
  }
}
