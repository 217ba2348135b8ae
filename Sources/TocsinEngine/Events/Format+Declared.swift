extension Format {
  /// What records can turn out to be where the input is declared to be of this format: formats within it, and plain text, which is
  /// all that does not have it.
  var declared: Set<Format> {
    switch self {
    case .rfc3164, .rfc5424, .rfc3339: [.rfc3164, .rfc5424, .rfc3339, .audit, .plain]
    case .journalExport: [.journalExport, .audit, .cef, .plain]
    case .common, .combined: [.common, .combined, .plain]
    case .nginxError, .apacheError, .audit, .keyValue, .plain: [self, .plain]
    // What these wrap is recognised anew.
    case .journalJSON, .json, .docker, .cri, .cef: Set(Format.allCases)
    }
  }

  /// Whether a record of the format may name the program that wrote it, which then chooses its decoders.
  var mayNameProgram: Bool {
    switch self {
    case .common, .combined, .nginxError, .apacheError, .plain: false
    default: true
    }
  }
}
