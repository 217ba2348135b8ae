import Sigma
import Synchronization

/// The regular expressions of a set of rules, and the working memory of the threads that scan with them.
@safe
final class RegexTable: @unchecked Sendable {
  private let expressions: [LazyRegex]
  /// What there is to know of each before it is compiled; written by `init` only. Threads count no references to it.
  private let glimpses: UnsafeMutablePointer<Glimpse>
  /// Those that no thread is using; there are as many in all as ever scanned at once.
  private let idle = Mutex<[RegexScratch]>([])

  private struct Glimpse: BitwiseCopyable {
    var least: Int
    var sign: UInt8
    var hasSign: Bool
    var isWide: Bool
  }

  init(_ regexes: [Regex]) {
    unsafe glimpses = .allocate(capacity: max(regexes.count, 1))
    var expressions: [LazyRegex] = []
    for (number, regex) in regexes.enumerated() {
      let outline = RegexOutline(regex)
      unsafe (glimpses + number).initialize(
        to: Glimpse(
          least: outline.least, sign: outline.sign ?? 0, hasSign: outline.sign != nil, isWide: !outline.isNarrow))
      expressions.append(LazyRegex(regex, isWide: !outline.isNarrow))
    }
    self.expressions = expressions
  }

  deinit { unsafe glimpses.deallocate() }

  /// Whether some part of a value matches the expression of a number. The first test takes working memory, which stays the thread's
  /// until it is put back.
  @inline(__always)
  func matches(_ number: Int, _ value: ByteView, _ scratch: inout RegexScratch?) -> Bool {
    precondition(number >= 0 && number < expressions.count)
    let glimpse = unsafe glimpses[number]
    // Most values are told by their length and one sign.
    if value.count < glimpse.least || glimpse.hasSign && value.firstIndex(of: glimpse.sign) == nil { return false }
    if scratch == nil { scratch = idle.withLock { $0.popLast() } ?? RegexScratch(expressions: expressions.count) }
    guard let scratch else { return false }
    if !scratch.isReady(for: number) { scratch.prepare(for: number, expressions[number].database) }
    return scratch.matches(value, number, isWide: glimpse.isWide)
  }

  /// Takes working memory back.
  @inline(__always)
  func putBack(_ scratch: inout RegexScratch?) {
    guard let returned = scratch else { return }
    scratch = nil
    idle.withLock { $0.append(returned) }
  }
}
