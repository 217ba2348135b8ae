import Foundation

/// Runs a program to its end with `input` at its standard input; what it wrote to standard output.
func runProgram(_ program: String, _ arguments: [String], input: [UInt8] = []) -> [UInt8] {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: program)
  process.arguments = arguments
  let directory = ScratchDirectory()
  process.standardInput = FileHandle(forReadingAtPath: directory.write("input", input))
  let output = directory.write("output", "")
  process.standardOutput = FileHandle(forWritingAtPath: output)
  process.standardError = FileHandle.nullDevice
  do { try process.run() } catch { fatalError("cannot run \(program): \(error)") }
  process.waitUntilExit()
  return [UInt8](FileManager.default.contents(atPath: output) ?? Data())
}

/// One gzip member, made by gzip(1), an implementation that is none of ours.
func gzip(_ bytes: [UInt8], level: Int = 6) -> [UInt8] { runProgram("/bin/gzip", ["-n", "-\(level)", "-c"], input: bytes) }

/// Log-like text of about `count` bytes that compresses as logs do.
func sampleLog(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
  var state = seed
  var text: [UInt8] = []
  text.reserveCapacity(count + 128)
  while text.count < count {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    let number = state >> 33
    text += "Nov 24 16:0\(number % 10):\(number % 50 + 10) host sshd[\(number % 30_000)]: Failed password for root from ".utf8
    text += "10.\(number % 251).\(number / 7 % 251).\(number / 11 % 251) port \(number % 60_000) ssh2\n".utf8
  }
  return text
}
