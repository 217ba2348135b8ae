extension Format {
  /// What records that have the format can turn out to be where the input is declared to be of it. What does not have it is foreign
  /// plain text.
  var declared: Set<Format> {
    switch self {
    case .rfc3164, .rfc5424, .rfc3339: [.rfc3164, .rfc5424, .rfc3339, .audit]
    case .journalExport: [.journalExport, .audit, .cef]
    case .common, .combined: [.common, .combined]
    case .nginxError, .apacheError, .audit, .keyValue, .plain: [self]
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
