import ArgumentParser
import TocsinDaemon

struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Follow the logs of this host and send alerts (what the service runs).",
    discussion: """
      Reads what the configuration names; without one, the journal and the usual web server and audit logs. SIGHUP reads \
      configuration, rules and decoders again; SIGTERM ends in order.
      """)

  @Option(
    name: [.customShort("c"), .customLong("config")],
    help: ArgumentHelp("Configuration; default /etc/tocsin/tocsin.yaml.", valueName: "file"))
  var config: String?

  @Flag(help: "Refuse to start where one rule is bad, instead of running the others.")
  var strict = false

  func run() throws {
    do throws(Daemon.Failure) {
      try Daemon(configuration: config, isStrict: strict, version: Tocsin.version).run()
    } catch {
      for line in error.lines { Terminal.complain("error: \(line)") }
      switch error {
      case .configuration: throw Status.configuration.code
      case .rules: throw Status.usage.code
      }
    }
  }
}
