/// How the time of some work grows with its input.
enum Growth {
  /// Whether twice the work takes at most three times as long: tried again while the machine is busy with something else.
  static func isLinear(_ work: () -> Void, twice: () -> Void) -> Bool {
    (0..<6).contains { _ in
      let one = fastest(work)
      return fastest(twice) < one * 3 + .milliseconds(1)
    }
  }

  private static func fastest(_ work: () -> Void) -> Duration { (0..<4).map { _ in ContinuousClock().measure(work) }.min()! }
}
