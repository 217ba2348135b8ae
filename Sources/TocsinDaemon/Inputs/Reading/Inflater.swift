/// Unpacks gzip members one after another: header, deflate data, checksum and length.
protocol Inflater: AnyObject {
  /// Makes ready for the next member.
  func reset()

  /// Takes from `input`, which may be empty, and writes to `output` until one of them is used up or the member ends.
  func step(input: UnsafeRawBufferPointer, output: UnsafeMutableRawBufferPointer) -> InflateStep
}

/// How far one step came.
struct InflateStep: Equatable {
  enum Status: Equatable {
    case running
    case memberEnd
    /// The data is wrong; what was produced before stands.
    case failed(String)
  }

  let consumed: Int
  let produced: Int
  let status: Status
}
