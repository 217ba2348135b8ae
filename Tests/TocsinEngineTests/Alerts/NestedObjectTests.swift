import Foundation
import TestSupport
import Testing

@testable import TocsinEngine

@Suite struct NestedObjectTests {
  private func write(_ pairs: [(String, String)]) -> String {
    var object = NestedObject()
    for (name, value) in pairs { object.add(name, value) }
    return text(&object)
  }

  private func text(_ object: inout NestedObject) -> String {
    var out: [UInt8] = []
    object.write(to: &out)
    return String(decoding: out, as: UTF8.self)
  }

  @Test func nestsInTheOrderFirstSeen() {
    let json = write([("b.x", "1"), ("a", "2"), ("b.y.z", "3"), ("b.x", "4")])
    #expect(json == #"{"b":{"x":["1","4"],"y":{"z":"3"}},"a":"2"}"#)
    #expect(write([]) == "{}")
  }

  @Test func aScalarMakesWayForMembers() {
    #expect(write([("a", "1"), ("a.b", "2")]) == #"{"a":{"b":"2","value":"1"}}"#)
    #expect(write([("a.b", "2"), ("a", "1"), ("a", "3")]) == #"{"a":{"b":"2","value":["1","3"]}}"#)
    #expect(write([("a.value", "2"), ("a", "1")]) == #"{"a":{"value":["1","2"]}}"#)
    #expect(write([("a.value.c", "2"), ("a", "1")]) == #"{"a":{"value":{"c":"2","value":"1"}}}"#)
  }

  @Test func namesWithEmptyPartsStayWhole() {
    #expect(
      write([("a..b", "1"), (".a", "2"), ("a.", "3"), ("", "4"), (".", "5")]) == #"{"a..b":"1",".a":"2","a.":"3","":"4",".":"5"}"#
    )
  }

  @Test func depthIsBounded() throws {
    let name = Array(repeating: "k", count: 40).joined(separator: ".")
    let json = write([(name, "v"), (name, "w")])
    #expect(json.count { $0 == "{" } == NestedObject.depthLimit)
    #expect(json.contains(#":["v","w"]"#))
  }

  @Test func numbersWhereTheSchemaHasNumbers() {
    let pairs = [
      ("source.port", "52114"), ("process.pid", "0042"), ("http.response.status_code", "404"), ("source.bytes", "ten"),
      ("user.id", "0"), ("destination.port", "1234567890123456"), ("log.syslog.priority", "38"), ("port", "1"),
    ]
    let expected =
      #"{"source":{"port":52114,"bytes":"ten"},"process":{"pid":42},"http":{"response":{"status_code":404}},"#
      + #""user":{"id":"0"},"destination":{"port":"1234567890123456"},"log":{"syslog":{"priority":38}},"port":"1"}"#
    #expect(write(pairs) == expected)
  }

  @Test func kindsOfTheRecord() {
    var object = NestedObject()
    let pairs: [(String, String, ValueKind)] = [
      ("n", "1.5", .number), ("t", "true", .boolean), ("z", "null", .null), ("o", "{}", .container), ("l", "[]", .container),
      ("f", "{…}", .container), ("f.g", "1", .text),
    ]
    for (name, value, kind) in pairs {
      Array(name.utf8).withView { name in Array(value.utf8).withView { object.add(name, $0, kind) } }
    }
    #expect(text(&object) == #"{"n":1.5,"t":true,"z":null,"o":{},"l":[],"f":{"g":"1"}}"#)
  }

  @Test func removeAllForgets() {
    var object = NestedObject()
    for index in 0..<500 { object.add("a\(index).b", "x") }
    object.removeAll()
    object.add("c", "1")
    #expect(text(&object) == #"{"c":"1"}"#)
  }

  /// Names are kept from object to object: whatever came before, an object is written as if it were the first.
  @Test func objectsDoNotDependOnEarlierOnes() {
    var noise = Dice(seed: 3)
    var reused = NestedObject()
    let parts = ["a", "b", "value", "c.d", "\u{1b}"]
    for round in 0..<400 {
      reused.removeAll()
      var fresh = NestedObject()
      for step in 0..<Int.random(in: 0...8, using: &noise) {
        let name = (0..<Int.random(in: 1...3, using: &noise)).map { _ in parts.randomElement(using: &noise)! }.joined(
          separator: ".")
        let number = parts.firstIndex(of: name)
        Array(name.utf8).withView { name in
          Array("\(step)".utf8).withView { value in
            fresh.add(name, value)
            if let number { reused.add(name, number: number, value, .text, numeric: false) } else { reused.add(name, value) }
          }
        }
      }
      // Some objects bring more names than are kept.
      if round % 100 == 50 {
        for index in 0..<3_000 {
          reused.add("m\(index)", "x")
          fresh.add("m\(index)", "x")
        }
      }
      #expect(text(&reused) == text(&fresh), "round \(round)")
    }
  }

  @Test func noiseGivesOneKeyOnce() throws {
    var noise = Dice(seed: 11)
    for round in 0..<300 {
      var object = NestedObject()
      for _ in 0..<Int.random(in: 0...30, using: &noise) {
        let name = noise.bytes(atMost: 4)
        let value = noise.bytes(atMost: 12)
        let kinds: [ValueKind] = [.text, .number, .boolean, .null, .container]
        let kind = kinds.randomElement(using: &noise)!
        name.withView { name in value.withView { object.add(name, $0, kind) } }
      }
      var out: [UInt8] = []
      object.write(to: &out)
      #expect((try? JSONSerialization.jsonObject(with: Data(out))) != nil, "round \(round)")
    }
  }

  /// Thousands of names at one level once meant thousands of comparisons for each.
  @Test func manyNamesTakeLinearTime() {
    func seconds(_ count: Int) -> Double {
      AlertFixtures.processorSeconds {
        var object = NestedObject()
        for index in 0..<count { object.add("k\(index)", "v") }
        _ = text(&object)
      }
    }
    _ = seconds(1_000)
    let (small, large) = (seconds(4_000), seconds(16_000))
    // Four times the names; a quadratic object would take 16 times as long.
    #expect(large < small * 10)
  }
}
