/// A stream of raw bytes, read once from front to back by one thread.
///
/// A reader fails at most once: whatever could be read has been returned before, and after the error it is at its end.
public protocol ByteReader: AnyObject {
  /// What errors and evidence call it.
  var name: String { get }

  /// Bytes taken from the file or stream so far, as stored (compressed, for an archive).
  var consumed: UInt64 { get }

  /// The size of the file as stored, where it has one; for a progress bar.
  var length: UInt64? { get }

  /// Fills the front of `buffer`, which is not empty, as far as bytes are at hand, waiting for at least one. 0 is the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int
}
