import Foundation

/// How often random tests run: a few times, or with `TOCSIN_PROVE=1` many times. `TOCSIN_SEED` starts elsewhere.
public enum Proving {
  public static let isThorough = ProcessInfo.processInfo.environment["TOCSIN_PROVE"] == "1"
  public static let firstSeed = UInt64(ProcessInfo.processInfo.environment["TOCSIN_SEED"] ?? "") ?? 1

  public static func seeds(_ few: Int, _ many: Int) -> [UInt64] {
    (0..<UInt64(isThorough ? many : few)).map { firstSeed + $0 }
  }
}

/// Seeds for random tests: a few that never change, so that a failure comes back, and one fresh one, named where it fails.
public enum Seeds {
  public static func of(_ count: Int) -> [UInt64] { (1...UInt64(count)).map { $0 } + [UInt64.random(in: 1_000 ... .max)] }
}
