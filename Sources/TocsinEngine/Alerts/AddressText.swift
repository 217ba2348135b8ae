/// Whether a text is an IP address, for the ECS fields that take nothing else.
enum AddressText {
  /// A zone (`%eth0`) is no part of an address there.
  static func isIP(_ text: String) -> Bool {
    !text.utf8.contains(UInt8(ascii: "%")) && Array(text.utf8).withView { IPAddress.parse($0) != nil }
  }
}
