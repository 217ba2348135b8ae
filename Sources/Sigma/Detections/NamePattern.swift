/// A pattern of selection names, where `*` is any run of characters.
enum NamePattern {
  /// Whether the whole name fits; in time linear in name times pattern at worst.
  static func matches(_ pattern: String, _ name: String) -> Bool {
    let (pattern, name) = (Array(pattern.utf8), Array(name.utf8))
    var (at, of) = (0, 0)
    var star: (at: Int, of: Int)?
    while of < name.count {
      if at < pattern.count, pattern[at] == UInt8(ascii: "*") {
        star = (at, of)
        at += 1
      } else if at < pattern.count, pattern[at] == name[of] {
        (at, of) = (at + 1, of + 1)
      } else if let last = star {
        star = (last.at, last.of + 1)
        (at, of) = (last.at + 1, last.of + 1)
      } else {
        return false
      }
    }
    return pattern[at...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
