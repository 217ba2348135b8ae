/// Crews that attack one source address at a time, each at its own pace; when one address is done, the crew rests and takes a new one.
struct Attackers {
  struct Crew {
    /// Microseconds between two strikes.
    let pace: ClosedRange<Int>
    /// Strikes from one address.
    let strength: ClosedRange<Int>
    /// Microseconds between two addresses.
    let rest: ClosedRange<Int>

    fileprivate var due = 0
    fileprivate var left = 0
    fileprivate var source = Address(index: 0)

    init(pace: ClosedRange<Int>, strength: ClosedRange<Int>, rest: ClosedRange<Int>) {
      (self.pace, self.strength, self.rest) = (pace, strength, rest)
    }
  }

  private var crews: [Crew]
  private var used = 0

  init(_ crews: [Crew]) {
    self.crews = crews
  }

  /// The crew that strikes now and from where, or nil when all rest.
  mutating func strike(at now: Int, _ random: inout Random) -> (crew: Int, source: Address)? {
    guard let crew = crews.firstIndex(where: { $0.due <= now }) else { return nil }
    if crews[crew].left == 0 {
      crews[crew].source = Address(index: Address.firstAttacker + used % Address.attackers)
      crews[crew].left = random.within(crews[crew].strength)
      used += 1
    }
    crews[crew].left -= 1
    crews[crew].due = now + random.within(crews[crew].left > 0 ? crews[crew].pace : crews[crew].rest)
    return (crew, crews[crew].source)
  }
}
