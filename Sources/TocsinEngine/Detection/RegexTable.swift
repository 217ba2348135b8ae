import Sigma
import Synchronization

/// The regular expressions of a set of rules, and the working memory of the threads that scan with them.
final class RegexTable: Sendable {
  private let expressions: [LazyRegex]
  /// Those that no thread is using; there are as many in all as ever scanned at once.
  private let idle = Mutex<[RegexScratch]>([])

  init(_ regexes: [Regex]) { expressions = regexes.map { LazyRegex($0) } }

  /// Whether some part of a value matches the expression of a number.
  func matches(_ number: Int, _ value: ByteView) -> Bool {
    guard expressions[number].mayMatch(value) else { return false }
    let database = expressions[number].database
    let scratch = idle.withLock { $0.popLast() } ?? RegexScratch(expressions: expressions.count)
    defer { idle.withLock { $0.append(scratch) } }
    return scratch.matches(value, database, number: number)
  }
}
