import CSystemd
import Glibc

/// Wakes a thread that sleeps in poll(2); any thread may signal it.
public final class WakeEvent: Sendable {
  /// Readable once signalled, until cleared.
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

  /// Sleeps until it is signalled, and forgets that it was; false where `stop` is.
  func wait(unless stop: WakeEvent) -> Bool {
    var requests = [descriptor, stop.descriptor].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    while poll(&requests, 2, -1) < 0, errno == EINTR {}
    clear()
    return requests[1].revents == 0
  }

  /// Forgets that it was signalled.
  func clear() {
    var count: UInt64 = 0
    _ = read(descriptor, &count, MemoryLayout<UInt64>.size)
  }
}
