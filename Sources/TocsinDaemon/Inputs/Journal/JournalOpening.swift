import CSystemd
import Glibc

/// Opens journals, and says what cannot be.
enum JournalOpening {
  static func open(_ source: JournalSource) throws(InputError) -> (OpaquePointer, [InputError]) {
    var journal: OpaquePointer?
    var problems: [InputError] = []
    var code: Int32
    switch source {
    case .local:
      code = sd_journal_open(&journal, Int32(SD_JOURNAL_LOCAL_ONLY))
      problems = unreadable()
    case .directory(let path): code = sd_journal_open_directory(&journal, path, 0)
    case .files(let paths):
      code = openFiles(paths, &journal)
      if code < 0, paths.count > 1 {
        // One bad file fails them all; each alone tells which.
        var good: [String] = []
        for path in paths {
          var alone: OpaquePointer?
          let result = openFiles([path], &alone)
          sd_journal_close(alone)
          if result < 0 { problems.append(problem(path, result)) } else { good.append(path) }
        }
        if let first = problems.first, good.isEmpty { throw first }
        code = openFiles(good, &journal)
      }
    }
    guard code >= 0, let journal else { throw problem(source.name, code) }
    return (journal, problems)
  }

  private static func openFiles(_ paths: [String], _ journal: inout OpaquePointer?) -> Int32 {
    var pointers: [UnsafePointer<CChar>?] = paths.map { UnsafePointer(strdup($0)) }
    defer { for pointer in pointers { free(UnsafeMutablePointer(mutating: pointer)) } }
    pointers.append(nil)
    return sd_journal_open_files(&journal, &pointers, 0)
  }

  private static func problem(_ name: String, _ code: Int32) -> InputError {
    switch -code {
    case EBADMSG, ENODATA, EIO:
      InputError(.corrupt, name: name, what: "it is no intact journal file", remedy: "see what journalctl --verify says")
    case EPROTONOSUPPORT:
      InputError(
        .unsupported, name: name, what: "the journal file uses a feature this libsystemd does not know",
        remedy: "read it with the journalctl of the host that wrote it, and pipe it: journalctl --file FILE -o export | tocsin")
    default: InputError("open", name: name, errno: -code)
    }
  }

  /// The library passes over what the user may not read without a word.
  private static func unreadable() -> [InputError] {
    var problems: [InputError] = []
    for root in ["/run/log/journal", "/var/log/journal"] {
      guard let machines = try? Directory.names(in: root) else { continue }
      for machine in machines {
        let path = "\(root)/\(machine)/system.journal"
        guard faccessat(AT_FDCWD, path, R_OK, AT_EACCESS) != 0, errno == EACCES else { continue }
        problems.append(
          InputError(
            .system(EACCES), name: path, what: "the system's journal may not be read",
            remedy: "run it with sudo, or let the user read it: usermod -aG systemd-journal USER"))
      }
    }
    return problems
  }
}
