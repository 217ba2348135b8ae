import TestSupport
import Testing

@testable import TocsinEngine

@Suite struct PlanTests {
  /// Each item's triggers are found, and none where there are none.
  @Test(arguments: Seeds.of(3)) func triggersOfAnItem(_ seed: UInt64) {
    var random = Dice(seed: seed)
    let pool = ConstantPool()
    for count in [0, 1, 40, 400] {
      var draft = Plan.Draft()
      draft.triggers = (0..<count).map { entry in
        Plan.Trigger(item: Int32.random(in: 0..<300, using: &random), entry: Int32(entry))
      }
      let plan = draft.make(pool)
      for item in Int32(0)..<400 {
        var found: [Int32] = []
        var trigger = plan.firstTrigger(item)
        while trigger < plan.triggers.count, plan.triggers[trigger].item == item {
          found.append(plan.triggers[trigger].entry)
          trigger += 1
        }
        #expect(found == draft.triggers.filter { $0.item == item }.map(\.entry), "seed \(seed), item \(item)")
      }
    }
  }
}
