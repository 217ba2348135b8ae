/// Takes secrets out of a record's text before it leaves the engine: passwords, tokens, keys, cookies, in the places where logs
/// carry them (URLs, queries, command lines, headers, JSON, SQL, audit's hexadecimal) and in the shapes that issuers give them.
///
/// A mask is a net, not a proof: where a value's end is in doubt it takes more rather than less. It is linear in the text, since
/// every look back or ahead is bounded or passes each byte once.
public enum SecretMask {
  /// The text with each secret replaced by `***`, or nil where there is none. Masking what was masked gives nil.
  public static func mask(_ text: ByteView) -> [UInt8]? {
    guard var masked = pass(text, decodesHex: true) else { return nil }
    // A mask may bring together what stood apart; three more passes are more than any known text needs.
    for _ in 0..<3 {
      guard let again = masked.withView({ pass($0, decodesHex: true) }) else { break }
      masked = again
    }
    return masked
  }

  /// Whether all values of a field of this name are secrets (`user.password`, `http.request.headers.authorization`).
  public static func isSecretName(_ name: ByteView) -> Bool {
    switch SecretName(name) {
    case .secret, .authorization, .cookie, .pass: true
    case .none, .weak, .directory: false
    }
  }

  static func pass(_ text: ByteView, decodesHex: Bool) -> [UInt8]? {
    var scan = SecretScan(text, decodesHex: decodesHex)
    scan.run()
    return scan.masked()
  }
}

/// One pass over one text, from left to right: bytes at which a secret may begin or be announced are looked at, all others skipped.
struct SecretScan {
  static let mask: StaticString = "***"

  let text: ByteView
  let decodesHex: Bool
  /// What is replaced, ascending and apart, and by what.
  private var ranges: [(range: Range<Int>, replacement: [UInt8])] = []
  /// The commands that the text names, once somebody has asked.
  var commands: SecretOption.Commands?
  /// The end of the run without spaces that was last searched for `@`, and the last one in it.
  var lastToken = (end: 0, at: -1)
  /// Up to where runs of token characters are known to hold no digit, or no dot.
  var digitless = 0
  var dotless = 0
  /// Whether the whole text is one word, once somebody has asked.
  var isOneWord: Bool?

  init(_ text: ByteView, decodesHex: Bool) { (self.text, self.decodesHex) = (text, decodesHex) }

  mutating func run() {
    var index = text.firstSecretStart(from: 0)
    while index < text.count {
      index = text.firstSecretStart(from: max(index + 1, look(at: index, text[index])))
    }
  }

  /// What may be secret where `byte` stands; returns where to go on.
  private mutating func look(at index: Int, _ byte: UInt8) -> Int {
    switch byte {
    case UInt8(ascii: "="): return assignment(index, index + 1, level: 0)
    case UInt8(ascii: ":"): return colon(index)
    case UInt8(ascii: "%"): return percent(index)
    case UInt8(ascii: "\\"): return backslash(index)
    case UInt8(ascii: "-"): return dash(index)
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return quoteAfterWord(index)
    case UInt8(ascii: ">"): return element(index)
    case UInt8(ascii: "B"), UInt8(ascii: "b"): return scheme(index)
    default: return token(index)
    }
  }

  func byte(_ index: Int) -> UInt8? { index >= 0 && index < text.count ? text[index] : nil }

  /// Records a secret, unless it is empty or masked already; returns its end.
  @discardableResult
  mutating func hide(_ start: Int, _ end: Int, as replacement: [UInt8]? = nil) -> Int {
    guard end > start else { return start }
    if text.slice(start, end) == Self.mask { return end }
    ranges.append((start..<end, replacement ?? Array("***".utf8)))
    return end
  }

  func masked() -> [UInt8]? {
    if ranges.isEmpty { return nil }
    var out: [UInt8] = []
    out.reserveCapacity(text.count)
    var kept = 0
    for (range, replacement) in ranges {
      text.slice(kept, range.lowerBound).append(to: &out)
      out.append(contentsOf: replacement)
      kept = range.upperBound
    }
    text.from(kept).append(to: &out)
    return out
  }
}
