import Testing

@testable import TocsinEngine

@Suite struct ContainerTests {
  let read = RecordReading()

  @Test func dockerLineIsReadAgain() {
    let line = read(
      #"{"log":"192.0.2.9 - - [24/Nov/2026:15:46:27 +0000] \"GET /%2e%2e HTTP/1.1\" 200 5\n","stream":"stdout","time":"2026-11-24T15:50:00.1Z"}"#
    )
    #expect(line.format == .common)
    #expect(line["url.original"] == "/%2e%2e")
    #expect(line["url.decoded"] == "/..")
    #expect(line["stream"] == "stdout")
    #expect(line.time == "2026-11-24T15:46:27.000000Z")
    #expect(line.message == #"192.0.2.9 - - [24/Nov/2026:15:46:27 +0000] "GET /%2e%2e HTTP/1.1" 200 5"#)
    #expect(line.hasEscapes)
  }

  @Test func wrappersTimeHoldsWhereTheInnerSaysNone() {
    let line = read(#"{"log":"server started\n","stream":"stderr","time":"2026-11-24T15:50:00.123456789Z"}"#)
    #expect(line.format == .docker)
    #expect(line.time == "2026-11-24T15:50:00.123456Z")
    #expect(line.message == "server started")
    #expect(!line.hasEscapes)
    let json = read(#"{"log":"{\"msg\":\"hi\",\"user\":{\"name\":\"ana\"}}\n","stream":"stderr","time":"2026-11-24T15:50:00Z"}"#)
    #expect(json.format == .json)
    #expect(json.message == "hi")
    #expect(json["user.name"] == "ana")
    #expect(json.time == "2026-11-24T15:50:00.000000Z")
  }

  @Test func onlyOneWrapperIsTakenOff() {
    let line = read(
      #"{"log":"{\"log\":\"x\\n\",\"stream\":\"stdout\",\"time\":\"2026-11-24T15:46:00Z\"}\n","stream":"stderr","time":"2026-11-24T15:50:00Z"}"#
    )
    #expect(line.format == .json)
    #expect(line["stream"] == "stderr")
    #expect(line.message == "x")
  }

  @Test func criLines() {
    let line = read("2026-11-24T15:46:27.123456789Z stderr F Nov  3 04:05:06 gate sshd[1]: text")
    #expect(line.format == .rfc3164)
    #expect(line["stream"] == "stderr")
    #expect(line.time == "2026-11-03T04:05:06.000000Z")
    let plain = read("2026-11-24T15:46:27.123456789+01:00 stdout P half a line")
    #expect(plain.format == .cri)
    #expect(plain.message == "half a line")
    #expect(plain.time == "2026-11-24T14:46:27.123456Z")
    #expect(read("2026-11-24T15:46:27Z stdout F").message == "")
  }

  @Test(arguments: [
    "2026-11-24T15:46:27Z stdin F text", "2026-11-24T15:46:27Z stdout X text", "2026-11-24T15:46:27 stdout F text",
    "2026-11-24T15:46:27Z stdoutF text",
  ])
  func nearMisses(_ text: String) {
    #expect(read(text)["stream"] == nil)
    #expect(read(text).format == .plain)
  }
}
