import Testing

@testable import TocsinEngine

@Suite struct JSONSequenceTests {
  private func texts(_ text: String, lineLimit: Int = 64 * 1024) -> [String] {
    let records = Framing.records(text, lineLimit: lineLimit)
    #expect(Framing.records(Array(text.utf8), lineLimit: lineLimit) { 1 } == records)
    #expect(records.map(\.ordinal) == records.indices.map { $0 + 1 })
    return records.map(\.text)
  }

  @Test(arguments: ["", "\n", "\r\n"]) func anArrayOnOneLine(_ end: String) {
    #expect(texts(#"[{"a":1},{"b":[{},"]"]}, {"c":"}\""}]"# + end) == [#"{"a":1}"#, #"{"b":[{},"]"]}"#, #"{"c":"}\""}"#])
  }

  @Test func anArrayOverManyLines() {
    let first = "{\n    \"a\": 1,\n    \"b\": {\"c\": null}\n  }"
    #expect(texts("[\n  \(first),\n  {\"d\": true}\n]\nplain\n") == [first, "{\"d\": true}", "plain"])
    #expect(texts("before\n[ {\"d\": true}\n]\n{\"line\":1}\n") == ["before", "{\"d\": true}", "{\"line\":1}"])
  }

  @Test(arguments: [
    #"{"Records":[{"a":1},{"a":2}]}"#, "{\"Records\": [\n{\"a\":1},\n{\"a\":2}\n]\n}\n",
    "{\n  \"Records\": [ {\"a\":1}, {\"a\":2} ] }",
  ])
  func cloudTrail(_ text: String) {
    #expect(texts(text) == [#"{"a":1}"#, #"{"a":2}"#])
  }

  @Test func objectsOverManyLines() {
    let object = "{\n  \"a\": [\n    1,\n    {\n    }\n  ]\n}"
    #expect(texts("\(object)\n\(object)\nnext\n") == [object, object, "next"])
  }

  /// A megabyte on one line, read in the memory of a chunk.
  @Test func aLongArrayIsStreamed() {
    let objects = (0..<40_000).map { "{\"number\":\($0),\"text\":\"some more\"}" }
    let text = "[" + objects.joined(separator: ",") + "]"
    var framing = Framing()
    framing.read(Array(text.utf8), { 10_000 })
    #expect(framing.records.count == 40_000)
    #expect(framing.records.map(\.text) == objects)
    #expect(framing.records.last?.offset == text.utf8.count - 1 - objects[39_999].utf8.count)
  }

  @Test func anObjectBeyondTheLimitIsCut() {
    let long = "{\"a\":\"" + String(repeating: "x", count: 200) + "\"}"
    let records = Framing.records("[\(long),{\"b\":1}]\nnext\n", lineLimit: 50)
    #expect(records.map(\.text) == [String(long.prefix(50)), "{\"b\":1}", "next"])
    #expect(records.map(\.isCut) == [true, false, false])
  }

  /// What is no JSON is read as the lines it is, from where it began.
  @Test(arguments: [
    "[{\"a\":1\nNov 24 line\nlast\n", "[\nNov 24 line\nlast\n", "{\nNov 24 line\nlast\n", "[{\"a\":\"x\nNov 24 line\nlast\n",
    "[ {\"a\" 1}]\nlast\n", "{\n\"a\":1,\n}\nlast\n", "[ 1, 2]\nlast\n", "{\"Records\":{}}\nlast\n", "{\n{\n{\nlast\n",
    "[{\"a\":[}]\n",
    "[{\"open\":1},\n", "{\n\"a\":[\n", "{\"Records\":[{\"a\":\n",
  ])
  func otherTextIsLines(_ text: String) {
    var expected = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    // An element that was whole before the text went wrong is a record.
    if text.hasPrefix("[{\"open\"") { expected = ["{\"open\":1}"] }
    if text.hasPrefix("{\"Records\":{") { expected[0] = "{\"Records\":{}}" }
    #expect(texts(text) == expected)
  }

  /// Who can begin a line with a bracket hides no line behind it, however long the object that never ends.
  @Test(arguments: ["[{\"a\":\n", "[{\"a\":[\n", "{\n"]) func nothingIsSwallowed(_ start: String) {
    let filler = start == "{\n" ? "\"a\":1,\n" : start.hasSuffix("[\n") ? "1,\n" : "{\"a\":\n"
    let count = start.hasPrefix("[{\"a\":\n") ? 20 : 100
    let text = start + String(repeating: filler, count: count) + "Nov 24 15:46:27 gate sshd[1]: honest\nsecond\n"
    #expect(texts(text, lineLimit: 60).suffix(2) == ["Nov 24 15:46:27 gate sshd[1]: honest", "second"])
  }

  @Test func depthIsBounded() {
    let deep = "[{\"a\":" + String(repeating: "[", count: 100) + String(repeating: "]", count: 100) + "}]\nnext\n"
    #expect(texts(deep).last == "next")
    #expect(texts(deep).count == 2)
  }

  /// Openings that fail one after another are not read again and again.
  @Test func failedOpeningsCostOnce() {
    let opening = "{\n\"a\":[\n{\n\"a\":[\n{\n\"a\":[\n"
    let text = String(repeating: opening, count: 20_000) + "x\n"
    let clock = ContinuousClock()
    var count = 0
    let time = clock.measure { count = Framing.records(text).count }
    #expect(count == 20_000 * 6 + 1)
    #expect(time < .seconds(10))
  }
}
