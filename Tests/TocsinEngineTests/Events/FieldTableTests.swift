import Testing

@testable import TocsinEngine

@Suite struct FieldTableTests {
  @Test func wellKnownNamesStandWhereTheEngineExpectsThem() {
    let table = FieldTable()
    #expect(table.names == FieldID.wellKnown)
    #expect(table.id("source.address") == .sourceAddress)
    #expect(table.id("host.name") == .hostName)
    #expect(table.id("process.pid") == .processPid)
    #expect(table.id("message") == .message)
    #expect(Set(FieldID.wellKnown).count == FieldID.wellKnown.count)
  }

  @Test func thousandsOfNamesAreFoundAgain() {
    var table = FieldTable()
    let names = (0..<5_000).map { "field.\($0 * 7_919)" }
    let ids = names.map { table.intern($0) }
    #expect(Set(ids.map(\.rawValue)).count == names.count)
    for (name, id) in zip(names, ids) {
      #expect(table.intern(name) == id)
      let found = Array(name.utf8).withView { table.id($0) }
      #expect(found == id)
      #expect(table.name(id) == name)
    }
    let unknown = Array("field.x".utf8).withView { table.id($0) }
    #expect(unknown == .unnamed)
  }

  @Test func namesBeyondTheLastNumberShareNone() {
    var table = FieldTable()
    while table.names.count < 65_534 { _ = table.intern("n\(table.names.count)") }
    #expect(table.intern("one more") == .unnamed)
    #expect(table.intern("n65533").rawValue == 65_533)
    #expect(table.intern("message") == .message)
  }
}
