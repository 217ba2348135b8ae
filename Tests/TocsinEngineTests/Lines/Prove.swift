import Foundation

/// Long runs of random tests are for those who ask: `TOCSIN_PROVE=1 swift test`.
enum Prove {
  static let isAsked = ProcessInfo.processInfo.environment["TOCSIN_PROVE"] == "1"
}
