import Foundation
import Testing
import TocsinEngine

@testable import TocsinDaemon

@Suite struct ConfigurationCheckTests {
  let directory = TemporaryDirectory()

  private func check(_ text: String, environment: [String: String] = [:], journal: Bool = true) -> [String] {
    var configuration = Configuration()
    #expect(configuration.read(text: text, path: "t.yaml") == [])
    let host = Surroundings(environment: environment, hasJournal: journal, isReadable: { !$0.hasPrefix("/absent") })
    if !configuration.stated.contains("inputs") { configuration.inputs = [.journal(.init())] }
    return configuration.check(host: host, now: Timestamp(seconds: 1_800_000_000)).map(\.description)
  }

  @Test(arguments: ["auth.log", "auth.log*", "syslog", "messages", "secure", "secure-*", "auth*"])
  func warnsOfRecordsReadTwice(name: String) {
    let found = check("inputs: [journal, file: /var/log/\(name)]")
    #expect(
      found == [
        "t.yaml:1:19: warning: /var/log/\(name) holds what the journal holds: each record would be counted twice; keep one of them"
      ])
  }

  @Test(arguments: ["/var/log/nginx/access.log*", "/var/log/audit/audit.log", "/srv/auth.log", "/var/log/*.log"])
  func doesNotWarnOfOtherFiles(path: String) {
    #expect(check("inputs: [journal, file: \(path)]") == [])
  }

  @Test func filesAloneAreFine() {
    #expect(check("inputs: [file: /var/log/auth.log]") == [])
  }

  @Test func saysWhatCannotBeReadYet() {
    #expect(check("inputs: [file: /absent]") == ["t.yaml:1:10: warning: nothing at /absent can be read yet"])
    #expect(check("inputs: [journal]", journal: false) == ["t.yaml:1:10: warning: this host has no journal that can be read"])
    #expect(check("inputs: []") == ["warning: there is nothing to read: no journal and no log file; set \"inputs\""])
  }

  @Test func saysThatNobodyHears() {
    #expect(check("sinks: []") == ["warning: there are no sinks: nobody hears of alerts"])
  }

  @Test func aFileSinkNeedsItsDirectory() {
    #expect(check("sinks: [file: \(directory.file("a.jsonl"))]") == [])
    let missing = check("sinks: [file: /absent/dir/a.jsonl]")
    #expect(missing == ["t.yaml:1:9: the directory /absent/dir does not exist; make it, or LogsDirectory= in the unit"])
  }

  @Test func credentialsMustBeThere() throws {
    let hook = "sinks: [webhook: {url: https://x.example/, credential: hook}]"
    #expect(
      check(hook) == [
        "t.yaml:1:9: credential hook: there is no $CREDENTIALS_DIRECTORY; add LoadCredential=hook to the unit, or use env: or file:"
      ])
    let environment = ["CREDENTIALS_DIRECTORY": directory.path]
    #expect(
      check(hook, environment: environment) == [
        "t.yaml:1:9: credential hook: cannot read \(directory.file("hook")): No such file or directory"
      ])
    try directory.write("s3cret\n", to: "hook")
    #expect(check(hook, environment: environment) == [])
  }

  @Test func aSecretFileThatOthersReadIsWarnedOf() throws {
    try directory.write("s3cret\n", to: "token")
    let text = "sinks: [webhook: {url: https://x.example/, credential: 'file:\(directory.file("token"))'}]"
    chmod(directory.file("token"), 0o644)
    #expect(check(text) == ["t.yaml:1:9: warning: \(directory.file("token")) can be read by every user; chmod 600 it"])
    chmod(directory.file("token"), 0o600)
    #expect(check(text) == [])
  }

  @Test func credentialsOverPlainHTTPAreWarnedOf() {
    let found = check("sinks: [webhook: {url: http://x.example/, credential: 'env:T'}]", environment: ["T": "x"])
    #expect(found == ["t.yaml:1:9: warning: alerts and credentials go over http and can be read on the way; use https"])
    #expect(check("sinks: [webhook: {url: http://127.0.0.1:9/, credential: 'env:T'}]", environment: ["T": "x"]) == [])
  }

  @Test func aURLInACredentialIsCheckedWithoutBeingShown() {
    let found = check("sinks: [webhook: {url: {credential: 'env:U'}}]", environment: ["U": "https://a:hunter2@x/"])
    #expect(found.count == 1 && !found[0].contains("hunter2") && found[0].contains("must not hold a user or password"))
  }

  @Test func anIgnoreThatRanOutIsWarnedOf() {
    #expect(
      check("ignore: [{users: bob, until: 2020-01-01}]") == ["warning: the entry of \"ignore\" for bob has run out; remove it"])
    #expect(check("ignore: [{users: bob, until: 2037-01-01}]") == [])
  }
}
