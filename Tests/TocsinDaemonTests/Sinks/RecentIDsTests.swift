import Testing

@testable import TocsinDaemon

@Suite struct RecentIDsTests {
  @Test func forgetsTheOldestAtItsLimit() {
    var ids = RecentIDs(limit: 3)
    ["a", "b", "c", "b", "d", "e"].forEach { ids.insert($0) }
    #expect(["a", "b", "c", "d", "e"].filter(ids.contains) == ["c", "d", "e"])
  }
}
