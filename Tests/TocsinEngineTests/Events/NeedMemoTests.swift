import TestSupport
import Testing

@testable import TocsinEngine

@Suite struct NeedMemoTests {
  /// What is remembered is what asking would say, whatever was asked before.
  @Test(arguments: Seeds.of(4)) func remembersWhatAskingSays(_ seed: UInt64) throws {
    var random = Dice(seed: seed)
    let decoding = try Decoding(
      "Accepted {a:word} for {user.name:word} from {b:address}", "Failed {a:word} for {user.name:greedy} port {b:integer}",
      "pam_{:word}(sshd:auth): authentication failure; logname={:text} uid={:integer}", "pam_{:word}(sshd:session): opened",
      "pam_{:word}(sshd:session): session opened for user {user.name:word} by {a:greedy}", "Disconnected from user {a:greedy}")
    let needs = (0..<decoding.set.patterns.count).map { _ in
      [Need.nothing, .literals, .everything].randomElement(using: &random)!
    }
    let pool = ConstantPool()
    var builder = NeedTables.Builder(decoding.set.tables, pool: pool)
    let tables = builder.build(needs)
    let starts = [
      "Accepted password for ", "Failed none for ", "pam_unix(sshd:auth): authentication failure; logname= ",
      "pam_unix(sshd:session): session opened for user ", "Disconnected from user ", "Disconnected from ", "Acc", "pam_",
    ]
    let ends = ["root", "ana from 192.0.2.1", "a port 5", "x y z", "", "uid=0", String(repeating: "long ", count: 20)]
    let memo = NeedMemo()
    let event = Event()
    var remembered = 0
    for _ in 0..<20_000 {
      var message = Array((starts.randomElement(using: &random)! + ends.randomElement(using: &random)!).utf8)
      if Int.random(in: 0..<3, using: &random) == 0 { message[Int.random(in: 0..<message.count, using: &random)] = 0x20 }
      if Bool.random(using: &random) { message.removeLast(Int.random(in: 0..<message.count, using: &random) / 4) }
      let program = ["app", "application-long", "other", "a"].randomElement(using: &random)!
      message.withView { message in
        Array(program.utf8).withView { program in
          event.begin(message)
          (event.program, event.format) = (program, .rfc3164)
          let answer = decoding.set.tables.need(event, tables)
          if let known = memo.find(event, 0) {
            remembered += 1
            #expect(known.need == answer.need && known.decoder == answer.decoder, "seed \(seed): \(message.string)")
          } else {
            memo.learn(event, 0, .init(decoder: answer.decoder, need: answer.need), depth: answer.depth)
          }
        }
      }
    }
    #expect(remembered > 4_000, "seed \(seed)")
  }

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
              let (a, b) = (decoding.set.tables.need(event, first), decoding.set.tables.need(event, second))
              #expect(a.need == b.need && a.decoder == b.decoder && a.depth == b.depth, "seed \(seed): \(message.string)")
            }
          }
        }
      }
    }
  }
}
