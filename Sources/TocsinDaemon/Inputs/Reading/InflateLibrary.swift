/// The library that unpacks deflate: ISA-L is more than twice as fast, zlib is everywhere.
public enum InflateLibrary: CaseIterable, Sendable {
  case isal, zlib

  /// ISA-L, unless it cannot unpack a known member on this machine.
  public static let preferred: InflateLibrary = works(.isal) ? .isal : .zlib

  func makeInflater() -> any Inflater {
    switch self {
    case .isal: ISALInflater()
    case .zlib: ZlibInflater()
    }
  }

  /// Unpacks a member that holds `tocsin` and a newline.
  static func works(_ library: InflateLibrary) -> Bool {
    let member: [UInt8] = [
      0x1F, 0x8B, 0x08, 0, 0, 0, 0, 0, 0, 0x03, 0x2B, 0xC9, 0x4F, 0x2E, 0xCE, 0xCC, 0xE3, 0x02, 0, 0xBE, 0xCB, 0x5C, 0x87, 0x07,
      0, 0, 0,
    ]
    var output = [UInt8](repeating: 0, count: 64)
    let inflater = library.makeInflater()
    let step = member.withUnsafeBytes { input in
      output.withUnsafeMutableBytes { inflater.step(input: input, output: $0) }
    }
    return step.status == .memberEnd && output.prefix(step.produced).elementsEqual("tocsin\n".utf8)
  }
}
