import Foundation
import TocsinEngine

extension Configuration {
  /// What this host lacks for the configuration to work (errors) and what looks like a mistake (warnings).
  ///
  /// `now` is for entries that have run out. Rules and decoders are checked by those who load them.
  public func check(host: Surroundings = .current, now: Timestamp = .present) -> [ConfigurationProblem] {
    inputProblems(host) + sinkProblems(host) + ignoreProblems(now)
  }

  private func inputProblems(_ host: Surroundings) -> [ConfigurationProblem] {
    if inputs.isEmpty {
      return [ConfigurationProblem(.warning, nil, "there is nothing to read: no journal and no log file; set \"inputs\"")]
    }
    var problems: [ConfigurationProblem] = []
    let readsWholeJournal = inputs.contains { if case .journal(let journal) = $0 { journal.directory == nil } else { false } }
    for input in inputs {
      switch input {
      case .journal(let journal):
        if journal.directory == nil && !host.hasJournal {
          problems.append(ConfigurationProblem(.warning, journal.location, "this host has no journal that can be read"))
        }
      case .file(let file):
        if readsWholeJournal && Self.isWrittenFromJournal(file.path) {
          let message = "\(file.path) holds what the journal holds: each record would be counted twice; keep one of them"
          problems.append(ConfigurationProblem(.warning, file.location, message))
        }
        if !host.isReadable(file.path) {
          problems.append(ConfigurationProblem(.warning, file.location, "nothing at \(file.path) can be read yet"))
        }
      }
    }
    return problems
  }

  /// Whether rsyslog's usual rules write the file from what the journal has too.
  static func isWrittenFromJournal(_ path: String) -> Bool {
    guard path.hasPrefix("/var/log/"), let base = path.dropFirst(9).split(separator: "*", omittingEmptySubsequences: false).first
    else { return false }
    return ["auth.log", "syslog", "messages", "secure", "kern.log", "daemon.log", "user.log", "cron.log"].contains { name in
      base.hasPrefix(name) || (base.count < path.count - 9 && base.count > 2 && name.hasPrefix(base))
    }
  }

  private func sinkProblems(_ host: Surroundings) -> [ConfigurationProblem] {
    if sinks.isEmpty { return [ConfigurationProblem(.warning, nil, "there are no sinks: nobody hears of alerts")] }
    return sinks.flatMap { sink -> [ConfigurationProblem] in
      switch sink {
      case .stdout: []
      case .file(let file): Self.problems(file)
      case .webhook(let webhook): Self.problems(webhook, host)
      }
    }
  }

  private static func problems(_ file: FileOutput) -> [ConfigurationProblem] {
    let directory = URL(fileURLWithPath: file.path).deletingLastPathComponent().path
    var isDirectory: ObjCBool = false
    if FileManager.default.fileExists(atPath: directory, isDirectory: &isDirectory), isDirectory.boolValue { return [] }
    return [
      ConfigurationProblem(
        .error, file.location, "the directory \(directory) does not exist; make it, or LogsDirectory= in the unit")
    ]
  }

  private static func problems(_ webhook: WebhookOutput, _ host: Surroundings) -> [ConfigurationProblem] {
    var problems: [ConfigurationProblem] = []
    func fetch(_ credential: Credential) -> Secret? {
      if let warning = credential.warning { problems.append(ConfigurationProblem(.warning, webhook.location, warning)) }
      do throws(ConfigurationProblem) {
        return try credential.secret(environment: host.environment)
      } catch {
        problems.append(ConfigurationProblem(.error, webhook.location, error.message))
        return nil
      }
    }
    var url: String?
    switch webhook.url {
    case .text(let text): url = text
    case .credential(let credential):
      url = fetch(credential)?.reveal
      if let url, let problem = WebhookURL.problem(url) {
        problems.append(ConfigurationProblem(.error, webhook.location, "credential \(credential): \(problem)"))
      }
    }
    var secrets = webhook.credential.map { [$0] } ?? []
    for case (_, .credential(let credential)) in webhook.headers { secrets.append(credential) }
    secrets.forEach { _ = fetch($0) }
    if let url, WebhookURL.isExposed(url) {
      let message = "alerts\(secrets.isEmpty ? "" : " and credentials") go over http and can be read on the way; use https"
      problems.append(ConfigurationProblem(.warning, webhook.location, message))
    }
    if let file = webhook.authorities, access(file, R_OK) != 0 {
      problems.append(ConfigurationProblem(.error, webhook.location, "\"authorities\": cannot read \(file)"))
    }
    return problems
  }

  private func ignoreProblems(_ now: Timestamp) -> [ConfigurationProblem] {
    ignore.compactMap { entry in
      guard let until = entry.until, until <= now else { return nil }
      let what = (entry.networks + entry.users + entry.hosts).prefix(3).joined(separator: ", ")
      return ConfigurationProblem(.warning, nil, "the entry of \"ignore\" for \(what) has run out; remove it")
    }
  }
}

extension Timestamp {
  /// The system's clock.
  public static var present: Timestamp {
    Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
  }
}
