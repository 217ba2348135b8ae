/// How a record is written. Closed and hot, hence an enum; its raw value is the name users write (`--format`).
public enum Format: String, CaseIterable, Sendable, BitwiseCopyable {
  case rfc3164, rfc5424
  /// rsyslog's file format: RFC 3339 time, host, tag.
  case rfc3339
  case journalExport = "journal-export"
  case journalJSON = "journal-json"
  case json
  /// Common and Combined log format, with or without a leading virtual host and trailing fields.
  case common, combined
  case nginxError = "nginx-error"
  case apacheError = "apache-error"
  case audit
  case keyValue = "key-value"
  case docker, cri
  /// ArcSight's Common Event Format, bare or in syslog.
  case cef
  case plain
}
