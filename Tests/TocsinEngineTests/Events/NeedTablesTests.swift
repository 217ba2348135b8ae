import TestSupport
import Testing

@testable import TocsinEngine

@Suite struct NeedTablesTests {
  /// What one builder makes after another is what it would make alone.
  @Test(arguments: Seeds.of(4)) func tablesShareWhatTheyHaveInCommon(_ seed: UInt64) throws {
    var random = Dice(seed: seed)
    func definition(_ name: String, _ scope: DecoderDefinition.Scope) -> DecoderDefinition {
      let texts = (0..<6).map { "\(name) {a:word} part\($0) {b:greedy}" } + ["plain", "\(name) {a:word}"]
      return Decoding.definition(name, scope: scope, patterns: texts.map { .init(matches: [$0], set: []) })
    }
    let decoding = try Decoding([
      definition("app", .programs(["app"])), definition("other", .programs(["app"])), definition("any", .anyProgram),
      definition("all", .anyProgram),
    ])
    let pool = ConstantPool()
    let event = Event()
    var shared = NeedTables.Builder(decoding.set.tables, pool: pool)
    for _ in 0..<20 {
      let sparse = Bool.random(using: &random)
      let needs = (0..<decoding.set.patterns.count).map { _ in
        [Need.nothing, .nothing, sparse ? .nothing : .literals, .everything].randomElement(using: &random)!
      }
      var own = NeedTables.Builder(decoding.set.tables, pool: pool)
      let (first, second) = (shared.build(needs), own.build(needs))
      for name in ["app", "other", "any", "all"] {
        for rest in ["x part0 y", "x part3 y", "x part5", "x", "x part9 z"] {
          Array("\(name) \(rest)".utf8).withView { message in
            Array("app".utf8).withView { program in
              event.begin(message)
              (event.program, event.format) = (program, .rfc3164)
              let tables = decoding.set.tables
              let (a, b) = (
                tables.need(event, first: tables.first(event), first), tables.need(event, first: tables.first(event), second)
              )
              #expect(a.need == b.need && a.decoder == b.decoder && a.depth == b.depth, "seed \(seed): \(message.string)")
            }
          }
        }
      }
    }
  }
}
