extension Configuration {
  /// Logs that no journal has.
  private static let files = [
    "/var/log/nginx/access.log*", "/var/log/apache2/access.log*", "/var/log/httpd/access_log*", "/var/log/audit/audit.log*",
  ]
  /// What rsyslog writes: read only where no journal has it already.
  private static let syslogFiles = ["/var/log/auth.log*", "/var/log/syslog*", "/var/log/secure*", "/var/log/messages*"]

  /// What no file set and the host decides: its logs, and where systemd keeps the state.
  mutating func addDefaults(_ host: Surroundings) {
    if !stated.contains("inputs") {
      inputs = host.hasJournal ? [.journal(JournalInput())] : []
      let candidates = Self.files + (host.hasJournal ? [] : Self.syslogFiles)
      inputs += candidates.filter(host.isReadable).map { .file(FileInput(path: $0)) }
    }
    if !stated.contains("state"), let directory = host.environment["STATE_DIRECTORY"]?.split(separator: ":").first {
      state = String(directory)
    }
  }
}
