/// Whether a text is an IP address, for the ECS fields that take nothing else.
enum AddressText {
  static func isIP(_ text: String) -> Bool { text.withView { isIP($0) } }

  /// A zone (`%eth0`) is no part of an address there.
  static func isIP(_ text: ByteView) -> Bool {
    text.firstIndex(of: UInt8(ascii: "%")) == nil && IPAddress.parse(text) != nil
  }
}
