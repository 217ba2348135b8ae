/// Which journal to read.
public enum JournalSource: Equatable, Sendable {
  /// This host's, as it is written.
  case local
  /// These files, as they are.
  case files([String])
  /// All journal files below a directory, those that appear later too.
  case directory(String)

  /// What errors and evidence call it.
  var name: String {
    switch self {
    case .local: "journal"
    case .files(let paths): paths.count == 1 ? paths[0] : "\(paths.first ?? "no") and other journal files"
    case .directory(let path): path
    }
  }
}
