import Foundation
import Sigma
import TocsinEngine

extension SettingReader {
  func ignore(_ node: YAMLNode) -> Configuration.Ignore? {
    let problemsBefore = problems.count
    let entries = map(node, "ignore", keys: ["networks", "users", "hosts", "until", "reason"])
    var ignore = Configuration.Ignore()
    if let networks = entries["networks"] {
      ignore.networks = texts(networks, "networks", check: Self.networkProblem)
    }
    if let users = entries["users"] { ignore.users = texts(users, "users") }
    if let hosts = entries["hosts"] { ignore.hosts = texts(hosts, "hosts") }
    if let until = entries["until"] { ignore.until = moment(until, "until") }
    if let reason = entries["reason"] { ignore.reason = text(reason, "reason") }
    if problems.count > problemsBefore { return nil }
    // Without one of these an entry would silence everything.
    if ignore.networks.isEmpty && ignore.users.isEmpty && ignore.hosts.isEmpty {
      refuse(node, "an entry of \"ignore\" needs networks, users or hosts; it would ignore everything")
      return nil
    }
    return ignore
  }

  private func texts(_ node: YAMLNode, _ name: String, check: (String) -> String?) -> [String] {
    let nodes = if node.scalar != nil { [node] } else { list(node, name) }
    return nodes.compactMap { node in
      guard let text = text(node, name) else { return nil }
      guard let problem = check(text) else { return text }
      refuse(node, problem)
      return nil
    }
  }

  /// What is wrong with a network such as `10.0.0.0/8`, `192.0.2.7` or `2001:db8::/32`; nil: nothing.
  static func networkProblem(_ text: String) -> String? {
    let wrong = "\"\(text.prefix(80))\" is no network; write 10.0.0.0/8, 192.0.2.7 or 2001:db8::/32"
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, let bytes = address(String(parts[0])) else { return wrong }
    guard parts.count == 2 else { return nil }
    guard let length = Int(parts[1]), (0...bytes.count * 8).contains(length), parts[1].allSatisfy(\.isNumber) else {
      return wrong
    }
    let masked = bytes.indices.map { index in
      bytes[index] & ~UInt8(truncatingIfNeeded: 0xFF >> min(8, max(0, length - index * 8)))
    }
    if masked == bytes { return nil }
    return "\(text) has bits set beyond its first \(length); the network is \(Self.text(masked))/\(length)"
  }

  private static func address(_ text: String) -> [UInt8]? {
    var four = [UInt8](repeating: 0, count: 4)
    if inet_pton(AF_INET, text, &four) == 1 { return four }
    var sixteen = [UInt8](repeating: 0, count: 16)
    return inet_pton(AF_INET6, text, &sixteen) == 1 ? sixteen : nil
  }

  private static func text(_ address: [UInt8]) -> String {
    var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    inet_ntop(address.count == 4 ? AF_INET : AF_INET6, address, &buffer, socklen_t(buffer.count))
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// A date, which lasts to the end of its day in UTC, or an RFC 3339 time in UTC.
  private func moment(_ node: YAMLNode, _ name: String) -> Timestamp? {
    guard let text = text(node, name) else { return nil }
    if let moment = Self.moment(text) { return moment }
    refuse(
      node, "\"\(name)\" must be a date such as 2027-01-31 or a time such as 2027-01-31T18:00:00Z, not \"\(text.prefix(80))\"")
    return nil
  }

  static func moment(_ text: String) -> Timestamp? {
    let parts = text.split(separator: "T", omittingEmptySubsequences: false)
    guard parts.count <= 2, let day = numbers(parts[0], separator: "-", widths: [4, 2, 2]) else { return nil }
    var civil = CivilTime(year: day[0], month: day[1], day: day[2])
    if parts.count == 2 {
      guard parts[1].hasSuffix("Z"), let time = numbers(parts[1].dropLast(), separator: ":", widths: [2, 2, 2]) else {
        return nil
      }
      (civil.hour, civil.minute, civil.second) = (time[0], time[1], time[2])
    }
    guard civil.isValid else { return nil }
    return parts.count == 2 ? civil.utc : civil.utc.advanced(by: 86_400_000_000)
  }

  private static func numbers(_ text: Substring, separator: Character, widths: [Int]) -> [Int]? {
    let parts = text.split(separator: separator, omittingEmptySubsequences: false)
    guard parts.map(\.count) == widths, parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }) else { return nil }
    return parts.compactMap { Int($0) }
  }
}
