import Testing

@testable import TocsinEngine

@Suite struct RelatedTests {
  @Test func eachOnceUnderWhatItIs() {
    var related = Related()
    let pairs = [
      ("source.address", "10.0.0.1"), ("source.ip", "10.0.0.1"), ("source.ip", "nonsense"), ("client.address", "lab.example"),
      ("user.name", "bob"), ("user.target.name", "root"), ("user.group.name", "wheel"), ("user.domain", "CORP"),
      ("host.name", "web1"),
      ("process.name", "sshd"), ("url.domain", "lab.example"), ("user.name", ""), ("", "x"), (".", "y"),
    ]
    for (field, value) in pairs { related.add(field, value) }
    #expect(related.ips == ["10.0.0.1"])
    #expect(related.users == ["bob", "root"])
    #expect(related.hosts == ["lab.example", "web1"])
  }
}
