import TestSupport
import Testing

@testable import TocsinEngine

@Suite struct GramTableTests {
  private let pool = ConstantPool()

  private func clue(_ literal: String, _ item: Int, _ place: Sought.Place = .contains) -> Clue {
    let sought = Sought(Array(literal.utf8), place, isCertain: false)
    return Clue(sought, item: Int32(item), field: .unnamed, isAwaited: true, pool: pool)
  }

  private func found(_ table: GramTable, _ text: String, width: Int) -> Set<Int32> {
    var found = Row<FoundItem>()
    Array(text.utf8).withView { table.search($0, width: width, into: &found) }
    return Set(found.view.map(\.item))
  }

  /// All literals are found that stand in a text, and no others, whichever gram of them was chosen.
  @Test(arguments: Seeds.of(6)) func findsWhatStandsThere(_ seed: UInt64) {
    var random = Dice(seed: seed)
    let letters = Array("aAbB\\@`[{_.\u{E9}")
    func text(_ counts: ClosedRange<Int>) -> String {
      String((0..<Int.random(in: counts, using: &random)).map { _ in letters.randomElement(using: &random)! })
    }
    let places: [Sought.Place] = [.contains, .starts, .ends, .equal]
    var hits = 0
    // Where the literals are long, few places are looked at.
    for (width, shortest, step) in [(2, 2, 1), (4, 4, 1), (4, 5, 2), (4, 7, 4), (4, 11, 8)] {
      let clues = (0..<300).map { number in
        clue(
          String(decoding: Folding.fold(Array(text(shortest...(shortest + 3)).utf8)), as: UTF8.self), number,
          places.randomElement(using: &random)!)
      }
      var counts = GramCounts()
      for clue in clues { counts.add(clue.literal, Int.random(in: 1...9, using: &random)) }
      let table = GramTable(clues, width: width, counts, pool: pool)
      #expect(table.step == step)
      for _ in 0..<300 {
        // Few values hold a long literal by chance.
        let value =
          text(0...12) + (Bool.random(using: &random) ? clues.randomElement(using: &random)!.literal.string : "") + text(0...3)
        let expected = Array(value.utf8).withView { view in
          Set(clues.filter { clue in (0...view.count).contains { clue.stands(at: $0, in: view) } }.map(\.item))
        }
        hits += expected.count
        #expect(found(table, value, width: width) == expected, "seed \(seed): \(value)")
      }
    }
    #expect(hits > 300)
  }

  @Test func valuesShorterThanAGram() {
    let table = GramTable([clue("abcd", 1)], width: 4, GramCounts(), pool: pool)
    for (text, items) in [("", []), ("abc", []), ("abcd", [1]), ("xabcd", [1])] as [(String, Set<Int32>)] {
      #expect(found(table, text, width: 4) == items)
    }
    let empty = GramTable([], width: 4, GramCounts(), pool: pool)
    #expect(empty.isEmpty && found(empty, "abcdefgh", width: 4) == [])
  }

  /// The gram that few rules have is taken.
  @Test func rarestGram() {
    var counts = GramCounts()
    counts.add(pool.view("powershell.exe"), 5)
    #expect(counts.rarest(pool.view("xyzw.exe"), width: 4) == 0..<1)
    #expect(counts.rarest(pool.view("shell.exyz"), width: 4) == 5..<6)
  }

  /// Where several in a row are taken, those that few rules have together.
  @Test func rarestGramsInARow() {
    var counts = GramCounts()
    counts.add(pool.view("powershell.exe"), 5)
    #expect(counts.rarest(pool.view("shell.exyzuv"), width: 4, step: 4) == 5..<9)
    #expect(counts.rarest(pool.view("xyz.exe"), width: 4, step: 4) == 0..<4)
  }

  /// Not one that hashes hold by chance.
  @Test func gramsOfHashes() {
    #expect(GramCounts().rarest(pool.view("imphash=8a5c01"), width: 4) == 0..<1)
    #expect(GramCounts().rarest(pool.view("cafe=8a5c01"), width: 4) == 1..<2)
    #expect(GramCounts().rarest(pool.view("8a5c01"), width: 4) == 0..<1)
  }

  @Test func numbersHoweverWritten() {
    let numbers = [(4_625, 0), (-1, 1), (4_625, 2), (0, 3)].map {
      FieldIndex.NumberClue(number: $0.0, item: Int32($0.1), isAwaited: true)
    }
    let index = FieldIndex([], numbers, GramCounts(), pool: pool)
    func items(_ text: String, _ kind: ValueKind = .text) -> [Int32] {
      var found = Row<FoundItem>()
      Array(text.utf8).withView { index.search($0, kind, into: &found) }
      return found.view.map(\.item)
    }
    #expect(items("4625") == [0, 2])
    #expect(items(" 4625.0 ", .number) == [0, 2])
    #expect(items("-1") == [1])
    #expect(items("0") == [3] && items("-0.0") == [3])
    #expect(items("4625.5") == [] && items("x") == [] && items("") == [] && items("4625", .boolean) == [])
  }
}
