import TestSupport
import Testing

@testable import TocsinEngine

@Suite struct ByteViewTests {
  /// Few different bytes, so that much is found.
  @Test(arguments: Seeds.of(4)) func searchesAgreeWithNaiveOnes(_ seed: UInt64) {
    var random = Dice(seed: seed)
    for _ in 0..<1_500 {
      let bytes = (0..<Int.random(in: 0...90, using: &random)).map { _ in UInt8.random(in: 0x61...0x64, using: &random) }
      let needle = (0..<Int.random(in: 0...4, using: &random)).map { _ in UInt8.random(in: 0x61...0x64, using: &random) }
      let start = Int.random(in: 0...bytes.count + 1, using: &random)
      let starts = bytes.indices.filter { bytes[$0...].starts(with: needle) } + (needle.isEmpty ? [bytes.count] : [])
      bytes.withView { view in
        needle.withView { other in
          let rest = bytes.indices.filter { $0 >= start }
          #expect(view.firstIndex(of: 0x61, from: start) == rest.first { bytes[$0] == 0x61 })
          #expect(view.firstIndex(of: 0x61, or: 0x63, from: start) == rest.first { bytes[$0] == 0x61 || bytes[$0] == 0x63 })
          #expect(view.lastIndex(of: 0x62) == bytes.lastIndex(of: 0x62))
          #expect(view.firstRange(of: other, from: start) == starts.first { $0 >= start })
          let end = min(start, bytes.count)
          #expect(view.lastRange(of: other, before: end) == starts.last { $0 + needle.count <= end })
          #expect(view.starts(with: other) == bytes.starts(with: needle))
          #expect(view.matches(other, at: start) == starts.contains(start))
          #expect((view == other) == (bytes == needle))
          if bytes == needle { #expect(view.hash() == other.hash()) }
        }
      }
    }
  }

  @Test func wholeNumbers() {
    func decimal(_ text: String) -> Int? { Array(text.utf8).withView(\.decimal) }
    #expect(decimal("0") == 0)
    #expect(decimal("007") == 7)
    #expect(decimal("999999999999999999") == 999_999_999_999_999_999)
    for text in ["", "-1", "1x", "1000000000000000000", " 1", "１"] { #expect(decimal(text) == nil, "\(text)") }
  }

  @Test func trimmingTakesSpacesAndTabs() {
    func trimmed(_ text: String) -> String { Array(text.utf8).withView { $0.trimmed.string } }
    #expect(trimmed(" \t a b\t ") == "a b")
    #expect(trimmed(" \t ").isEmpty)
    #expect(trimmed("\na\n") == "\na\n")
  }

  @Test func placesWithin() {
    let bytes = Array("hello world".utf8)
    let elsewhere = Array("world".utf8)
    bytes.withView { view in
      #expect(view.offset(of: view.slice(6, 11)) == 6)
      #expect(view.offset(of: view) == 0)
      elsewhere.withView { #expect(view.offset(of: $0) == nil) }
    }
  }

  /// One bit in the input moves half of the hash: lengths and tails count.
  @Test func hashesTellApart() {
    var seen: Set<UInt64> = []
    for length in 0..<40 { seen.insert(Array(repeating: UInt8(0), count: length).withView { $0.hash() }) }
    for bit in 0..<160 {
      var bytes = Array(repeating: UInt8(0), count: 20)
      bytes[bit / 8] = 1 << UInt8(bit % 8)
      seen.insert(bytes.withView { $0.hash() })
    }
    #expect(seen.count == 200)
  }
}
