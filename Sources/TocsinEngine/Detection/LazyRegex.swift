import Sigma
import Synchronization

/// A regular expression that is compiled when the first value meets it: most rules' never are, and compiling takes milliseconds.
final class LazyRegex: Sendable {
  private let regex: Regex
  private let isWide: Bool
  private let made = AtomicLazyReference<RegexDatabase>()

  init(_ regex: Regex, isWide: Bool) { (self.regex, self.isWide) = (regex, isWide) }

  /// Two threads may come at once: then both compile, and one's work is dropped.
  var database: RegexDatabase {
    if let database = made.load() { return database }
    do { return made.storeIfNil(try RegexDatabase(regex, isWide: isWide)) } catch {
      preconditionFailure("the regular expression `\(regex.pattern)` was not checked before: \(error.message)")
    }
  }
}
