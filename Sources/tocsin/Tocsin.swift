import ArgumentParser
import Foundation

@main
struct Tocsin: ParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "tocsin",
    abstract: "Reads a host's security logs and rings when something is wrong.",
    discussion: """
      Replay old logs:          tocsin replay /var/log
      At the end of a pipe:     journalctl -o export | tocsin
      See what is understood:   tocsin parse /var/log/auth.log
      As a service:             systemctl enable --now tocsin

      Exit status: 0 done; 1 an alert at or above --fail-on; 2 wrong usage or bad rules; 3 bad configuration; 4 an input or output \
      failed. A closed pipe is success.
      """,
    version: version,
    subcommands: [RunCommand.self, ReplayCommand.self, ParseCommand.self, CheckCommand.self, TestCommand.self])

  /// Bare `tocsin` at the end of a pipe is `tocsin replay -`.
  static func main() {
    var arguments = Array(CommandLine.arguments.dropFirst())
    // Options alone: a first word is a command, or a mistyped one; later ones may be a directory that is called "test".
    let isBare = arguments.first?.hasPrefix("-") ?? true
    let asksForHelp = arguments.contains { ["-h", "--help", "--version"].contains($0) }
    if isBare, !asksForHelp, isatty(STDIN_FILENO) == 0 {
      arguments = ["replay", "-"] + arguments
    }
    signal(SIGPIPE, SIG_IGN)
    do {
      var command = try parseAsRoot(arguments)
      try command.run()
    } catch let error as ExitCode {
      Foundation.exit(error.rawValue)
    } catch {
      let code = exitCode(for: error)
      let message = fullMessage(for: error)
      if code == .success {
        print(message)
        Foundation.exit(0)
      }
      Terminal.complain(message)
      Foundation.exit(Status.usage.rawValue)
    }
  }
}
