import Testing

@testable import TocsinEngine

/// Events of a kind are searched for what their own rules ask for.
@Suite struct ClueScopeTests {
  private static let (a, b, c) = (FieldID(rawValue: 300), FieldID(rawValue: 302), FieldID(rawValue: 301))
  private let pool = ConstantPool()
  private var builder = ClueTables.Builder()

  init() {
    func clue(_ literal: String, _ item: Int32, _ field: FieldID) -> Clue {
      Clue(
        Sought(Array(literal.utf8), .contains, isCertain: true), item: item, field: field, isAwaited: true, pool: pool)
    }
    builder.add([clue("alpha", 0, Self.a), clue("alpha", 0, Self.b)], of: 0)
    builder.add([clue("beta", 1, Self.a)], of: 1)
    builder.add([clue("gamma", 2, .unnamed)], of: 2)
    builder.add(.init(number: 7, item: 3, isAwaited: true), field: Self.a)
    builder.addProbe(4, [Self.b])
    builder.addLineScope(Self.sighted(0, 1, 2, 3, 4))
  }

  private static func sighted(_ items: Int32...) -> [Sighted] { items.map { Sighted(item: $0, isAwaited: $0 != 0) } }

  private func found(_ tables: ClueTables, _ scope: Int32, _ field: FieldID, _ text: String) -> [FoundItem] {
    let own = tables.scope(scope).place(of: field)
    let place = own >= 0 ? own : tables.scope(scope).anywhere
    guard place >= 0, text.utf8.count >= tables[place].shortest else { return [] }
    var found = Row<FoundItem>()
    Array(text.utf8).withView { tables[place].search($0, .text, into: &found) }
    return found.view.sorted { $0.item < $1.item }
  }

  @Test mutating func eachScopeFindsItsOwn() {
    let few = builder.addScope(Self.sighted(0, 2))
    let numbers = builder.addScope(Self.sighted(1, 3))
    let tables = ClueTables(builder, literals: 0, GramCounts(), pool: pool)
    func items(_ scope: Int32, _ field: FieldID, _ text: String) -> [Int32] { found(tables, scope, field, text).map(\.item) }
    let text = "alpha beta gamma"
    #expect(items(0, Self.a, text) == [0, 1, 2] && items(0, Self.b, text) == [0, 2] && items(0, Self.c, text) == [2])
    #expect(items(few, Self.a, text) == [0, 2] && items(few, Self.b, text) == [0, 2] && items(few, Self.c, text) == [2])
    #expect(items(numbers, Self.a, text) == [1] && items(numbers, Self.b, text) == [])
    #expect(items(0, Self.a, "7") == [3] && items(few, Self.a, "7") == [] && items(numbers, Self.a, "7") == [3])
    // A keyword that may stand anywhere in a text holds where it does.
    #expect(found(tables, few, Self.a, text).map(\.isCertain) == [true, true])
    #expect(found(tables, few, Self.a, text).map(\.isAwaited) == [false, true])
  }

  @Test mutating func equalIndicesAreOne() {
    let (one, same, other) = (
      builder.addScope(Self.sighted(0, 1)), builder.addScope(Self.sighted(0, 1)), builder.addScope(Self.sighted(0))
    )
    let tables = ClueTables(builder, literals: 0, GramCounts(), pool: pool)
    func place(_ scope: Int32, _ field: FieldID) -> Int { tables.scope(scope).place(of: field) }
    #expect(place(one, Self.a) == place(same, Self.a) && place(one, Self.b) == place(other, Self.b))
    #expect(place(one, Self.a) != place(other, Self.a) && place(one, Self.a) != place(0, Self.a))
  }

  /// Values of lines are not tried.
  @Test mutating func probesAreOfRecords() {
    let scope = builder.addScope(Self.sighted(0, 4))
    let tables = ClueTables(builder, literals: 0, GramCounts(), pool: pool)
    func probes(_ scope: Int32, _ field: FieldID) -> [Int32] {
      tables[tables.scope(scope).place(of: field)].probes.map(\.item)
    }
    #expect(probes(scope, Self.b) == [4] && probes(scope, Self.a) == [] && probes(0, Self.b) == [])
    // Even an empty value is.
    let (a, b) = (tables.scope(scope).place(of: Self.a), tables.scope(scope).place(of: Self.b))
    #expect(tables[a].shortest == 5 && tables[b].shortest == 0)
  }
}
