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
      if message.count < 8 { continue }
      let names = ["app", "application-long", "other", "a"]
      let number = Int.random(in: 1...names.count, using: &random)
      message.withView { message in
        Array(names[number - 1].utf8).withView { program in
          event.begin(message)
          (event.program, event.format) = (program, .rfc3164)
          let answer = decoding.set.tables.need(event, first: decoding.set.tables.first(event), tables)
          let known = memo.find(UInt64(number), message)
          if known >= 0, !memo[known].isDeep {
            remembered += 1
            #expect(
              memo[known].need == answer.need && memo[known].decoder == answer.decoder, "seed \(seed): \(message.string)")
          } else {
            memo.learn(UInt64(number), message, .init(decoder: answer.decoder, need: answer.need), depth: answer.depth)
          }
        }
      }
    }
    #expect(remembered > 4_000, "seed \(seed)")
  }
}
