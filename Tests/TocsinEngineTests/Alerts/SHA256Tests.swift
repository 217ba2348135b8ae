import TestSupport
import Testing

@testable import TocsinEngine

@Suite struct SHA256Tests {
  private func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// The examples that NIST publishes for FIPS 180-4.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
  ])
  func vectors(message: String, digest: String) { #expect(hex(SHA256.digest(Array(message.utf8))) == digest) }

  @Test func aMillionLetters() {
    let message = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
    #expect(hex(SHA256.digest(message)) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  @Test func everyLengthAroundABlockDiffers() {
    let digests = (0...130).map { hex(SHA256.digest([UInt8](repeating: 0, count: $0))) }
    #expect(Set(digests).count == digests.count)
    #expect(digests.allSatisfy { $0.count == 64 })
  }

  /// What the processor does by itself is what is done without it.
  @Test(.enabled(if: SHA256.isKnownToProcessor), arguments: Seeds.of(4)) func bothWaysAreOne(_ seed: UInt64) {
    var random = Dice(seed: seed)
    for count in 0...5 {
      let blocks = (0..<64 * count).map { _ in UInt8.random(in: 0...255, using: &random) }
      var (first, second) = (SHA256.State(repeating: 0x9E37_79B9), SHA256.State(repeating: 0x9E37_79B9))
      blocks.withView { SHA256.compressAll($0, &first) }
      blocks.withView { SHA256.compressEach($0, &second) }
      for word in 0..<8 { #expect(first[word] == second[word]) }
    }
  }
}
