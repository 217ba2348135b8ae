/// What one thread needs while it scans: libhs's working memory and a buffer for texts that are not plain ASCII. It is kept from
/// scan to scan and grows to what the largest expression and the longest value need. One thread at a time holds it.
@safe
final class RegexScratch: @unchecked Sendable {
  private var scratch: OpaquePointer? = nil
  /// By expression its automaton, once `scratch` is large enough for it. Whoever owns the expressions owns these, too.
  private let databases: UnsafeMutablePointer<OpaquePointer?>
  private let count: Int
  private let buffer = Arena()

  init(expressions count: Int) {
    self.count = count
    unsafe databases = .allocate(capacity: max(count, 1))
    unsafe databases.initialize(repeating: nil, count: max(count, 1))
  }

  deinit {
    unsafe RegexDatabase.free(scratch)
    unsafe databases.deallocate()
  }

  @inline(__always)
  func isReady(for number: Int) -> Bool {
    precondition(number >= 0 && number < count)
    return unsafe databases[number] != nil
  }

  func prepare(for number: Int, _ database: RegexDatabase) {
    unsafe database.prepare(&scratch)
    unsafe databases[number] = database.database
  }

  /// Whether some part of a value, whatever its bytes, matches an expression that was prepared for. `isWide` says that it is to see
  /// valid text.
  func matches(_ value: ByteView, _ number: Int, isWide: Bool) -> Bool {
    guard isReady(for: number), let database = unsafe databases[number], let scratch = unsafe scratch else {
      preconditionFailure("the expression was not prepared for")
    }
    if Folding.isASCII(value) { return unsafe RegexDatabase.matches(value, database, scratch) }
    buffer.reset()
    return unsafe RegexDatabase.matches(isWide ? repaired(value) : narrowed(value), database, scratch)
  }

  /// One byte for each character outside ASCII, and for each byte that is no character.
  private func narrowed(_ value: ByteView) -> ByteView {
    unsafe buffer.write(atMost: value.count) { target in
      var count = 0
      var index = 0
      while index < value.count {
        let byte = value[index]
        unsafe target[count] = byte < 0x80 ? byte : 0x80
        index += byte < 0x80 ? 1 : Folding.decode(value, at: index).1
        count += 1
      }
      return count
    }
  }

  /// A copy with U+FFFD for each byte that is no character: libhs must see valid text.
  private func repaired(_ value: ByteView) -> ByteView {
    unsafe buffer.write(atMost: 3 * value.count) { target in
      var count = 0
      var index = 0
      while index < value.count {
        let (scalar, length) = Folding.decode(value, at: index)
        if scalar == nil {
          unsafe (target[count], target[count + 1], target[count + 2]) = (0xEF, 0xBF, 0xBD)
          count += 3
        } else {
          for offset in 0..<length { unsafe target[count + offset] = value[index + offset] }
          count += length
        }
        index += length
      }
      return count
    }
  }
}
