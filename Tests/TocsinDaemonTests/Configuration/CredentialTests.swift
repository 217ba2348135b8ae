import Foundation
import Testing

@testable import TocsinDaemon

@Suite struct CredentialTests {
  let directory = TemporaryDirectory()

  @Test(arguments: [
    ("hook-token", Credential.systemd("hook-token")), ("env:TOKEN", .environment("TOKEN")), ("file:/etc/x", .file("/etc/x")),
    ("../etc/shadow", nil), ("..", nil), ("", nil), ("file:relative", nil), ("env:", nil), ("a b", nil), ("user:pass", nil),
  ])
  func namesAPlace(text: String, credential: Credential?) {
    #expect(Credential(text) == credential)
  }

  @Test func fetchesFromEachPlace() throws {
    try directory.write("from systemd\n", to: "hook")
    let environment = ["CREDENTIALS_DIRECTORY": directory.path, "TOKEN": "from the environment"]
    #expect(try Credential.systemd("hook").secret(environment: environment).reveal == "from systemd")
    #expect(try Credential.environment("TOKEN").secret(environment: environment).reveal == "from the environment")
    #expect(try Credential.file(directory.file("hook")).secret(environment: [:]).reveal == "from systemd")
  }

  @Test(arguments: ["", "\n", "two\nlines", "bell\u{7}", String(repeating: "x", count: 70_000)])
  func refusesWhatIsNoSecret(text: String) throws {
    try directory.write(text, to: "hook")
    #expect(throws: ConfigurationProblem.self) { try Credential.file(directory.file("hook")).secret(environment: [:]) }
  }

  @Test func aSecretDoesNotPrint() {
    let secret = Secret("hunter2")
    var dumped = ""
    dump(secret, to: &dumped)
    for shown in ["\(secret)", String(reflecting: secret), dumped, "\([secret])"] { #expect(!shown.contains("hunter2")) }
    #expect(secret.masked(in: "token hunter2 is bad: hunter2") == "token … is bad: …")
  }
}
