import CSystemd
import Dispatch
import Foundation

/// What the service manager is told (sd_notify(3)); without one, nothing.
enum Notify {
  static func ready() { sd_notify(0, "READY=1") }
  static func reloading() { sd_notify(0, "RELOADING=1\nMONOTONIC_USEC=\(monotonicMicroseconds)") }
  static func stopping() { sd_notify(0, "STOPPING=1") }
  static func status(_ text: String) { sd_notify(0, "STATUS=\(text.replacingOccurrences(of: "\n", with: " "))") }
  static func alive() { sd_notify(0, "WATCHDOG=1") }

  /// Half the watchdog's interval, or nil where none is asked for.
  static var watchdogInterval: DispatchTimeInterval? {
    var microseconds: UInt64 = 0
    guard sd_watchdog_enabled(0, &microseconds) > 0 else { return nil }
    return .microseconds(Int(clamping: microseconds / 2))
  }

  private static var monotonicMicroseconds: UInt64 { DispatchTime.now().uptimeNanoseconds / 1_000 }
}
