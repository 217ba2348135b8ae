import Testing
import TocsinEngine

@testable import TocsinDaemon

@Suite struct RouteTests {
  @Test func takesOpenedAndUpdatedOfAllLevelsByDefault() {
    for level in AlertLevel.allCases {
      #expect(Route().accepts(.sample(1, level: level, action: .opened)))
      #expect(Route().accepts(.sample(1, level: level, action: .updated)))
      #expect(!Route().accepts(.sample(1, level: level, action: .closed)))
    }
  }

  @Test func takesOnlyTheLevelsNamed() {
    let route = Route(levels: [.low, .critical])
    #expect(AlertLevel.allCases.filter { route.accepts(.sample(1, level: $0)) } == [.low, .critical])
  }

  @Test(arguments: [("attack.t1110.001", true), ("attack.t1110", true), ("attack.t11100", false), ("attack", false)])
  func aTagTakesThoseBelowIt(tag: String, accepted: Bool) {
    #expect(Route(tags: ["cve.2021", "attack.t1110"]).accepts(.sample(1, tags: ["x", tag])) == accepted)
    #expect(!Route(tags: ["attack.t1110"]).accepts(.sample(1, tags: [])))
  }
}
