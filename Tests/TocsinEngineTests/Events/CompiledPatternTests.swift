import TestSupport
import Testing

@testable import TocsinEngine

@Suite struct CompiledPatternTests {
  /// A pattern, a message, and what it says; nil where it must not fit.
  @Test(
    arguments: [
      // Anchored at both ends.
      ("exact", "exact", [:]), ("exact", "exactly", nil), ("exact", "inexact", nil), ("exact", "", nil),
      // Words.
      ("{a:word}", "one", ["a": "one"]), ("{a:word}", "", nil), ("{a:word}", "one two", nil), ("x {a:word}", "x ", nil),
      ("{a:word} {b:word}", "one two", ["a": "one", "b": "two"]), ("{a:word}: {b:word}", "x:y: z", ["a": "x:y", "b": "z"]),
      ("{a:greedy} {b:word}", "one two three", ["a": "one two", "b": "three"]), ("{a:greedy} {b:word}", "one two ", nil),
      ("{a:greedy}={b:word};", "k=1=2;", ["a": "k=1", "b": "2"]),
      // Whole numbers.
      ("{a:integer}", "17", ["a": "17"]), ("{a:integer}", "", nil), ("{a:integer}", "-1", nil), ("{a:integer}", "1x", nil),
      ("{a:greedy} {b:integer}", "x 12", ["a": "x", "b": "12"]), ("{a:greedy}{{{b:integer}", "x{1{12", ["a": "x{1", "b": "12"]),
      ("{a:greedy} {b:integer}", "x y", nil),
      ("n {a:integer} of {b:greedy}", "n 12 of y", ["a": "12", "b": "y"]), ("n {a:integer} of {b:greedy}", "n 1x of y", nil),
      ("n {a:integer} of {b:greedy}", "n  of y", nil), ("by {a:address} port {b:greedy}", "by x/y port 5", nil),
      ("by {a:address} port {b:greedy}", "by x.y port 5", ["a": "x.y", "b": "5"]),
      // Addresses.
      ("from {a.address:address}", "from 192.0.2.1", ["a.address": "192.0.2.1", "a.ip": "192.0.2.1"]),
      ("from {a.address:address}", "from host.example", ["a.address": "host.example"]),
      ("from {a.address:address}", "from ", nil), ("from {a.address:address} x", "from (none) x", nil),
      ("from {a.address:address}", "from ::ffff:192.0.2.1", ["a.address": "192.0.2.1", "a.ip": "192.0.2.1"]),
      ("from {a.address:address}", "from fe80::1%eth0", ["a.address": "fe80::1%eth0", "a.ip": "fe80::1%eth0"]),
      ("from {a:address}.", "from 192.0.2.1.", ["a": "192.0.2.1"]),
      ("from {a:address}.{b:integer}", "from 192.0.2.1.443", ["a": "192.0.2.1", "b": "443"]),
      ("from {a:address}:{b:integer}", "from ::1:443", ["a": "::1", "b": "443"]),
      ("from {a:address}:{b:integer}", "from :443", nil),
      ("{m:greedy} from {a:address} port {p:integer}", "x from ::1 port 5", ["m": "x", "a": "::1", "p": "5"]),
      // Text and the rest.
      ("{a:text} by {b:word}", "one or two by x", ["a": "one or two", "b": "x"]),
      ("{a:text} by {b:word}", " by x", ["a": "", "b": "x"]),
      ("{a:text} by {b:word}", "x by y by z", nil), ("a{a:greedy}", "a", ["a": ""]), ("a{a:greedy}a", "aa", ["a": ""]),
      ("a{a:greedy}a", "a", nil), ("ab{a:greedy}ba", "aba", nil), ("{a:text}", "", ["a": ""]),
      ("{a:text}: {b:greedy}", "x: y: z", ["a": "x", "b": "y: z"]), ("{:word} {b:greedy}", "x y", ["b": "y"]),
      ("a{? {b:word}?} c", "a c", [:]), ("a{? {b:word}?} c", "a b c", ["b": "b"]),
    ] as [(String, String, [String: String]?)])
  func captures(_ pattern: String, _ message: String, _ expected: [String: String]?) throws {
    #expect(try Decoding(pattern)(message) == expected)
  }

  /// What an attacker calls himself moves nothing.
  @Test func attackerTextBlamesNobodyElse() throws {
    let decode = try Decoding(
      "Failed {:word} for invalid user {user.name:greedy} from {source.address:address} port {source.port:integer} ssh2")
    let fields = decode("Failed password for invalid user x from 10.1.1.2 port 5 ssh2 from 127.0.0.1 port 6 ssh2")
    #expect(fields?["source.address"] == "127.0.0.1")
    #expect(fields?["source.port"] == "6")
    #expect(fields?["user.name"] == "x from 10.1.1.2 port 5 ssh2")
  }

  /// The colon behind an address was taken for part of it.
  @Test(arguments: ["192.0.2.7", "2001:db8::7", "::1", "fe80::", "gate.example"])
  func addressBeforeAColon(_ address: String) throws {
    let decode = try Decoding(
      "Received disconnect from {source.address:address}: {r:integer}: {event.reason:greedy}", "{a.address:address}: {x:greedy}")
    #expect(decode("Received disconnect from \(address): 11: Bye: 12: x")?["source.address"] == address)
    #expect(decode("Received disconnect from \(address): 11: Bye: 12: x")?["event.reason"] == "Bye: 12: x")
    #expect(decode("\(address): x")?["a.address"] == address)
    let bound = try Decoding("from {source.address:address}: 11: {event.reason:greedy}")
    #expect(bound("from \(address): 11: Bye")?["source.address"] == address)
  }

  /// Read from the right, what stood before an address was taken for part of it.
  @Test(arguments: ["192.0.2.7", "2001:db8::7", "::1"])
  func addressBehindAName(_ address: String) throws {
    let decode = try Decoding("{x:greedy} client:{source.address:address} end")
    #expect(decode("some client:\(address) end")?["source.address"] == address)
    #expect(decode("some client:192.0.2.9 client:\(address) end")?["source.address"] == address)
  }

  /// What a pattern that failed late had captured is gone.
  @Test func failedPatternsLeaveNothing() throws {
    let decode = try Decoding("user {user.name:word} n {tocsin.multiplicity:integer} end", "user {event.reason:greedy}")
    let result = decode.read(Array("user x n 7 en".utf8))
    #expect(result.fields == ["event.reason": "x n 7 en"])
    #expect(result.multiplicity == 1)
    #expect(decode.read(Array("user x n 7 end".utf8)).multiplicity == 7)
    #expect(decode.read(Array("user x n 0 end".utf8)).multiplicity == 1)
    #expect(decode.read(Array("user x n 99999999 end".utf8)).multiplicity == Event.multiplicityLimit)
  }

  /// Fields that cannot be there yet are added without a search: one that the header gave, and one that a pattern gives twice, must be
  /// replaced nevertheless.
  @Test func whatIsThereIsReplaced() throws {
    let decoding = try Decoding([
      Decoding.definition(
        "app", set: [("event.action", "other")],
        patterns: [
          .init(matches: ["by {process.name:word} at {source.address:address}"], set: []),
          .init(matches: ["twice {user.name:word} {user.name:word}"], set: [("user.name", "c")]),
          .init(matches: ["new {user.name:word} at {source.address:address}"], set: []),
        ])
    ])
    let event = Event()
    func fields(_ message: String, isWrapped: Bool = false) -> [String] {
      Array("app".utf8).withView { program in
        Array(message.utf8).withView { message in
          event.begin(message)
          (event.program, event.format, event.isWrapped) = (program, .rfc3164, isWrapped)
          event.add(.processName, program)
          if isWrapped { event.add(.userName, .constant("outer")) }
          #expect(decoding.set.decode(event).pattern >= 0)
          for field in event.fields { #expect(event.value(field.id)?.string == field.value.string) }
          return event.fields.map { "\(decoding.table.name($0.id))=\($0.value.string)" }
        }
      }
    }
    #expect(
      fields("by x at 192.0.2.1")
        == ["process.name=x", "source.address=192.0.2.1", "source.ip=192.0.2.1", "event.action=other"])
    #expect(fields("twice a b") == ["process.name=app", "user.name=c", "event.action=other"])
    #expect(
      fields("new a at ::ffff:192.0.2.1")
        == ["process.name=app", "user.name=a", "source.address=192.0.2.1", "source.ip=192.0.2.1", "event.action=other"])
    #expect(
      fields("new a at gate.example", isWrapped: true)
        == ["process.name=app", "user.name=a", "source.address=gate.example", "event.action=other"])
  }

  /// Eight times the text takes eight times the time, whatever the pattern hopes for.
  @Test(arguments: [
    "{a:text} a a b{b:greedy}", "{a:greedy} {b:word} {c:word} {d:word}b", "{a:word} {b:word} {c:text} aa{d:greedy}",
    "{a:greedy} a{b:address} a", "{x:text}b{y:text}c{z:greedy}", "{a:address}a a b{b:greedy}",
  ])
  func linearTime(_ pattern: String) throws {
    let decode = try Decoding(pattern)
    for unit in ["a ", "a", ":a", " "] {
      let short = Array(String(repeating: unit, count: 8_192 / unit.utf8.count).utf8)
      let long = Array(repeating: short, count: 8).flatMap { $0 }
      func read(_ message: [UInt8]) { for _ in 0..<3 { _ = decode.read(message) } }
      #expect(Growth.isLinear({ read(short) }, eightfold: { read(long) }), "\(pattern) on \(unit)")
    }
  }

  /// No message makes a pattern trap or capture what lies outside the message.
  @Test(arguments: Seeds.of(3)) func randomMessages(_ seed: UInt64) throws {
    var random = Dice(seed: seed)
    let decode = try Decoding(
      "a {a:word} b {b:integer}{? c?} d {d:greedy} e {e.address:address}", "a {a:address}: {b:text} b {c:greedy}:{d:address}:",
      "{a:integer}a{b:greedy}a{c:integer}", "{a:address}", "b{a:text}b")
    let words = ["a", "b", "c", " ", ":", "1", "22", "::1", "192.0.2.1", " d ", " e ", "\u{E9}", "\t"]
    for _ in 0..<3_000 {
      let message = (0..<Int.random(in: 0...14, using: &random)).map { _ in words.randomElement(using: &random)! }.joined()
      for value in (decode(message) ?? [:]).values { #expect(message.contains(value) || value.isEmpty, "\(message)") }
    }
  }
}
