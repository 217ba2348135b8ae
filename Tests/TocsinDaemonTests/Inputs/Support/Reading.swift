@testable import TocsinDaemon

/// A reader over an array, in pieces of at most `piece` bytes; it may fail at the end.
final class MemoryReader: ByteReader {
  let name = "memory"
  var consumed: UInt64 { UInt64(position) }
  var length: UInt64? { UInt64(bytes.count) }
  private let bytes: [UInt8]
  private let piece: Int
  private var failure: InputError?
  private var position = 0

  init(_ bytes: [UInt8], piece: Int = .max, failure: InputError? = nil) {
    self.bytes = bytes
    self.piece = piece
    self.failure = failure
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
    let count = min(buffer.count, piece, bytes.count - position)
    if count == 0, let failure {
      self.failure = nil
      throw failure
    }
    buffer.copyBytes(from: bytes[position..<position + count])
    position += count
    return count
  }
}

/// All that a reader gives and the errors it throws, which should be one at most; reads on after an error.
func readAll(_ reader: any ByteReader, buffer size: Int = 256 << 10) -> (bytes: [UInt8], errors: [InputError]) {
  var bytes: [UInt8] = []
  var errors: [InputError] = []
  let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 16)
  defer { buffer.deallocate() }
  while errors.count < 10 {
    do throws(InputError) {
      let count = try reader.read(into: buffer)
      if count == 0 { break }
      bytes.append(contentsOf: buffer[..<count])
    } catch {
      errors.append(error)
    }
  }
  return (bytes, errors)
}
