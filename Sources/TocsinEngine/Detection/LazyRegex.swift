import Sigma
import Synchronization

/// A regular expression that is compiled when the first value meets it: most rules' never are, and compiling takes milliseconds.
final class LazyRegex: Sendable {
  private let regex: Regex
  private let isWide: Bool
  private let least: Int
  private let sign: UInt8?
  private let made = AtomicLazyReference<RegexDatabase>()

  init(_ regex: Regex) {
    self.regex = regex
    let outline = RegexOutline(regex)
    (isWide, least, sign) = (!outline.isNarrow, outline.least, outline.sign)
  }

  /// Whether a value may match, as far as its length and one sign say: most do not.
  @inline(__always)
  func mayMatch(_ value: ByteView) -> Bool {
    guard value.count >= least else { return false }
    guard let sign else { return true }
    return value.firstIndex(of: sign) != nil
  }

  /// Two threads may come at once: then both compile, and one's work is dropped.
  var database: RegexDatabase {
    if let database = made.load() { return database }
    do { return made.storeIfNil(try RegexDatabase(regex, isWide: isWide)) } catch {
      preconditionFailure("the regular expression `\(regex.pattern)` was not checked before: \(error.message)")
    }
  }
}
