import CSystemd
import Glibc

/// Wakes a thread that sleeps in poll(2), for good; any thread may signal it.
public final class StopEvent: Sendable {
  /// Readable once signalled.
  let descriptor: Int32

  public init() throws(InputError) {
    descriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
    guard descriptor >= 0 else { throw InputError("create", name: "eventfd", errno: errno) }
  }

  deinit { close(descriptor) }

  public func signal() {
    var one: UInt64 = 1
    // A full counter is signalled already.
    _ = write(descriptor, &one, MemoryLayout<UInt64>.size)
  }

  public var isSignalled: Bool {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&request, 1, 0) > 0
  }
}
