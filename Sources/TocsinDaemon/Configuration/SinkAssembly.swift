import Foundation

extension Configuration {
  /// The configured sinks, each with its route, their secrets fetched. All that is missing is thrown at once.
  ///
  /// - Parameter version: Tocsin's, for `User-Agent`.
  public func makeSinks(
    version: String, environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(ConfigurationError) -> [(sink: any TocsinDaemon.Sink, route: Route)] {
    var made: [(sink: any TocsinDaemon.Sink, route: Route)] = []
    var problems: [ConfigurationProblem] = []
    for sink in sinks {
      switch sink {
      case .stdout(let output): made.append((StdoutSink(format: output.format), output.route))
      case .file(let output): made.append((FileSink(path: output.path), output.route))
      case .webhook(let output):
        do throws(ConfigurationProblem) {
          made.append((WebhookSink(target: try output.target(version: version, environment: environment)), output.route))
        } catch {
          problems.append(ConfigurationProblem(.error, output.location, error.message))
        }
      }
    }
    guard problems.isEmpty else { throw ConfigurationError(problems) }
    return made
  }
}

extension Configuration.WebhookOutput {
  func target(version: String, environment: [String: String]) throws(ConfigurationProblem) -> WebhookTarget {
    var target = WebhookTarget(url: try url.secret(environment), userAgent: "tocsin/\(version)")
    if let problem = WebhookURL.problem(target.url.reveal) { throw ConfigurationProblem(.error, location, problem) }
    target.bearer = try credential?.secret(environment: environment)
    for header in headers { target.headers.append((header.name, try header.value.secret(environment))) }
    target.authorities = authorities
    return target
  }
}

extension Configuration.WebhookOutput.Value {
  fileprivate func secret(_ environment: [String: String]) throws(ConfigurationProblem) -> Secret {
    switch self {
    case .text(let text): Secret(text)
    case .credential(let credential): try credential.secret(environment: environment)
    }
  }
}
