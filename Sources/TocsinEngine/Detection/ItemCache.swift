/// What is known of the items for the event at hand, and what testing the others takes.
@safe
final class ItemCache {
  /// The event's number, times four, plus what is known: a byte each, so that all stay near.
  private let marks: UnsafeMutablePointer<UInt8>
  private let count: Int
  private var event: UInt8 = 0
  /// What was searched: items that such a search decides, and did not find, do not hold.
  var searched: Search = []

  /// Working memory for regular expressions, while it is taken.
  var regexScratch: RegexScratch?

  private static let holds: UInt8 = 1
  private static let fails: UInt8 = 2
  private static let suspected: UInt8 = 3

  init(items count: Int) {
    self.count = count
    unsafe marks = .allocate(capacity: max(count, 1))
    unsafe marks.initialize(repeating: 0, count: max(count, 1))
  }

  deinit { unsafe marks.deallocate() }

  /// Forgets all for the next event.
  @inline(__always)
  func begin() {
    searched = []
    event &+= 4
    if event == 0 {
      unsafe marks.update(repeating: 0, count: count)
      event = 4
    }
  }

  /// What is known of an item.
  enum Answer { case holds, fails, maybe, nothing }

  @inline(__always)
  func answer(_ item: Int32) -> Answer {
    precondition(item >= 0 && Int(item) < count)
    return switch unsafe marks[Int(item)] &- event {
    case Self.holds: .holds
    case Self.fails: .fails
    case Self.suspected: .maybe
    default: .nothing
    }
  }

  @inline(__always)
  func note(_ item: Int32, holds: Bool) {
    precondition(item >= 0 && Int(item) < count)
    unsafe marks[Int(item)] = event &+ (holds ? Self.holds : Self.fails)
  }

  /// Notes that an item holds, or may; false where that was known.
  @inline(__always)
  func find(_ item: Int32, isCertain: Bool) -> Bool {
    precondition(item >= 0 && Int(item) < count)
    let mark = event &+ (isCertain ? Self.holds : Self.suspected)
    if unsafe marks[Int(item)] == mark { return false }
    unsafe marks[Int(item)] = mark
    return true
  }
}
