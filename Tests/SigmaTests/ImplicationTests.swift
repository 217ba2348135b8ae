import Testing

@testable import Sigma

/// What is affirmed must be so; what is denied may be.
struct ImplicationTests {
  private func holds(_ premise: String, _ conclusion: String) -> Bool {
    guard let first = Self.read(premise), let second = Self.read(conclusion) else { return false }
    return Implication.holds(from: first, to: second)
  }

  private static func read(_ detection: String) -> Expression? {
    let text = detection.contains("condition:") ? detection : "sel: {\(detection)}\ncondition: sel"
    return load(rule(text)).rules.first?.expression
  }

  @Test(arguments: [
    ("F: a", "F: A"), ("F: abc", "F|contains: b"), ("F|startswith: abc", "F|startswith: ab"),
    ("F|contains: xay", "F|contains: a"),
    ("F: 'a*b'", "F|startswith: a"), ("F: 'a?b'", "F: 'a*'"), ("F|cased: Ab", "F: ab"), ("F: [a, b]", "F: [c, b, a]"),
    ("F: a, G: b", "F: a"), ("F|contains|all: [a, b]", "F|contains: b"), ("F|re: a+", "F|re: a+"), ("F: 1", "F: 1"),
    ("F: a, G: [1, 2]", "G: [2, 1, 3]"),
    ("a: {F: 1}\nb: {G: x}\nc: {G: xy}\ncondition: a and not b", "a: {F: 1}\nb: {G: x}\ncondition: a and not b"),
    ("a: {F: 1}\nb: {'G|contains': x}\ncondition: a and not b", "a: {F: 1}\nb: {G: xy}\ncondition: a and not b"),
    ("a: [apple pie]\ncondition: a", "a: [apple]\ncondition: a"),
    ("F|cidr: 10.1.0.0/16", "F|cidr: 10.0.0.0/8"), ("F|cidr: 10.9.0.0/16", "F|cidr: 10.8.0.0/13"),
    ("F|cidr: '2001:db8:1::/48'", "F|cidr: '::/0'"),
    ("F|gt: 6", "F|gt: 5"), ("F|gte: 6", "F|gt: 5"), ("F|gt: 5", "F|gte: 5"), ("F|lt: 5", "F|lte: 5"), ("F|lte: 4", "F|lt: 5"),
    ("F|lt: 1.5", "F|lt: 2.5"), ("F|gte: 5", "F|gte: 5"),
  ])
  func affirms(_ premise: String, _ conclusion: String) {
    #expect(holds(premise, conclusion), "\(premise) → \(conclusion)")
  }

  @Test(arguments: [
    ("F: a", "F: b"), ("F: a", "G: a"), ("F|contains: a", "F: a"), ("F: ab", "F|cased: ab"), ("F|contains: b", "F|startswith: b"),
    ("F: [a, b]", "F: a"), ("F: a", "F: a, G: b"), ("F: '*'", "F: '?'"), ("F: 'a*'", "F: 'a?'"), ("F|re: a", "F|re|i: a"),
    ("F|re: a", "F|contains: a"), ("F: null", "F: ''"), ("F: ab", "F: 'a*a*b'"),
    ("a: {F: 1}\nb: {G: xy}\ncondition: a and not b", "a: {F: 1}\nb: {'G|contains': x}\ncondition: a and not b"),
    ("a: {F: 1}\ncondition: not a", "a: {F: 1}\ncondition: a"),
    ("F|cidr: 10.0.0.0/8", "F|cidr: 10.1.0.0/16"), ("F|cidr: 10.16.0.0/16", "F|cidr: 10.8.0.0/13"),
    ("F|cidr: 10.0.0.0/8", "F|cidr: '::/0'"),
    ("F|gte: 5", "F|gt: 5"), ("F|gt: 5", "F|gt: 6"), ("F|lte: 5", "F|lt: 5"), ("F|lt: 6", "F|lt: 5"), ("F|gt: 5", "F|lt: 9"),
    ("F|gt: 5", "F|gt: .nan"), ("F|lt: 5", "F|lte: .nan"),
  ])
  func denies(_ premise: String, _ conclusion: String) {
    #expect(Self.read(premise) != nil && Self.read(conclusion) != nil)
    #expect(!holds(premise, conclusion), "\(premise) → \(conclusion)")
  }

  @Test func deniesWhereStepsRunOut() {
    let many = Expression.or((0..<200).map { .text("F", "value\($0)") })
    #expect(Implication.holds(from: many, to: many, steps: 50_000))
    #expect(!Implication.holds(from: many, to: many, steps: 1_000))
  }
}
