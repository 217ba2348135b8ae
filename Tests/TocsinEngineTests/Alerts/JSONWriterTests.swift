import Foundation
import TestSupport
import Testing

@testable import TocsinEngine

@Suite struct JSONWriterTests {
  private func json(_ bytes: [UInt8]) -> String {
    var out: [UInt8] = []
    bytes.withView { JSONWriter.string($0, to: &out) }
    #expect(
      String(writing: { room in bytes.withView { JSONWriter.string($0, to: &room) } }) == String(decoding: out, as: UTF8.self))
    return String(decoding: out, as: UTF8.self)
  }

  private func json(_ text: String) -> String { json(Array(text.utf8)) }

  @Test func escapesWhatCouldHarmATerminal() {
    #expect(json("a\u{1b}[31m\n\t\0") == #""a\u001b[31m\u000a\u0009\u0000""#)
    #expect(json("\u{7f}\u{80}\u{9b}\u{9f}\u{a0}") == "\"\\u007f\\u0080\\u009b\\u009f\u{a0}\"")
    #expect(json("\u{2028}\u{2029}\u{202e}\u{2066}\u{200f}\u{61c}") == #""\u2028\u2029\u202e\u2066\u200f\u061c""#)
    #expect(json(#"say "hi" \ there"#) == #""say \"hi\" \\ there""#)
  }

  @Test func keepsWellFormedUTF8() {
    #expect(json("grüße 日本 😀 zéro") == "\"grüße 日本 😀 zéro\"")
  }

  @Test(arguments: [
    ([0x61, 0xFF, 0x62], "\"a\u{FFFD}b\""),
    ([0xC0, 0xAF], "\"\u{FFFD}\u{FFFD}\""),
    ([0xED, 0xA0, 0x80], "\"\u{FFFD}\u{FFFD}\u{FFFD}\""),
    ([0xF4, 0x90, 0x80, 0x80], "\"\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\""),
    ([0xE2, 0x82], "\"\u{FFFD}\u{FFFD}\""),
  ])
  func replacesIllFormedBytes(bytes: [UInt8], expected: String) { #expect(json(bytes) == expected) }

  @Test func everyByteAtEveryPlaceOfAWord() throws {
    for byte in UInt8.min...UInt8.max {
      for place in 0..<17 {
        var bytes = Array("abcdefghijklmnopq".utf8)
        bytes[place] = byte
        let read = try JSONSerialization.jsonObject(with: Data(json(bytes).utf8), options: .fragmentsAllowed) as? String
        #expect(read == String(decoding: bytes, as: UTF8.self), "byte \(byte) at \(place)")
      }
    }
  }

  @Test func noiseIsReadBackByFoundation() throws {
    var noise = Dice(seed: 7)
    for round in 0..<500 {
      let bytes = noise.bytes(atMost: 60)
      let text = json(bytes)
      #expect(!text.unicodeScalars.contains { ByteView.isControl($0.value) }, "round \(round)")
      #expect((try? JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)) != nil, "round \(round)")
    }
  }

  @Test(arguments: ["0", "-1", "12.5", "1e5", "1.5E-10", "12345678901234567890"])
  func bareNumbers(text: String) { #expect(value(text, .number) == text) }

  @Test(arguments: ["", "-", "01", "1.", ".5", "1e", "1e999", "NaN", "0x10", "+1", "1 ", String(repeating: "9", count: 33)])
  func whatIsNoNumberIsAString(text: String) { #expect(value(text, .number) == "\"\(text)\"") }

  @Test(arguments: [0, 7, 10, -1, 1_234_567_890, .max, .min])
  func decimals(number: Int) { #expect(String(writing: { $0.append(decimal: number) }) == "\(number)") }

  @Test func wordsOfJSON() {
    #expect(value("true", .boolean) == "true")
    #expect(value("TRUE", .boolean) == "\"TRUE\"")
    #expect(value("", .null) == "null")
    #expect(value("null", .null) == "null")
    #expect(value("nil", .null) == "\"nil\"")
    #expect(value("12", .text) == "\"12\"")
  }

  private func value(_ text: String, _ kind: ValueKind) -> String {
    var out: [UInt8] = []
    Array(text.utf8).withView { JSONWriter.value($0, kind, to: &out) }
    return String(decoding: out, as: UTF8.self)
  }
}
