import Foundation

/// What journald would have kept of a syslog line, in the journal export format.
struct JournalEntry {
  var time: Int64
  var host: String
  var identifier: String
  var pid: String?
  var message: String

  /// Nil where the line is not `Mmm dd hh:mm:ss host tag[pid]: message`. The time is taken as UTC.
  init?(_ line: String, year: Int) {
    guard
      let match = line.wholeMatch(
        of: /([A-Z][a-z]{2}) ([ 0-9][0-9]) ([0-9]{2}):([0-9]{2}):([0-9]{2}) ([^ ]+) ([^ :\[]+)(?:\[([0-9]+)\])?: (.*)/),
      let month = Self.months.firstIndex(of: String(match.1)),
      let day = Int(match.2.drop { $0 == " " }), let hour = Int(match.3), let minute = Int(match.4), let second = Int(match.5)
    else { return nil }
    var civil = tm()
    (civil.tm_year, civil.tm_mon, civil.tm_mday) = (Int32(year - 1900), Int32(month), Int32(day))
    (civil.tm_hour, civil.tm_min, civil.tm_sec) = (Int32(hour), Int32(minute), Int32(second))
    time = Int64(timegm(&civil)) * 1_000_000
    host = String(match.6)
    identifier = String(match.7)
    pid = match.8.map(String.init)
    message = String(match.9)
  }

  static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  /// One entry; the message as a binary field where `isBinary`, as journald does for control characters.
  func export(pidKey: String, isBinary: Bool, ordinal: Int) -> [UInt8] {
    var bytes = Array("__CURSOR=s=1;i=\(ordinal)\n__REALTIME_TIMESTAMP=\(time + 1_500)\n_HOSTNAME=\(host)\n".utf8)
    bytes += Array("SYSLOG_IDENTIFIER=\(identifier)\n".utf8)
    if let pid { bytes += Array("\(pidKey)=\(pid)\n".utf8) }
    bytes += Array("_SOURCE_REALTIME_TIMESTAMP=\(time)\n".utf8)
    if isBinary {
      let count = UInt64(message.utf8.count)
      bytes += Array("MESSAGE\n".utf8) + (0..<8).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) } + Array(message.utf8)
      bytes += Array("\n\n".utf8)
    } else {
      bytes += Array("MESSAGE=\(message)\n\n".utf8)
    }
    return bytes
  }
}
