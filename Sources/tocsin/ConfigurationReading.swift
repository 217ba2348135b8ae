import ArgumentParser
import TocsinDaemon

/// Loads the configuration for a command; what is wrong goes to standard error and ends the command with status 3.
enum ConfigurationReading {
  static func load(_ path: String?) throws -> Configuration {
    do {
      return try Configuration.load(path: path)
    } catch {
      for problem in error.problems { Terminal.complain("\(problem)") }
      throw Status.configuration.code
    }
  }
}
