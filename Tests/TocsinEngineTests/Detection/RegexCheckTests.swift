import Sigma
import TestSupport
import Testing

@testable import TocsinEngine

@Suite struct RegexCheckTests {
  @Test func goodOnesPass() {
    for pattern in ["", #"(^|\s)foo(\s|$)"#, #"a\/b\-c"#, "(?P<n>x)(?<m>y)", "(?i)x(?s-m:.)", "[]a]{2,3}?", #"\p{L}\x{1F600}"#] {
      #expect(RegexCheck.fault(in: Regex(pattern: pattern)) == nil, "\(pattern)")
    }
  }

  @Test(
    arguments: [
      ("a^b", "put it first", nil), ("a$b", "put it last", nil), ("a(?=b)", "write it in another way", nil),
      (#"\p{Nonsense}"#, "Malformed property", 0), (#"ab[[.x.]]"#, "collating element; write", 3),
    ] as [(String, String, Int?)])
  func othersAreNamed(_ pattern: String, _ words: String, _ offset: Int?) {
    let fault = RegexCheck.fault(in: Regex(pattern: pattern))
    #expect(fault?.message.contains(words) == true, "\(fault as Any)")
    #expect(fault?.offset == offset)
  }

  /// Parsing alone does not find this; the check tries what may be too large.
  @Test func whatIsTooLargeIsRefused() {
    let fault = RegexCheck.fault(in: Regex(pattern: ".{1,1000}\u{E9}.{1,1000}y"))
    #expect(fault == RegexFault("it is too large; repeat less often, or write `*` or `+`"))
  }

  /// What is thought certain to compile does.
  @Test(arguments: Seeds.of(Proving.isThorough ? 40 : 2)) func certainOnesCompile(_ seed: UInt64) throws {
    var random = Dice(seed: seed)
    var tried = 0
    for _ in 0..<40 {
      let parts = (0..<Int.random(in: 1...8, using: &random)).map { _ in
        let part = ["a", "[^b]", ".", "(?:ab|c.d)", #"\w"#, "\u{E9}"].randomElement(using: &random)!
        return part + ["", "+", "{1,40}", "{7}", "{3,}", "{0,90}"].randomElement(using: &random)!
      }
      let regex = Regex(pattern: parts.joined(), ignoresCase: Bool.random(using: &random))
      let outline = RegexOutline(regex)
      guard outline.weight <= RegexCheck.certainWeight else { continue }
      tried += 1
      #expect(throws: Never.self, "seed \(seed): \(regex)") { try RegexDatabase(regex, isWide: !outline.isNarrow) }
    }
    #expect(tried > 5)
  }
}
