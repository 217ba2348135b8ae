import Dispatch
import Foundation
import Synchronization

/// Runs the built `tocsin` and other programs, each to its end or its deadline.
enum Command {
  /// How a run ended and what it wrote.
  struct Outcome {
    var status: Int32
    var output: String
    var errors: String
    /// Largest resident set seen, in KiB; 0 where it ended before it was looked at.
    var peakMemory = 0
    var lines: [String] { output.split(separator: "\n").map(String.init) }
  }

  struct TimedOut: Error, CustomStringConvertible {
    var description: String
  }

  static let repository = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardized.path()

  /// The binary beside the test bundle, which the package builds because the tests depend on it.
  static let tocsin: String = {
    let bundles = [(try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""] + CommandLine.arguments
    let beside = bundles.map { ($0 as NSString).deletingLastPathComponent + "/tocsin" }
    return (beside + ["\(repository)/.build/debug/tocsin"]).first(where: FileManager.default.isExecutableFile) ?? "tocsin"
  }()

  /// Runs `tocsin` in `directory` (the repository by default); `input` reaches it piece by piece.
  static func run(
    _ arguments: [String], input: [[UInt8]] = [], in directory: String = repository, seconds: Double = 120,
    environment: [String: String] = [:]
  ) throws -> Outcome {
    try run(program: tocsin, arguments, input: input, in: directory, seconds: seconds, environment: environment)
  }

  /// Output goes through files, so that neither side waits for the other.
  static func run(
    program: String, _ arguments: [String], input: [[UInt8]] = [], in directory: String = repository, seconds: Double = 120,
    environment: [String: String] = [:]
  ) throws -> Outcome {
    signal(SIGPIPE, SIG_IGN)
    let scratch = Scratch()
    let (output, errors) = (scratch.write("output", []), scratch.write("errors", []))
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(filePath: directory)
    process.environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C", "COLUMNS": "100", "SWIFT_BACKTRACE": "enable=no"].merging(
      environment
    ) { $1 }
    process.standardOutput = FileHandle(forWritingAtPath: output)
    process.standardError = FileHandle(forWritingAtPath: errors)
    let pipe = input.isEmpty ? nil : Pipe()
    process.standardInput = pipe ?? FileHandle.nullDevice
    let ended = DispatchSemaphore(value: 0)
    process.terminationHandler = { _ in ended.signal() }
    try process.run()
    if let pipe { feed(input, to: pipe.fileHandleForWriting) }
    let peak = try wait(for: process, ended, seconds: seconds)
    func text(_ path: String) -> String { String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self) }
    return Outcome(
      status: process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus, output: text(output),
      errors: text(errors), peakMemory: peak)
  }

  /// Writes from a thread of its own; a reader that has gone ends it.
  private static func feed(_ pieces: [[UInt8]], to handle: FileHandle) {
    Thread.detachNewThread {
      defer { try? handle.close() }
      for piece in pieces {
        guard (try? handle.write(contentsOf: Data(piece))) != nil else { return }
      }
    }
  }

  /// Waits, and looks at the process's memory meanwhile; what runs too long is killed.
  private static func wait(for process: Process, _ ended: DispatchSemaphore, seconds: Double) throws -> Int {
    let deadline = DispatchTime.now() + seconds
    var peak = 0
    while ended.wait(timeout: .now() + 0.005) == .timedOut {
      peak = max(peak, peakMemory(of: process.processIdentifier))
      guard DispatchTime.now() < deadline else {
        kill(process.processIdentifier, SIGKILL)
        ended.wait()
        throw TimedOut(description: "\(process.arguments ?? []) ran for more than \(seconds) seconds")
      }
    }
    return peak
  }

  private static func peakMemory(of process: Int32) -> Int {
    guard let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") })
    else { return 0 }
    return Int(line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first ?? "0") ?? 0
  }
}
