/// What the name of a value says of its secrecy. Case and the separators `-`, `_` and `.` within the name do not count.
enum SecretName {
  case none
  /// Passwords, tokens, keys: secret wherever it is given a value.
  case secret
  /// Secret as a query parameter only: `key`, `sig`, `auth`, `session` mean too many other things elsewhere.
  case weak
  /// `pass`: a count of successes, too, in prose.
  case pass
  /// `PWD`: a directory more often than a password.
  case directory
  case authorization
  case cookie

  @inline(__always)
  init(_ name: ByteView) {
    var end = name.count
    while end > 0, name[end - 1] &- 0x30 < 10 || Self.isSeparator(name[end - 1]) { end -= 1 }
    // `pw` is the only one of two letters.
    guard end >= 3 || (end == 2 && name[1] | 0x20 == UInt8(ascii: "w")) else {
      self = .none
      return
    }
    self.init(name.slice(0, end), last: name[end - 1] | 0x20)
  }

  /// By the last letter, so that most names cost one comparison.
  private init(_ name: ByteView, last: UInt8) {
    func ends(_ word: StaticString) -> Bool { Self.start(of: word, endOf: name) != nil }
    func isAll(_ word: StaticString) -> Bool { Self.start(of: word, endOf: name) == 0 }
    func isWord(_ word: StaticString) -> Bool {
      guard let start = Self.start(of: word, endOf: name) else { return false }
      // `db_pass` and `dbPass`, not `bypass`.
      return start == 0 || Self.isSeparator(name[start - 1]) || (name[start] < 0x60 && name[start - 1] >= 0x60)
    }
    self = .none
    switch last {
    case UInt8(ascii: "d"):
      if ends("password") || ends("passwd") || ends("passwrd") || ends("sessid") || isAll("jsessionid") {
        self = .secret
      } else if isAll("pwd") || isAll("oldpwd") {
        self = .directory
      } else if ends("pwd") {
        self = .secret
      } else if ends("sessionid") || isAll("sid") {
        self = .weak
      } else if ends("passwordold") {
        self = .secret
      }
    case UInt8(ascii: "e"):
      if ends("passphrase") || ends("passcode") { self = .secret }
      if ends("cookie") { self = .cookie }
      if ends("signature") { self = .weak }
    case UInt8(ascii: "h"):
      if isWord("auth") { self = .weak }
      if ends("passwordhash") || ends("passwdhash") { self = .secret }
    case UInt8(ascii: "k"): if isWord("psk") { self = .secret }
    case UInt8(ascii: "l"): if ends("credential") { self = .secret }
    case UInt8(ascii: "m"): if ends("passwordconfirm") { self = .secret }
    case UInt8(ascii: "n"):
      if ends("token") || ends("passwordconfirmation") { self = .secret }
      if ends("authorization") { self = .authorization }
      if isWord("session") { self = .weak }
    case UInt8(ascii: "s"):
      if isAll("pass") { self = .pass } else if isWord("pass") || isAll("sshpass") || ends("credentials") { self = .secret }
    case UInt8(ascii: "t"):
      if ends("secret") || ends("passwort") || ends("kennwort") || ends("passwordrepeat") { self = .secret }
    case UInt8(ascii: "w"): if isWord("pw") || ends("bindpw") || ends("rootpw") { self = .secret }
    case UInt8(ascii: "y"): self = Self.isSecretKey(ends) ? .secret : isWord("key") ? .weak : .none
    case UInt8(ascii: "g"): if isWord("sig") { self = .weak }
    default: break
    }
  }

  private static func isSecretKey(_ ends: (StaticString) -> Bool) -> Bool {
    guard ends("key") else { return false }
    return ends("apikey") || ends("accesskey") || ends("secretkey") || ends("privatekey") || ends("authkey") || ends("masterkey")
      || ends("signingkey") || ends("encryptionkey") || ends("sharedkey") || ends("accountkey") || ends("sessionkey")
  }

  /// Where `word` (lowercase letters) begins when it ends the name, or nil.
  private static func start(of word: StaticString, endOf name: ByteView) -> Int? {
    var index = name.count
    var left = word.utf8CodeUnitCount
    while left > 0 {
      guard index > 0 else { return nil }
      index -= 1
      let byte = name[index]
      if isSeparator(byte) { continue }
      // The literal has `left` bytes before this one.
      guard unsafe byte | 0x20 == word.utf8Start[left - 1] else { return nil }
      left -= 1
    }
    return index
  }

  @inline(__always)
  static func isSeparator(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
  }
}
