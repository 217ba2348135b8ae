import Foundation
import TocsinEngine

@testable import TocsinDaemon

extension AlertMessage {
  /// A message with a made-up id of 32 digits; `padding` makes its JSON longer by that many bytes.
  static func sample(
    _ number: Int, level: AlertLevel = .high, action: Alert.Action = .opened, tags: [String] = ["attack.t1110"], padding: Int = 0
  ) -> AlertMessage {
    let id = Self.sampleID(number)
    let json =
      #"{"event":{"kind":"alert","id":"\#(id)"},"message":"login failures","#
      + #""user":{"id":"\#(sampleID(number + 500_000))"},"padding":"\#(String(repeating: "x", count: padding))"}"#
    return AlertMessage(
      id: id, action: action, level: level, tags: tags, json: Array(json.utf8), text: "HIGH login failures \(number)\n  evidence")
  }

  static func sampleID(_ number: Int) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 32 - digits.count) + digits
  }
}

/// A directory that is deleted with its owner.
final class TemporaryDirectory: Sendable {
  let path: String

  init() {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("tocsin-\(UUID().uuidString)").path
    try! FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }

  func write(_ text: String, to name: String) throws {
    let url = URL(fileURLWithPath: file(name))
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  func lines(_ name: String) -> [String] {
    guard let text = try? String(contentsOfFile: file(name), encoding: .utf8) else { return [] }
    return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
  }

  func ids(_ name: String) -> [String] { AlertTail.ids(in: lines(name).flatMap { Array($0.utf8) + [10] }) }
}

extension Sink {
  /// Delivers with all the time it takes.
  func deliver(_ message: AlertMessage) throws(SinkError) { try deliver(message, until: DeliveryStop()) }
}

/// What delivering threw, if anything.
func failure(_ sink: any Sink, _ message: AlertMessage, until stop: DeliveryStop = DeliveryStop()) -> SinkError? {
  do throws(SinkError) {
    try sink.deliver(message, until: stop)
    return nil
  } catch {
    return error
  }
}
