import Foundation
import Testing
import TocsinEngine

@testable import TocsinDaemon

@Suite("SinkSet")
struct SinkSetTests {
  private let directory = TemporaryDirectory()

  private func configuration(_ actions: Set<Alert.Action> = [.opened]) -> Configuration {
    var configuration = Configuration()
    var output = Configuration.FileOutput(path: directory.file("alerts.jsonl"))
    output.route.actions = actions
    configuration.sinks = [.file(output)]
    return configuration
  }

  private func set(_ configuration: Configuration, keeping former: SinkSet? = nil) throws -> SinkSet {
    try SinkSet(configuration, version: "1", keeping: former) { _ in }
  }

  @Test("a sink that stays keeps what waits for it")
  func keeps() throws {
    let former = try set(configuration())
    former.offer(.sample(1))
    let next = try set(configuration(), keeping: former)
    #expect(former.drain(.seconds(5), keeping: next) == 0)
    next.offer(.sample(2))
    next.start()
    #expect(next.drain(.seconds(5)) == 0)
    #expect(directory.ids("alerts.jsonl") == [AlertMessage.sampleID(1), AlertMessage.sampleID(2)])
  }

  @Test("one that changes delivers what waits and ends; its successor begins then, and writes nothing twice")
  func changes() throws {
    let former = try set(configuration())
    former.start()
    former.offer(.sample(1))
    let next = try set(configuration([.opened, .closed]), keeping: former)
    next.offer(.sample(2))
    next.offer(.sample(1))
    #expect(former.drain(.seconds(5), keeping: next) == 0)
    #expect(directory.ids("alerts.jsonl") == [AlertMessage.sampleID(1)])
    next.start()
    #expect(next.drain(.seconds(5)) == 0)
    #expect(directory.ids("alerts.jsonl") == [AlertMessage.sampleID(1), AlertMessage.sampleID(2)])
  }

  @Test("a secret that is another makes another webhook")
  func secrets() {
    var one = WebhookTarget(url: Secret("https://alerts.example.net/hook"), bearer: Secret("a"), userAgent: "tocsin/1")
    let other = WebhookTarget(url: Secret("https://alerts.example.net/hook"), bearer: Secret("b"), userAgent: "tocsin/1")
    #expect(one != other)
    one.bearer = Secret("b")
    #expect(one == other)
    one.headers = [("X-Key", Secret("c"))]
    #expect(one != other)
  }

  @Test("what does not get through in time is counted")
  func left() throws {
    var broken = configuration()
    broken.sinks = [.file(Configuration.FileOutput(path: directory.file("missing/alerts.jsonl")))]
    let sinks = try set(broken)
    sinks.start()
    sinks.offer(.sample(1))
    #expect(sinks.drain(.milliseconds(200)) == 1)
  }
}
