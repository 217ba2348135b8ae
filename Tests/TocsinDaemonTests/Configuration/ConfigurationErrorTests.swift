import Testing

@testable import TocsinDaemon

/// What operators read when something is wrong, word for word.
@Suite struct ConfigurationErrorTests {
  private func problems(_ text: String) -> [String] {
    var configuration = Configuration()
    return configuration.read(text: text, path: "t.yaml").map(\.description)
  }

  @Test(arguments: [
    ("sinsk: []", #"t.yaml:1:1: unknown key "sinsk"; did you mean "sinks"?"#),
    (
      "colour: red",
      #"t.yaml:1:1: unknown key "colour"; known here: inputs, detectors, decoders, placeholders, sinks, ignore, timezone, state, limits, log-level"#
    ),
    ("inputs: {journal: {}}", #"t.yaml:1:9: "inputs" must be a list, not a map"#),
    ("inputs:", #"t.yaml:1:8: "inputs" must be a list, not nothing"#),
    ("- a", #"t.yaml:1:1: "the configuration" must be a map, not a list"#),
    ("inputs: [jurnal: {}]", #"t.yaml:1:10: unknown key "jurnal"; did you mean "journal"?"#),
    ("inputs: [web]", #"t.yaml:1:10: an entry of "inputs" must be a map with one of the keys journal, file"#),
    (
      "inputs:\n  - file: /a\n    format: json",
      #"t.yaml:3:5: "format" must stand inside "file": indent it further, or begin a new entry with "- ""#
    ),
    ("inputs: [file: ]", #"t.yaml:1:10: "file" needs a path: file: /var/log/nginx/access.log*"#),
    ("inputs: [file: {format: json}]", #"t.yaml:1:16: "file" needs the key "path""#),
    ("inputs: [file: {path: /a, format: jsno}]", #"t.yaml:1:35: "format" cannot be "jsno"; did you mean "json"?"#),
    (
      "inputs: [file: {path: /a, write-delay: 5}]",
      #"t.yaml:1:40: "write-delay" must be a span such as 5s, 10m, 1h or 2d, not "5""#
    ),
    ("inputs: [file: {path: /a, write-delay: 2h}]", #"t.yaml:1:40: "write-delay" must be from 0s to 1h"#),
    ("inputs: [file: {path: /a, logsource: {servce: x}}]", #"t.yaml:1:39: unknown key "servce"; did you mean "service"?"#),
    (
      "timezone: Europe/Berln",
      #"t.yaml:1:11: "timezone" must be a zone such as Europe/Berlin or UTC, not "Europe/Berln"; did you mean "Europe/Berlin"?"#
    ),
    ("limits: {windows: 64MB}", #"t.yaml:1:19: "windows" must be a size such as 256KiB, 64MiB or 1GiB, not "64MB""#),
    ("limits: {line: 10B}", #"t.yaml:1:16: "line" must be from 1KiB to 16MiB"#),
    (
      "log-level: loud",
      #"t.yaml:1:12: "log-level" cannot be "loud"; known here: trace, debug, info, notice, warning, error, critical"#
    ),
    ("sinks: [file: {levels: high}]", #"t.yaml:1:15: "file" needs the key "path""#),
    ("sinks: [stdout: {levels: [hihg]}]", #"t.yaml:1:27: "levels" cannot be "hihg"; did you mean "high"?"#),
    ("sinks: [stdout: {levels: []}]", #"t.yaml:1:26: "levels" is empty: the sink would get nothing"#),
    ("sinks: [webhook: https://x]", #"t.yaml:1:18: "webhook" must be a map: webhook: {url: https://…}"#),
    ("sinks: [webhook: {levels: high}]", #"t.yaml:1:18: "webhook" needs the key "url""#),
    ("sinks: [webhook: {url: ftp://x/}]", #"t.yaml:1:24: "url" must begin with https:// or http://"#),
    (
      "sinks: [webhook: {url: 'https://joe:hunter2@x/'}]",
      #"t.yaml:1:24: "url" must not hold a user or password: logs and process lists show configuration; use "credential""#
    ),
    (
      "sinks: [webhook: {url: https://x/, credential: 'Bearer hunter2'}]",
      #"t.yaml:1:48: "credential" must say where the secret is: a systemd credential's name, env:NAME or file:/path"#
    ),
    (
      "sinks: [webhook: {url: https://x/, headers: {X-Api-Key: hunter2}}]",
      "t.yaml:1:57: header X-Api-Key carries a secret: write X-Api-Key: {credential: NAME}"
    ),
    ("sinks: [webhook: {url: https://x/, headers: {Host: y}}]", "t.yaml:1:46: header Host is set by Tocsin"),
    ("ignore: [{reason: x}]", #"t.yaml:1:10: an entry of "ignore" needs networks, users or hosts; it would ignore everything"#),
    (
      "ignore: [{networks: 10.0.0.0/33}]",
      #"t.yaml:1:21: "10.0.0.0/33" is no network; write 10.0.0.0/8, 192.0.2.7 or 2001:db8::/32"#
    ),
    ("ignore: [{networks: [10.1.2.3/8]}]", "t.yaml:1:22: 10.1.2.3/8 has bits set beyond its first 8; the network is 10.0.0.0/8"),
    (
      "ignore: [{users: a, until: tomorrow}]",
      #"t.yaml:1:28: "until" must be a date such as 2027-01-31 or a time such as 2027-01-31T18:00:00Z, not "tomorrow""#
    ),
    ("state: [/a]", #"t.yaml:1:8: "state" must be text, not a list"#),
    ("state: \"a\\eb\"", #"t.yaml:1:8: "state" must not be empty or hold control characters"#),
    ("state: /a\nstate: /b", "t.yaml:1:1: the same key twice in one map: state"),
    ("a: [", "t.yaml:2:1: not YAML: while parsing a flow node, did not find expected node content"),
  ])
  func saysWhatIsWrongAndHowToMendIt(text: String, message: String) {
    #expect(problems(text) == [message])
  }

  @Test func saysEverythingAtOnce() {
    let text = """
      sinsk: []
      inputs: [file: {path: /a, format: x}, jurnal: {}]
      limits: {line: 5, windws: 1GiB}
      """
    #expect(problems(text).count == 5)
  }

  @Test func hostileNamesStayPrintable() {
    let problem = problems("\"a\\e[31m\\n\": 1")
    #expect(problem.count == 1 && problem[0].unicodeScalars.allSatisfy { $0.value >= 32 })
  }
}
