/// An IPv4 or IPv6 address. IPv4 is held as an IPv4-mapped IPv6 address, so that both compare in one space.
public struct IPAddress: Hashable, Sendable, BitwiseCopyable {
  /// The sixteen bytes in network order, as two numbers.
  public let high: UInt64
  public let low: UInt64
  public let isV4: Bool

  public init(high: UInt64, low: UInt64, isV4: Bool = false) {
    (self.high, self.low, self.isV4) = (high, low, isV4)
  }

  public init(v4: UInt32) { self.init(high: 0, low: 0xFFFF_0000_0000 | UInt64(v4), isV4: true) }

  /// The sixteen bytes in network order.
  public var bytes: [UInt8] {
    (0..<16).map { index in
      UInt8(truncatingIfNeeded: (index < 8 ? high : low) >> UInt64(56 - index % 8 * 8))
    }
  }

  /// Whether the address is of the public internet: not private, loopback, link-local, shared or unspecified.
  public var isPublic: Bool {
    if isV4 {
      let address = UInt32(truncatingIfNeeded: low)
      let first = address >> 24
      let second = address >> 16
      return
        !(first == 0 || first == 10 || first == 127 || first >= 224 || second == 0xA9FE || second == 0xC0A8
        || second >> 4 == 0xAC1 || second >> 6 == 0x191)
    }
    return !(high == 0 && low <= 1 || high >> 57 == 0x7E || high >> 54 == 0x3FA)
  }

  /// Reads an address and nothing else: dotted IPv4 of four decimal parts without leading zeros, or IPv6 as of RFC 4291, section
  /// 2.2, whose zone (`%eth0`) is ignored. IPv4-mapped IPv6 is IPv4.
  @inline(__always)
  public static func parse(_ view: ByteView) -> IPAddress? {
    guard view.count >= 2, view.count <= 64 else { return nil }
    if view[0].isDigit, let address = parseV4(view, from: 0, to: view.count) { return IPAddress(v4: address) }
    return parseV6(view)
  }

  /// Whether a text is an address.
  @inline(__always)
  static func isAddress(_ view: ByteView) -> Bool { view.isDottedIPv4 || isOther(view) }

  /// Most texts that are no dotted address and have no colon are names.
  @inline(never)
  private static func isOther(_ view: ByteView) -> Bool { parse(view) != nil }

  @inline(__always)
  private static func parseV4(_ view: ByteView, from start: Int, to end: Int) -> UInt32? {
    guard start >= 0, end <= view.count, end - start >= 7, end - start <= 15 else { return nil }
    var address: UInt32 = 0
    var at = start
    for part in 0..<4 {
      if part > 0 {
        guard at < end, view.unchecked(at) == 0x2E else { return nil }
        at &+= 1
      }
      guard at < end else { return nil }
      var number = UInt32(view.unchecked(at)) &- 0x30
      guard number < 10 else { return nil }
      at &+= 1
      // No digit follows a zero.
      var digits = number == 0 ? 3 : 1
      while digits < 3, at < end {
        let digit = UInt32(view.unchecked(at)) &- 0x30
        guard digit < 10 else { break }
        number = number &* 10 &+ digit
        digits &+= 1
        at &+= 1
      }
      guard number < 256 else { return nil }
      address = address << 8 | number
    }
    return at == end ? address : nil
  }

  private static func parseV6(_ view: ByteView) -> IPAddress? {
    let end = view.firstIndex(of: 0x25) ?? view.count
    guard end >= 2, end == view.count || end + 1 < view.count else { return nil }
    // Groups before and after `::`, each a 128-bit number filled from the right.
    var before = Groups()
    var after = Groups()
    var hasGap = false
    var at = 0
    if view[0] == 0x3A {
      guard view[1] == 0x3A else { return nil }
      (hasGap, at) = (true, 2)
    }
    while at < end {
      var group: UInt64 = 0
      let start = at
      while at < end, at - start < 4, view[at].hexValue < 16 {
        group = group << 4 | UInt64(view[at].hexValue)
        at += 1
      }
      guard at > start else { return nil }
      if at < end, view[at] == 0x2E {
        guard let v4 = parseV4(view, from: start, to: end) else { return nil }
        if hasGap { after.append(v4) } else { before.append(v4) }
        at = end
        break
      }
      if hasGap { after.append(group) } else { before.append(group) }
      if at == end { break }
      guard view[at] == 0x3A else { return nil }
      at += 1
      guard at < end else { return nil }
      if view[at] == 0x3A {
        guard !hasGap else { return nil }
        hasGap = true
        at += 1
      }
    }
    return join(before, after, hasGap: hasGap)
  }

  private static func join(_ before: Groups, _ after: Groups, hasGap: Bool) -> IPAddress? {
    let count = before.count + after.count
    guard hasGap ? count <= 7 : count == 8 else { return nil }
    let shift = (8 - before.count) * 16
    let front = UInt128(before.value) << UInt128(shift)
    let all = (before.count == 0 ? 0 : front) | after.value
    let high = UInt64(truncatingIfNeeded: all >> 64)
    let low = UInt64(truncatingIfNeeded: all)
    if high == 0, low >> 32 == 0xFFFF { return IPAddress(v4: UInt32(truncatingIfNeeded: low)) }
    return IPAddress(high: high, low: low)
  }

  /// Up to eight 16-bit groups.
  private struct Groups {
    var value: UInt128 = 0
    var count = 0

    mutating func append(_ group: UInt64) {
      value = value << 16 | UInt128(group)
      count += 1
    }

    mutating func append(_ v4: UInt32) {
      value = value << 32 | UInt128(v4)
      count += 2
    }
  }
}

extension ByteView {
  /// The address without the `::ffff:` of an IPv4-mapped one, which dual-stack sockets log.
  @inline(__always)
  var withoutMappedPrefix: ByteView {
    guard count > 7, self[0] == 0x3A, has("::ffff:") || has("::FFFF:") else { return self }
    guard firstIndex(of: 0x2E, from: 7) != nil else { return self }
    return from(7)
  }
}
