import Sigma
import Testing

/// SPEC 3.9, 4: placeholders.
struct ExpansionTests {
  private let lists = ["admins": ["root", "adm*"], "hosts": ["h1"], "DC-NAME": ["d$"]]

  @Test func aPlaceholderIsAnyOfItsValues() {
    #expect(expression("F|expand: '%admins%'", placeholders: lists) == .or([.text("F", "root"), .text("F", "adm*")]))
    #expect(expression("F|contains|expand: '%DC-NAME%'", placeholders: lists) == .text("F", "*d$*"))
    #expect(expression("F|expand|endswith: 'x%hosts%'", placeholders: lists) == .text("F", "*xh1"))
    #expect(
      expression("F|expand: '%admins%@%hosts%'", placeholders: lists) == .or([.text("F", "root@h1"), .text("F", "adm*@h1")]))
  }

  @Test func anEscapedPercentIsText() {
    #expect(expression(#"F|expand: '\%plain%hosts%'"#, placeholders: lists) == .text("F", "%plainh1"))
    #expect(expression("F|expand: '100%'", placeholders: lists) == .text("F", "100%"))
  }

  @Test func inARegexItIsAnAlternationOfText() {
    #expect(
      expression("F|re|expand: '^%admins%@%DC-NAME%$'", placeholders: lists)
        == .field("F", .regex(Regex(pattern: #"^(?:root|adm(?s:.*))@(?:d\$)$"#))))
    #expect(expression(#"F|re|expand: 'a\%hosts%'"#, placeholders: lists) == .field("F", .regex(Regex(pattern: #"a\%hosts%"#))))
  }

  @Test(arguments: ["F|expand: '%admin%'", "F|re|expand: '%admin%'", "F|expand: ['%hosts%', 'x%admin%']"])
  func anUnknownOneRefusesTheRule(_ selection: String) {
    let set = load(rule("sel: {\(selection)}\ncondition: sel"), placeholders: lists)
    #expect(set.rules.isEmpty)
    #expect(set.errors.first?.message.contains("did you mean `%admins%`?") == true)
    #expect(load(rule("sel: {\(selection)}\ncondition: sel")).rules.isEmpty)
  }

  @Test func anEmptyListIsNoList() {
    #expect(expression("F|expand: '%none%'", placeholders: ["none": []]) == nil)
  }

  @Test func tooManyCombinationsAreRefused() {
    let many = ["n": (0..<200).map(String.init)]
    #expect(expression("F|expand: '%n%%n%%n%'", placeholders: many) == nil)
  }
}
