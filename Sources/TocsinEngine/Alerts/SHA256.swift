import CByteScan

/// SHA-256 (FIPS 180-4), for ids that must be the same on every host and run. Not for secrets: nothing here is constant-time.
public enum SHA256 {
  typealias State = InlineArray<8, UInt32>

  /// 32 bytes.
  public static func digest(_ message: [UInt8]) -> [UInt8] {
    var room = ByteRoom(capacity: message.count + 72)
    message.withView { room.append($0) }
    let state = digest(&room)
    return (0..<32).map { UInt8(truncatingIfNeeded: state[$0 / 4] >> UInt32(24 - $0 % 4 * 8)) }
  }

  /// The digest as eight numbers; the message, which is all that the room holds, is padded in place.
  static func digest(_ message: inout ByteRoom) -> State {
    let bits = UInt64(message.count) &* 8
    message.append(0x80)
    while message.count % 64 != 56 { message.append(0) }
    message.append(bigEndian: bits)
    var state: State = [
      0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
    ]
    if isKnownToProcessor { compressAll(message.bytes, &state) } else { compressEach(message.bytes, &state) }
    return state
  }

  static let isKnownToProcessor = tocsin_has_sha256() != 0

  /// Takes whole blocks in by the processor's own instructions, which it must have.
  static func compressAll(_ blocks: ByteView, _ state: inout State) {
    precondition(isKnownToProcessor && blocks.count % 64 == 0)
    var (words, constants) = (state, Self.constants)
    unsafe withUnsafeMutableBytes(of: &words) { words in
      unsafe withUnsafeBytes(of: &constants) { constants in
        guard let words = words.baseAddress, let constants = constants.baseAddress else { return }
        unsafe tocsin_sha256(
          words.assumingMemoryBound(to: UInt32.self), blocks.base, blocks.count / 64,
          constants.assumingMemoryBound(to: UInt32.self))
      }
    }
    state = words
  }

  /// The same on any processor.
  static func compressEach(_ blocks: ByteView, _ state: inout State) {
    for start in stride(from: 0, to: blocks.count, by: 64) { compress(blocks.slice(start, start + 64), &state) }
  }

  private static func compress(_ block: ByteView, _ state: inout State) {
    var w = InlineArray<64, UInt32>(repeating: 0)
    // A block has 64 bytes.
    for t in 0..<16 {
      w[t] = unsafe UInt32(bigEndian: UnsafeRawPointer(block.base).loadUnaligned(fromByteOffset: t * 4, as: UInt32.self))
    }
    for t in 16..<64 {
      let s0 = rotate(w[t - 15], 7) ^ rotate(w[t - 15], 18) ^ (w[t - 15] >> 3)
      let s1 = rotate(w[t - 2], 17) ^ rotate(w[t - 2], 19) ^ (w[t - 2] >> 10)
      w[t] = w[t - 16] &+ s0 &+ w[t - 7] &+ s1
    }
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    // Eight rounds turn the eight variables once around, so that none has to be moved.
    for t in stride(from: 0, to: 64, by: 8) {
      round(a, b, c, &d, e, f, g, &h, constants[t] &+ w[t])
      round(h, a, b, &c, d, e, f, &g, constants[t + 1] &+ w[t + 1])
      round(g, h, a, &b, c, d, e, &f, constants[t + 2] &+ w[t + 2])
      round(f, g, h, &a, b, c, d, &e, constants[t + 3] &+ w[t + 3])
      round(e, f, g, &h, a, b, c, &d, constants[t + 4] &+ w[t + 4])
      round(d, e, f, &g, h, a, b, &c, constants[t + 5] &+ w[t + 5])
      round(c, d, e, &f, g, h, a, &b, constants[t + 6] &+ w[t + 6])
      round(b, c, d, &e, f, g, h, &a, constants[t + 7] &+ w[t + 7])
    }
    let sums: State = [a, b, c, d, e, f, g, h]
    for index in 0..<8 { state[index] = state[index] &+ sums[index] }
  }

  /// One round, after which `d` is the next one's `e` and `h` its `a`.
  @inline(__always)
  private static func round(
    _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: inout UInt32, _ e: UInt32, _ f: UInt32, _ g: UInt32, _ h: inout UInt32,
    _ word: UInt32
  ) {
    let sum1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
    let t1 = h &+ sum1 &+ (g ^ (e & (f ^ g))) &+ word
    let sum0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
    d = d &+ t1
    h = t1 &+ sum0 &+ ((a & b) | (c & (a | b)))
  }

  @inline(__always)
  private static func rotate(_ value: UInt32, _ count: UInt32) -> UInt32 { value >> count | value << (32 - count) }

  /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
  private static let constants: InlineArray<64, UInt32> = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
    0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
    0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
    0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
    0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
    0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
    0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
  ]
}
