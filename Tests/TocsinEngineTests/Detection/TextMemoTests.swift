import TestSupport
import Testing

@testable import TocsinEngine

@Suite struct TextMemoTests {
  private let memo = TextMemo()

  private func hits(_ count: Int, _ list: Int) -> [AhoCorasick.Hit] {
    (0..<count).map { AhoCorasick.Hit(position: UInt32($0), list: UInt32(list)) }
  }

  /// Where what is remembered of a text stands, or nil.
  private func find(_ text: String) -> [UInt32]? {
    Array(text.utf8).withView { memo.find($0).map { $0.flatMap { [$0.position, $0.list] } } }
  }

  /// As a search does it: asks, and keeps what it finds where nothing is known.
  private func search(_ text: String, _ found: [AhoCorasick.Hit]) {
    guard find(text) == nil else { return }
    var row = Row<AhoCorasick.Hit>()
    for hit in found { row.append(hit) }
    Array(text.utf8).withView { memo.keep($0, row.view) }
  }

  @Test func textsComeBack() {
    #expect(find("curl/8.5.0") == nil)
    search("curl/8.5.0", hits(2, 7))
    search("", [])
    #expect(find("curl/8.5.0") == [0, 7, 1, 7])
    #expect(find("") == [])
    #expect(find("curl/8.5.1") == nil)
    #expect(find("curl/8.5.") == nil)
  }

  @Test func whatIsTooMuchIsNotKept() {
    let long = String(repeating: "x", count: TextMemo.lengthLimit)
    search(long, hits(1, 3))
    #expect(find(long) == [0, 3])
    search("many", hits(TextMemo.hitLimit, 1))
    search("more", hits(TextMemo.hitLimit + 1, 1))
    #expect(find("many")?.count == 2 * TextMemo.hitLimit)
    #expect(find("more") == nil)
  }

  /// Texts by the thousand share places, of all lengths and alike but for one byte: each is remembered as it is or not at all.
  @Test(arguments: Seeds.of(3)) func nothingIsMistaken(_ seed: UInt64) {
    var random = Dice(seed: seed)
    var known = 0
    for _ in 0..<20_000 {
      let (length, number) = (Int.random(in: 4..<44, using: &random), Int.random(in: 0..<60, using: &random))
      var text = Array(repeating: UInt8(0x61), count: length)
      text[number % length] = UInt8(0x30 + number)
      let list = UInt32(length * 100 + number)
      text.withView { view in
        if let found = memo.find(view) {
          known += 1
          #expect(found.map(\.list) == [list], "seed \(seed): \(view.string)")
        } else {
          var row = Row<AhoCorasick.Hit>()
          row.append(.init(position: 0, list: list))
          memo.keep(view, row.view)
        }
      }
    }
    #expect(known > 1_000)
  }
}
