/// Seeds for random tests: a few that never change, so that a failure comes back, and one fresh one, named where it fails.
enum Seeds {
  static func of(_ count: Int) -> [UInt64] { (1...UInt64(count)).map { $0 } + [UInt64.random(in: 1_000 ... .max)] }
}
