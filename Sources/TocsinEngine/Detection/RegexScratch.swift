/// What one thread needs while it scans: libhs's working memory and a buffer for texts that are not plain ASCII. It is kept from
/// scan to scan and grows to what the largest expression and the longest value need. One thread at a time holds it.
@safe
final class RegexScratch: @unchecked Sendable {
  private var scratch: OpaquePointer? = nil
  /// By expression, whether `scratch` is large enough for it.
  private var isReady: [Bool]
  private let buffer = Arena()

  init(expressions: Int) { isReady = Array(repeating: false, count: expressions) }

  deinit { unsafe RegexDatabase.free(scratch) }

  /// Whether some part of a value, whatever its bytes, matches the expression of a number.
  func matches(_ value: ByteView, _ database: RegexDatabase, number: Int) -> Bool {
    if !isReady[number] {
      unsafe database.prepare(&scratch)
      isReady[number] = true
    }
    guard let scratch = unsafe scratch else { preconditionFailure("the database was prepared for") }
    if Folding.isASCII(value) { return unsafe database.matches(value, scratch) }
    buffer.reset()
    return unsafe database.matches(database.isWide ? repaired(value) : narrowed(value), scratch)
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
