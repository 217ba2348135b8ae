import CSystemd
import Foundation

/// What the service manager is told (sd_notify(3)); without one, nothing.
enum Notify {
  static func ready() { sd_notify(0, "READY=1") }
  static func reloading() { sd_notify(0, "RELOADING=1\nMONOTONIC_USEC=\(monotonicMicroseconds)") }
  static func stopping() { sd_notify(0, "STOPPING=1") }
  /// The service works, and is doing this.
  static func alive(_ status: String) { sd_notify(0, "WATCHDOG=1\nSTATUS=\(status.replacingOccurrences(of: "\n", with: " "))") }

  /// Half the watchdog's interval, or nil where none is asked for.
  static var watchdogInterval: Duration? {
    var microseconds: UInt64 = 0
    guard sd_watchdog_enabled(0, &microseconds) > 0 else { return nil }
    return .microseconds(Int64(clamping: microseconds / 2))
  }

  private static var monotonicMicroseconds: Int64 { Monotonic.now.nanoseconds / 1_000 }
}
