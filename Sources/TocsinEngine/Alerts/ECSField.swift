/// What the Elastic Common Schema says of a field's name.
enum ECSField {
  /// The version whose names alerts use (`ecs.version`).
  static let version = "8.17.0"

  /// Whether ECS has a number for this name: ports, process ids, sizes, codes, counts.
  static func isNumeric(_ name: ByteView) -> Bool {
    guard let dot = name.lastIndex(of: UInt8(ascii: ".")), dot > 0 else { return false }
    let leaf = name.from(dot + 1)
    switch leaf.count {
    case 3: return leaf == "pid"
    case 4:
      if leaf == "port" { return true }
      if leaf == "pgid" { return true }
      if leaf == "code" { return name == "log.syslog.facility.code" || name == "log.syslog.severity.code" }
      return leaf == "size" && name == "file.size"
    case 5: return leaf == "bytes"
    case 6: return leaf == "offset" && name == "log.offset"
    case 7: return leaf == "packets"
    case 8:
      return name == "log.syslog.priority" || name == "event.duration" || name == "event.severity" || name == "event.sequence"
    case 9: return leaf == "exit_code"
    case 10: return name == "process.args_count"
    case 11: return leaf == "status_code"
    default: return false
    }
  }
}
