import TestSupport
import Testing

@testable import TocsinEngine

@Suite struct ValueMemoTests {
  private let memo = ValueMemo()

  /// The items that are remembered for a value, or nil.
  private func items(_ value: String, _ key: UInt32) -> [Int32]? {
    Array(value.utf8).withView { memo.find($0, key).map { $0.map(\.item) } }
  }

  private func keep(_ value: String, _ key: UInt32, _ found: [Int32]) {
    var row = Row<FoundItem>()
    for item in found { row.append(FoundItem(item: item, isCertain: true, isAwaited: false)) }
    Array(value.utf8).withView { memo.keep($0, key, row.view) }
  }

  /// As a search does it: asks, and notes what it finds where nothing is known.
  private func search(_ value: String, _ key: UInt32, _ found: [Int32]) {
    guard items(value, key) == nil else { return }
    keep(value, key, found)
  }

  @Test func valuesComeBack() {
    #expect(items("cmd.exe", 9) == nil)
    search("cmd.exe", 9, [1, 2])
    search("", 9, [])
    #expect(items("cmd.exe", 9) == [1, 2])
    #expect(items("", 9) == [])
    // Another field, another kind, another value.
    #expect(items("cmd.exe", 17) == nil)
    #expect(items("cmd.ex", 9) == nil)
  }

  @Test func whatIsTooMuchIsNotKept() {
    let long = String(repeating: "x", count: ValueMemo.lengthLimit)
    search(long, 8, [1])
    search(long + "x", 8, [1])
    #expect(items(long, 8) == [1])
    #expect(items(long + "x", 8) == nil)
    let many = Array(Int32(0)..<Int32(ValueMemo.foundLimit))
    search("many", 8, many)
    search("more", 8, many + [99])
    #expect(items("many", 8) == many)
    #expect(items("more", 8) == nil)
  }

  /// Values by the thousand share places: each is remembered as it is or not at all, and a search that is not kept leaves none.
  @Test(arguments: Seeds.of(3)) func nothingIsMistaken(_ seed: UInt64) {
    var random = Dice(seed: seed)
    func found(_ number: Int) -> [Int32] { (0..<number % 5).map { Int32(number * 8 + $0) } }
    var known = 0
    for _ in 0..<20_000 {
      let number = Int.random(in: 0..<3_000, using: &random)
      if let items = items("value \(number)", 8) {
        known += 1
        #expect(items == found(number), "seed \(seed): \(number)")
      } else {
        if Bool.random(using: &random) { keep("value \(number)", 8, found(number)) }
      }
    }
    #expect(known > 1_000)
  }
}
