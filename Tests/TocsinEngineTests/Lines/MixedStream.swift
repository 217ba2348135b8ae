import TestSupport

@testable import TocsinEngine

/// Pieces of a stream in which all kinds of records stand side by side.
enum MixedStream {
  static func piece(_ random: inout Dice, limit: Int) -> [UInt8] {
    switch Int.random(in: 0..<14, using: &random) {
    case 0: return Array("plain \(Int.random(in: 0...9_999, using: &random))\n".utf8)
    case 1: return Array("tty\r\nnothing\n\n_\n".utf8)
    case 2: return journalEntry(&random)
    case 3: return audit("USER_LOGIN", &random, tail: " pid=1 res=success")
    case 4: return audit("SYSCALL", &random, tail: " syscall=59")
    case 5: return audit(["PATH", "EXECVE", "CWD"].randomElement(using: &random)!, &random, tail: " a0=\"x\"")
    case 6: return audit(["EOE", "PROCTITLE"].randomElement(using: &random)!, &random, tail: "")
    case 7:
      let long = String(repeating: "y", count: min(limit, 400) + Int.random(in: -2...4, using: &random))
      return audit(Bool.random(using: &random) ? "USER_CMD" : "SYSCALL", &random, tail: " cmd=\(long)")
    case 8: return syslog(&random)
    case 9: return containerPart(&random)
    case 10: return json(&random, limit: limit)
    case 11: return json(&random, limit: limit).dropLast(Int.random(in: 0...20, using: &random)) + [0x0A]
    case 12: return Array(["[\n", "{\n", "[{\"a\":\n", "[{\"", "{\"Records\": [\n"].randomElement(using: &random)!.utf8)
    default: return Array("t\(String(repeating: "z", count: min(limit, 400) + Int.random(in: -2...4, using: &random)))\n".utf8)
    }
  }

  private static func audit(_ type: String, _ random: inout Dice, tail: String) -> [UInt8] {
    let node = Int.random(in: 0..<6, using: &random) == 0 ? "node=gate " : ""
    let time = 1_795_535_187 + Int.random(in: 0...5, using: &random)
    let serial = Int.random(in: 1...4, using: &random)
    return Array("\(node)type=\(type) msg=audit(\(time).000:\(serial)):\(tail)\n".utf8)
  }

  private static func syslog(_ random: inout Dice) -> [UInt8] {
    let host = ["a", "gate", "a-host-with-a-name", "sixteen-bytes-ab"].randomElement(using: &random)!
    let time = ["Nov 24 15:46:27", "2026-11-24T15:46:27.123456+00:00", "2026-11-24T15:46:27Z"].randomElement(using: &random)!
    let tag = ["audispd[7]: ", "kernel: ", "kernel: [1.5] audit: ", "sshd[9]: ", "audit: "].randomElement(using: &random)!
    return Array("\(time) \(host) \(tag)".utf8)
      + audit(["SYSCALL", "PATH", "EOE"].randomElement(using: &random)!, &random, tail: "")
  }

  private static func containerPart(_ random: inout Dice) -> [UInt8] {
    let time = ["2026-11-24T15:46:27.123456789Z", "2026-11-24T15:46:27.1+02:00"].randomElement(using: &random)!
    let stream = ["stdout", "stderr"].randomElement(using: &random)!
    let text = String(repeating: "p", count: Int.random(in: 0...90, using: &random))
    return Array("\(time) \(stream) \(["P", "F", "P:x"].randomElement(using: &random)!) \(text)\n".utf8)
  }

  /// An array of objects on one line or on many.
  private static func json(_ random: inout Dice, limit: Int) -> [UInt8] {
    let gap = ["", "\n", "\n  ", " "].randomElement(using: &random)!
    let objects = (0..<Int.random(in: 0...4, using: &random)).map { index in
      let filler = String(repeating: "j", count: Int.random(in: 0..<5, using: &random) == 0 ? min(limit, 400) : 3)
      return "{\(gap)\"n\":\(gap)[\(index),{}],\"t\":\"}\\\"]\(filler)\"\(gap)}"
    }
    let list = "[\(gap)\(objects.joined(separator: ",\(gap)"))\(gap)]"
    return Array((Bool.random(using: &random) ? list : "{\"Records\":\(gap)\(list)\(gap)}").utf8) + [0x0A]
  }

  private static func journalEntry(_ random: inout Dice) -> [UInt8] {
    let cursor = String(repeating: "c", count: Int.random(in: 0..<8, using: &random) == 0 ? 300 : 5)
    var bytes = Array("__CURSOR=\(cursor)\n__REALTIME_TIMESTAMP=1795535187000000\n".utf8)
    for index in 0..<Int.random(in: 0...3, using: &random) {
      if Bool.random(using: &random) {
        bytes += Array("FIELD\(index)=value\n".utf8)
      } else {
        let value = (0..<Int.random(in: 0...300, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
        bytes += Framing.binaryField("BINARY\(index)", value)
      }
    }
    return bytes + [0x0A]
  }
}
