import Foundation

/// The built `tocsin run` over a scratch directory: `logs/` is what it follows, `alerts.jsonl` what it told.
final class RunningDaemon {
  struct NotReady: Error, CustomStringConvertible {
    var description: String
  }

  let scratch: Scratch
  private let process = Process()
  private let errors: String

  /// Returns once it is ready. `configuration` may name files relative to the scratch directory.
  init(_ configuration: String, in scratch: Scratch) throws {
    self.scratch = scratch
    errors = scratch.write("stderr", [])
    scratch.write("tocsin.yaml", configuration)
    process.executableURL = URL(filePath: Command.tocsin)
    process.arguments = ["run", "-c", scratch["tocsin.yaml"]]
    process.environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C", "SWIFT_BACKTRACE": "enable=no"]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle(forWritingAtPath: errors)
    try process.run()
    guard wait(60, { says("] ready") }) else { throw NotReady(description: said) }
  }

  deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

  /// What it wrote on standard error.
  var said: String { text(errors) }
  /// Each alert, as it stands in the file.
  var alerts: [String] { text(scratch["alerts.jsonl"]).split(separator: "\n").map(String.init) }

  func says(_ words: String) -> Bool { said.contains(words) }

  /// How often it said the words.
  func count(_ words: String) -> Int { said.components(separatedBy: words).count - 1 }

  private func text(_ path: String) -> String {
    String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
  }

  /// How often each of its threads went to sleep so far.
  var switches: [String: Int] {
    let tasks = "/proc/\(process.processIdentifier)/task"
    let threads = (try? FileManager.default.contentsOfDirectory(atPath: tasks)) ?? []
    let counts = threads.compactMap { thread in
      text("\(tasks)/\(thread)/status").firstMatch(of: /\nvoluntary_ctxt_switches:\t(\d+)/).flatMap { Int($0.1) }.map {
        (thread, $0)
      }
    }
    return Dictionary(uniqueKeysWithValues: counts)
  }

  /// Writes the configuration anew, whole at once, and has it read.
  func reload(_ configuration: String? = nil) {
    if let configuration {
      try? Data(configuration.utf8).write(to: URL(filePath: scratch["tocsin.yaml"]), options: .atomic)
    }
    kill(process.processIdentifier, SIGHUP)
  }

  /// Whether `condition` came true within so many seconds.
  @discardableResult
  func wait(_ seconds: Double, _ condition: () -> Bool) -> Bool {
    let deadline = Date().addingTimeInterval(seconds)
    while process.isRunning, Date() < deadline {
      if condition() { return true }
      usleep(20_000)
    }
    return condition()
  }

  /// Ends it as the service manager does; its exit status.
  func stop() -> Int32 {
    kill(process.processIdentifier, SIGTERM)
    if !wait(30, { !process.isRunning }) { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
    return process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
  }
}
