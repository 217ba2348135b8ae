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
          #expect(view.farIndex(of: 0x61, or: 0x63, from: start) == rest.first { bytes[$0] == 0x61 || bytes[$0] == 0x63 })
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

  /// The names in tags, and texts that begin alike.
  @Test(arguments: Seeds.of(2)) func headsAgreeWithNaiveOnes(_ seed: UInt64) {
    var random = Dice(seed: seed)
    for _ in 0..<4_000 {
      let bytes = (0..<80).map { _ in Array("aaaaaaaaaaaaaaaaab[:".utf8).randomElement(using: &random)! }
      bytes.withView { view in
        let count = bytes[3..<19].firstIndex { $0 == 0x5B || $0 == 0x3A }.map { $0 - 3 } ?? 16
        let name = view.tagName(at: 3)
        let padded = Array(bytes[3..<3 + count]) + Array(repeating: 0, count: 16 - count)
        #expect(name.count == count)
        padded.withView { #expect($0.word(at: 0) == name.low && $0.word(at: 8) == name.high) }
      }
      var far = Array(repeating: UInt8(0x61), count: Int.random(in: 0...120, using: &random))
      let start = Int.random(in: 0...far.count, using: &random)
      for _ in 0..<Int.random(in: 0...2, using: &random) where !far.isEmpty {
        far[Int.random(in: 0..<far.count, using: &random)] = [0x22, 0x5C].randomElement(using: &random)!
      }
      let found = far[start...].firstIndex { $0 == 0x22 || $0 == 0x5C }
      far.withView { #expect($0.farIndex(of: 0x22, or: 0x5C, from: start) == found) }
      var other = bytes
      let place = Int.random(in: 0..<70, using: &random)
      other[place] ^= 1
      for length in [0, 1, 15, 16, 17, 31, 32, 33, 48, 49, 63, 64] {
        bytes.withView { view in
          unsafe other.withUnsafeBytes {
            #expect(unsafe view.beginsLike($0.baseAddress!, length, hasSlack: false) == (place >= length))
          }
        }
      }
    }
    Array(repeating: UInt8(0x61), count: 20).withView { view in
      unsafe bytes64.withUnsafeBytes {
        #expect(unsafe view.beginsLike($0.baseAddress!, 16, hasSlack: false))
        #expect(unsafe !view.beginsLike($0.baseAddress!, 17, hasSlack: false))
      }
    }
  }

  /// What can be read behind a view is none of it.
  @Test func slackDoesNotCount() {
    Array(repeating: UInt8(0x61), count: 84).withView { view in
      unsafe bytes64.withUnsafeBytes {
        #expect(unsafe view.slice(0, 20).beginsLike($0.baseAddress!, 20, hasSlack: true))
        #expect(unsafe !view.slice(0, 20).beginsLike($0.baseAddress!, 21, hasSlack: true))
      }
    }
  }

  private let bytes64 = [UInt8](repeating: 0x61, count: 64)

  /// Sixteen bytes are looked at together, and what lies around the view must not count.
  @Test(arguments: Seeds.of(4)) func classesAgreeWithNaiveOnes(_ seed: UInt64) {
    var random = Dice(seed: seed)
    let edges = Array("/09:;@AZ[\\`az{{^_-.,%&$ \t\"=~".utf8) + [0, 0x1F, 0x21, 0x7F, 0x80, 0xB0, 0xC1, 0xDB, 0xE1, 0xFF]
    let digit = { (byte: UInt8) in byte >= 0x30 && byte <= 0x39 }
    let address = { (byte: UInt8) in
      digit(byte) || (byte >= 0x41 && byte <= 0x5A) || (byte >= 0x61 && byte <= 0x7A) || Array(".:-_%".utf8).contains(byte)
    }
    let tagEnd = { (byte: UInt8) in byte <= 0x20 || Array("[:=\"{".utf8).contains(byte) }
    for byte in UInt8.min ... .max {
      [byte].withView { view in
        #expect((view.skipDigits(0) == 1) == digit(byte))
        #expect((view.skipAddress(0) == 1) == address(byte))
        #expect((view.firstTagEnd(from: 0, before: 1) == 0) == tagEnd(byte))
      }
    }
    for _ in 0..<2_000 {
      let common = [Array("0123456789".utf8), Array("0a1.2:".utf8), Array("ab".utf8)].randomElement(using: &random)!
      let all = (0..<Int.random(in: 48...120, using: &random)).map { _ in
        Int.random(in: 0..<30, using: &random) == 0 ? edges.randomElement(using: &random)! : common.randomElement(using: &random)!
      }
      let from = Int.random(in: 0...20, using: &random)
      let bytes = Array(all[from..<Int.random(in: from...all.count, using: &random)])
      let start = Int.random(in: 0...bytes.count, using: &random)
      let end = Int.random(in: start...bytes.count, using: &random)
      all.withView { whole in
        let view = whole.slice(from, from + bytes.count)
        func first(_ holds: (UInt8) -> Bool) -> Int { bytes[start...].firstIndex { !holds($0) } ?? bytes.count }
        func last(_ holds: (UInt8) -> Bool) -> Int { (bytes[start..<end].lastIndex { !holds($0) } ?? start - 1) + 1 }
        #expect(view.skipDigits(start) == first(digit))
        #expect(view.skipAddress(start) == first(address))
        #expect(view.skipDigits(back: end, to: start) == last(digit))
        #expect(view.skipAddress(back: end, to: start) == last(address))
        #expect(view.firstTagEnd(from: start, before: end) == bytes[start..<end].firstIndex(where: tagEnd))
        let sought: Set<UInt8> = [0x61, 0x5F, 0x30]
        #expect(view.firstIndex(of: 0x61, or: 0x5F, or: 0x30, from: start) == bytes[start...].firstIndex(where: sought.contains))
        let masks = whole.tagMasks(at: 0)
        for index in 0..<48 {
          #expect((masks.ends >> UInt64(index) & 1 == 1) == tagEnd(all[index]))
          #expect((masks.digits >> UInt64(index) & 1 == 1) == digit(all[index]))
        }
        #expect((masks.ends | masks.digits) >> 48 == 0)
      }
    }
  }

  @Test(arguments: Seeds.of(4)) func literalsStandWhereTheirBytesDo(_ seed: UInt64) {
    var random = Dice(seed: seed)
    func text(_ longest: Int) -> [UInt8] {
      (0..<Int.random(in: 0...longest, using: &random)).map { _ in UInt8.random(in: 0x61...0x62, using: &random) }
    }
    var found = 0
    for _ in 0..<3_000 {
      let all = text(60)
      let bytes = Array(all.prefix(Int.random(in: 0...60, using: &random)))
      let needle =
        Bool.random(using: &random) ? text(3) : Array(bytes.dropFirst(Int.random(in: 0...30, using: &random)).prefix(12))
      all.withView { whole in
        needle.withView { needle in
          let literal = Literal(needle)
          let view = whole.slice(0, bytes.count)
          for position in 0...bytes.count + 2 {
            let stands = position <= bytes.count && bytes[position...].starts(with: needle.bytes)
            #expect(literal.stands(in: view, at: position) == stands, "seed \(seed)")
            found += stands ? 1 : 0
          }
        }
      }
    }
    #expect(found > 3_000)
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

  /// What is stored or compared between versions depends on it: loads that overlap give what byte after byte gives.
  @Test func hashesAreThoseOfSingleBytes() {
    for length in 0..<40 {
      let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 * 37 + 200) }
      var state: UInt64 = 7
      for start in stride(from: 0, to: length / 8 * 8, by: 8) {
        state = mix(state ^ word(bytes[start..<start + 8]), 0xA076_1D64_78BD_642F)
      }
      state = mix(state ^ word(bytes[(length / 8 * 8)...]), 0xE703_7ED1_A0B4_28DB ^ UInt64(length))
      #expect(bytes.withView { $0.hash(seed: 7) } == state, "\(length) bytes")
    }
  }

  private func word(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) } }

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
