import Sigma
import TestSupport

@testable import TocsinEngine

/// Rules and records made of the same few words, so that they meet.
enum RandomRules {
  static let words = [
    "admin", "ADMIN", "select", "union", "passwd", "kernel", "\u{212A}ernel", "\u{17F}elect", "adm\u{131}n", "caf\u{E9}", "root",
    "4625",
    "192.0.2.7", "::1", "sh", "../etc", "<script>", "x=1", "true", "a b", "sh \u{2013}c", "<", "a~",
  ]
  static let fields = [
    "note", "user.name", "message", "url.original", "cs-uri-query", "c-ip", "c-useragent", "process.name", "event.outcome",
    "event.action", "nested.key", "list", "source.ip", "sc-status", "http.request.method", "host.name",
  ]

  static let decoders: [DecoderDefinition] = [
    Decoding.definition(
      "sshd", set: [("event.action", "ssh_login")],
      patterns: [
        .init(
          matches: ["Failed {:word} for {user.name:greedy} from {source.address:address} port {source.port:integer}"],
          set: [(field: "event.outcome", value: "failure")]),
        .init(matches: ["Accepted {:word} for {user.name:greedy}"], set: [(field: "event.outcome", value: "success")]),
      ]),
    Decoding.definition(
      "any", scope: .anyProgram,
      patterns: [.init(matches: ["note: {note:greedy}"], set: [(field: "event.outcome", value: "root")])]),
  ]

  static let regexes: [SlowRegex] = [
    SlowRegex(node: .text("admin")), SlowRegex(node: .text("KERNEL"), ignoresCase: true),
    SlowRegex(node: .either([.text("select"), .text("union")]), ignoresCase: true),
    SlowRegex(node: .sequence([.text("adm"), .any, .one("n")])), SlowRegex(node: .times(.digit, 4, 4)),
    SlowRegex(node: .sequence([.start, .times(.any, 4, 4), .end])), SlowRegex(node: .text("caf\u{E9}")),
    SlowRegex(node: .sequence([.oneOf(["P", "p"], isNegated: false), .text("ass"), .times(.text("wd"), 0, 1)])),
    SlowRegex(node: .sequence([.text("x="), .digit])), SlowRegex(node: .sequence([.boundary, .text("sh"), .boundary])),
    SlowRegex(node: .sequence([.oneOf(["/", "."], isNegated: true), .text("etc")])), SlowRegex(node: .text("ROOT")),
  ]

  // MARK: Rules

  static func rule(_ name: String, _ random: inout Dice) -> Rule {
    let sources = [LogSource(), LogSource(category: "webserver"), LogSource(product: "linux", service: "syslog")]
    return Rule(
      metadata: Correlating.metadata(name), logSource: sources.randomElement(using: &random)!, expression: expression(3, &random))
  }

  static func expression(_ depth: Int, _ random: inout Dice) -> Expression {
    switch Int.random(in: 0..<(depth > 0 ? 10 : 5), using: &random) {
    case 0 where Int.random(in: 0..<4, using: &random) == 0: .anywhere(.regex(regexes.randomElement(using: &random)!.regex))
    case 0: .anywhere(.text(pattern(open: true, &random), cased: Bool.random(using: &random)))
    case 1...4: .field(fields.randomElement(using: &random)!, test(&random))
    case 5: .not(expression(depth - 1, &random))
    case 6...7: .or((0..<Int.random(in: 1...3, using: &random)).map { _ in expression(depth - 1, &random) })
    default: .and((0..<Int.random(in: 1...3, using: &random)).map { _ in expression(depth - 1, &random) })
    }
  }

  static func test(_ random: inout Dice) -> Test {
    switch Int.random(in: 0..<18, using: &random) {
    case 0: .number(.integer(4_625))
    case 1: .null
    case 2: .exists(Bool.random(using: &random))
    case 3: .compare([.less, .greaterOrEqual].randomElement(using: &random)!, .integer(300))
    case 4: .network(Network(bytes: [192, 0, 2, 0], prefix: 24))
    case 5:
      .sameAs(
        field: fields.randomElement(using: &random)!, [.whole, .contains, .startsWith, .endsWith].randomElement(using: &random)!,
        cased: Bool.random(using: &random))
    case 6: .boolean(true)
    case 7...8: .regex(regexes.randomElement(using: &random)!.regex)
    default: .text(pattern(open: Bool.random(using: &random), &random), cased: Int.random(in: 0..<5, using: &random) == 0)
    }
  }

  static func pattern(open: Bool, _ random: inout Dice) -> Pattern {
    var text = words.randomElement(using: &random)!
    if Int.random(in: 0..<4, using: &random) == 0 { text = String(text.dropFirst().prefix(4)) }
    if Int.random(in: 0..<6, using: &random) == 0 { text += "?" }
    if Int.random(in: 0..<6, using: &random) == 0 { text += "*" + words.randomElement(using: &random)! }
    return Pattern(open ? "*\(text)*" : text)
  }

  // MARK: Records

  static func record(_ random: inout Dice) -> String {
    func word() -> String { words.randomElement(using: &random)! }
    let address = ["192.0.2.7", "2001:db8::1", "203.0.113.5"].randomElement(using: &random)!
    switch Int.random(in: 0..<9, using: &random) {
    case 0...1:
      let target = "/\(percent(word(), &random))?q=\(percent(word() + word(), &random))"
      return
        "\(address) - - [24/Nov/2026:15:46:27 +0000] \"GET \(target) HTTP/1.1\" \([200, 404].randomElement(using: &random)!) 51 \"-\" \"\(word())\""
    case 2: return "Nov  3 04:05:06 gate sshd[4242]: Failed password for \(word()) from \(address) port 5"
    case 3: return "Nov  3 04:05:06 gate \(["sshd", "su"].randomElement(using: &random)!)[7]: Accepted key for \(word())"
    case 4: return "Nov  3 04:05:06 \(word().filter { $0 != " " }) app: note: \(word()) and \(word())"
    case 5: return "\(word()) \(word())"
    case 6:
      let inner = "{\\\"note\\\":\\\"\(word().replacing("<", with: "\\\\u003c"))\\\"}"
      return "{\"log\":\"\(inner)\\n\",\"stream\":\"stdout\",\"time\":\"2026-11-24T15:46:27.1Z\"}"
    case 7:
      return
        "{\"__REALTIME_TIMESTAMP\":\"1795535187250001\",\"SYSLOG_IDENTIFIER\":\"sshd\",\"MESSAGE\":\"Accepted key for \(escape(word(), &random))\"}"
    default:
      return
        "{\"note\":\"\(escape(word(), &random))\",\"nested\":{\"key\":\"\(escape(word(), &random))\"},\"list\":[\"\(word())\",4625,true,null],\"user.name\":\"\(escape(word(), &random))\"}"
    }
  }

  /// A word with some of its letters percent-encoded, once or twice.
  private static func percent(_ word: String, _ random: inout Dice) -> String {
    word.utf8.map { byte in
      let isPlain = byte > 0x25 && byte < 0x7F && Int.random(in: 0..<3, using: &random) > 0
      let hex = (byte < 16 ? "0" : "") + String(byte, radix: 16)
      return isPlain ? String(UnicodeScalar(byte)) : (Int.random(in: 0..<3, using: &random) == 0 ? "%25" : "%") + hex
    }.joined()
  }

  /// A word with some of its letters written as JSON writes any letter.
  private static func escape(_ word: String, _ random: inout Dice) -> String {
    word.unicodeScalars.map { scalar in
      guard Int.random(in: 0..<4, using: &random) == 0, scalar.value < 0x10000 else { return String(scalar) }
      let hex = String(scalar.value, radix: 16)
      return "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
    }.joined()
  }
}
