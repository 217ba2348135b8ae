/// Options of common commands that take a secret but do not say so in their name.
enum SecretOption {
  /// Commands that a text names.
  struct Commands: OptionSet {
    var rawValue: Int
    static let mysql = Commands(rawValue: 1)
    static let sshpass = Commands(rawValue: 2)
    static let curl = Commands(rawValue: 4)
    static let redis = Commands(rawValue: 8)
    static let ldap = Commands(rawValue: 16)
    static let useradd = Commands(rawValue: 32)
    static let login = Commands(rawValue: 64)
    static let zip = Commands(rawValue: 128)
    static let sevenZip = Commands(rawValue: 256)
    static let smb = Commands(rawValue: 512)
    static let mongo = Commands(rawValue: 1_024)
    static let ipmi = Commands(rawValue: 2_048)
  }

  private static let names: [(StaticString, Commands)] = [
    ("mysql", .mysql), ("mariadb", .mysql), ("sshpass", .sshpass), ("curl", .curl), ("redis-cli", .redis), ("ldap", .ldap),
    ("useradd", .useradd), ("usermod", .useradd), ("login", .login), ("zip", .zip), ("unzip", .zip), ("7z", .sevenZip),
    ("rar", .sevenZip), ("unrar", .sevenZip), ("smbclient", .smb), ("rpcclient", .smb), ("smbmap", .smb), ("mongo", .mongo),
    ("ipmitool", .ipmi), ("sqlcmd", .ipmi),
  ]

  /// What a secret option's value looks like.
  enum Shape {
    case whole
    /// `user:password`
    case afterColon
    /// `user%password`
    case afterPercent
  }

  /// Which words of the text begin like a command that takes secrets.
  static func commands(in text: ByteView) -> Commands {
    var found: Commands = []
    var previous: UInt8 = 0x20
    for index in 0..<text.count {
      let byte = text[index]
      let isLetter = (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte == UInt8(ascii: "7")
      let isInside = (previous | 0x20) &- UInt8(ascii: "a") < 26 || previous &- 0x30 < 10 || previous == UInt8(ascii: "_")
      previous = byte
      guard isLetter, !isInside else { continue }
      for (name, command) in names where text.has(name, at: index) { found.insert(command) }
    }
    return found
  }

  /// The shape of the value that `-letter` takes for one of the commands, or nil where it is no secret.
  static func shape(of letter: UInt8, for commands: Commands) -> Shape? {
    switch letter {
    case UInt8(ascii: "p"):
      return commands.isDisjoint(with: [.mysql, .sshpass, .useradd, .login, .sevenZip, .mongo]) ? nil : .whole
    case UInt8(ascii: "P"): return commands.isDisjoint(with: [.zip, .ipmi]) ? nil : .whole
    case UInt8(ascii: "a"): return commands.contains(.redis) ? .whole : nil
    case UInt8(ascii: "w"): return commands.contains(.ldap) ? .whole : nil
    case UInt8(ascii: "u"): return commands.contains(.curl) ? .afterColon : nil
    case UInt8(ascii: "U"): return commands.contains(.curl) ? .afterColon : commands.contains(.smb) ? .afterPercent : nil
    default: return nil
    }
  }
}
