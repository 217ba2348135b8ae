/// Lets the first bytes of a stream be looked at before it is read.
public final class PeekReader: ByteReader {
  public var name: String { source.name }
  public var length: UInt64? { source.length }
  public var consumed: UInt64 { source.consumed - UInt64(held.count - start) }

  private let source: any ByteReader
  private var held: [UInt8] = []
  private var start = 0
  /// An error met while peeking; it is thrown when the bytes before it have been read.
  private var failure: InputError?
  private var ended = false

  public init(_ source: any ByteReader) {
    self.source = source
  }

  /// The bytes in front, read until `enough` says that these do or the stream ends; at most `limit`.
  public func peek(limit: Int, until enough: ([UInt8]) -> Bool) -> [UInt8] {
    while !ended, failure == nil, held.count < limit, !enough(held) {
      do throws(InputError) {
        let room = limit - held.count
        var piece = [UInt8](repeating: 0, count: room)
        let count = try Self.fill(&piece, from: source)
        if count == 0 { ended = true }
        held.append(contentsOf: piece.prefix(count))
      } catch {
        failure = error
      }
    }
    return held
  }

  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
    precondition(buffer.count > 0)
    if start < held.count {
      let count = min(buffer.count, held.count - start)
      buffer.copyBytes(from: held[start..<start + count])
      start += count
      return count
    }
    if let failure {
      self.failure = nil
      ended = true
      throw failure
    }
    return ended ? 0 : try source.read(into: buffer)
  }

  private static func fill(_ piece: inout [UInt8], from source: any ByteReader) throws(InputError) -> Int {
    var result: Result<Int, InputError> = .success(0)
    piece.withUnsafeMutableBytes { buffer in
      do throws(InputError) {
        result = .success(try source.read(into: buffer))
      } catch {
        result = .failure(error)
      }
    }
    return try result.get()
  }
}
