import Foundation
import Testing
import TocsinEngine

@testable import TocsinDaemon

@Suite(.timeLimit(.minutes(2))) struct OutboxTests {
  let problems = Recorder<OutboxProblem>()
  let settled = Recorder<(String, OutboxOutcome)>()
  let time = InstantClock()

  private func outbox(
    _ sink: any Sink, route: Route = Route(), limits: OutboxQueue.Limits = .init(), retry: RetryPolicy = RetryPolicy(),
    clock: OutboxClock? = nil
  ) -> Outbox {
    Outbox(
      sink: sink, route: route, limits: limits, retry: retry, clock: clock ?? time.clock(),
      onSettled: { [settled] in settled.record(($0.id, $1)) }, onProblem: { [problems] in problems.record($0) })
  }

  private func run(_ outbox: Outbox) -> OwnThread { OwnThread("outbox") { outbox.run() } }

  /// Waits until all that was offered is settled, a minute at most.
  private func settle(_ outbox: Outbox) { for _ in 0..<30_000 where outbox.counters.waiting > 0 { usleep(2_000) } }

  /// Runs until all that was offered is settled.
  private func finish(_ outbox: Outbox) {
    let thread = run(outbox)
    settle(outbox)
    #expect(outbox.drain(timeout: .seconds(60)) == 0)
    thread.join()
  }

  private func ids(_ numbers: [Int]) -> [String] { numbers.map(AlertMessage.sampleID) }
  private let broken = SinkError.retryable("broken")

  @Test func deliversInOrderAcrossLevels() throws {
    let sink = ScriptedSink()
    let outbox = outbox(sink)
    for (number, level) in [AlertLevel.low, .critical, .medium, .low].enumerated() { outbox.offer(.sample(number, level: level)) }
    finish(outbox)
    #expect(sink.attempts == ids([0, 1, 2, 3]))
    #expect(outbox.counters.delivered == 4 && problems.values.isEmpty && time.naps.isEmpty)
  }

  @Test func retriesWithDoublingWaitsBeforeAnythingElse() throws {
    let sink = ScriptedSink(Array(repeating: broken, count: 11))
    let outbox = outbox(sink)
    [1, 2].forEach { outbox.offer(.sample($0)) }
    finish(outbox)
    #expect(sink.attempts == ids(Array(repeating: 1, count: 12) + [2]))
    #expect(time.naps == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300].map { .seconds($0) })
    #expect(problems.values == [.retrying("broken"), .recovered])
    #expect(outbox.counters.retried == 11 && outbox.counters.delivered == 2)
  }

  @Test func jitterTakesUpToHalfAway() throws {
    let outbox = outbox(ScriptedSink([broken, broken]), clock: time.clock(jitter: 1))
    outbox.offer(.sample(1))
    finish(outbox)
    #expect(time.naps == [.milliseconds(500), .seconds(1)])
  }

  @Test func waitsAsLongAsTheReceiverAsks() throws {
    let outbox = outbox(ScriptedSink([.retryable("busy", after: .seconds(90)), .retryable("busy", after: .zero)]))
    outbox.offer(.sample(1))
    finish(outbox)
    #expect(time.naps == [.seconds(90), .seconds(1)])
  }

  @Test func aRefusedMessageDoesNotHoldUpOthers() throws {
    let sink = ScriptedSink([.permanent("too large"), .permanent("too large")])
    let outbox = outbox(sink)
    [1, 2, 3].forEach { outbox.offer(.sample($0)) }
    finish(outbox)
    #expect(sink.attempts == ids([1, 2, 3]) && time.naps.isEmpty)
    #expect(settled.values.map(\.1) == [.failed("too large"), .failed("too large"), .delivered])
    #expect(problems.values == [.refused("too large"), .recovered])
    #expect(outbox.counters.failed == 2)
  }

  @Test func givesUpAtTheDeadlineWithAllThatWaitedAsLong() throws {
    var retry = RetryPolicy()
    retry.deadline = .seconds(10)
    let sink = ScriptedSink(Array(repeating: broken, count: 5))
    let outbox = outbox(sink, retry: retry)
    [1, 2].forEach { outbox.offer(.sample($0)) }
    let thread = run(outbox)
    settle(outbox)
    // After 1 + 2 + 4 + 8 seconds the fifth attempt is beyond the deadline.
    #expect(sink.attempts == ids([1, 1, 1, 1, 1]))
    #expect(settled.values.map(\.1) == [.failed("broken"), .failed("broken")])
    outbox.offer(.sample(3))
    #expect(outbox.drain(timeout: .seconds(60)) == 0)
    thread.join()
    #expect(problems.values == [.retrying("broken"), .expired("broken"), .recovered])
  }

  @Test func aClosedReaderEndsIt() throws {
    let outbox = outbox(ScriptedSink([nil, SinkError(.closed, "gone")]))
    [1, 2, 3].forEach { outbox.offer(.sample($0)) }
    outbox.run()
    #expect(!outbox.offer(.sample(4)))
    #expect(settled.values.map(\.0) == ids([1, 2, 3, 4]))
    #expect(settled.values.map(\.1) == [.delivered, .dropped, .dropped, .dropped])
    #expect(problems.values == [.closed("gone")] && outbox.counters.dropped == 3)
  }

  @Test func aFullQueueDropsTheLeastImportantAndSaysSoOnce() throws {
    let sink = ScriptedSink()
    let outbox = outbox(sink, limits: .init(messages: 3, bytes: 1 << 20))
    let levels: [AlertLevel] = [.low, .high, .low, .critical, .informational, .high, .high]
    let taken = levels.enumerated().map { outbox.offer(.sample($0, level: $1)) }
    #expect(taken == [true, true, true, true, false, true, false])
    finish(outbox)
    #expect(sink.attempts == ids([1, 3, 5]))
    #expect(settled.values.prefix(4).map(\.0) == ids([2, 4, 0, 6]))
    #expect(problems.values == [.full] && outbox.counters.dropped == 4 && outbox.counters.delivered == 3)
  }

  @Test func bytesAreBoundedToo() {
    let small = AlertMessage.sample(1, level: .low)
    let outbox = outbox(ScriptedSink(), limits: .init(messages: 100, bytes: small.cost * 3))
    let taken = (1...5).map { outbox.offer(.sample($0, level: .low)) }
    #expect(taken == [true, true, true, false, false])
    #expect(!outbox.offer(.sample(6, level: .critical, padding: small.cost * 3)))
    #expect(outbox.counters.waiting == 3, "what never fits pushes nothing out")
    #expect(outbox.counters.waitingBytes <= small.cost * 3)
  }

  @Test func takesOnlyItsRoute() throws {
    let sink = ScriptedSink()
    let outbox = outbox(sink, route: Route(levels: [.critical]))
    #expect(!outbox.offer(.sample(1, level: .low)))
    #expect(outbox.offer(.sample(2, level: .critical)))
    finish(outbox)
    #expect(sink.attempts == ids([2]) && outbox.counters.accepted == 1)
  }

  @Test func drainingEndsABackOffAndDeliversTheRest() {
    let sink = ScriptedSink([broken])
    var retry = RetryPolicy()
    retry.first = .seconds(3_600)
    retry.longest = .seconds(3_600)
    let outbox = outbox(sink, retry: retry, clock: .system)
    [1, 2].forEach { outbox.offer(.sample($0)) }
    let thread = run(outbox)
    while problems.values.isEmpty { usleep(1_000) }
    #expect(outbox.drain(timeout: .seconds(60)) == 0)
    thread.join()
    #expect(sink.attempts == ids([1, 1, 2]))
    #expect(outbox.drain(timeout: .seconds(60)) == 0, "draining again returns at once")
  }

  @Test func drainingStopsWhenTimeIsUpAndSaysWhatIsLeft() {
    let outbox = outbox(ScriptedSink(Array(repeating: broken, count: 1_000)), clock: .system)
    [1, 2, 3].forEach { outbox.offer(.sample($0)) }
    let thread = run(outbox)
    #expect(outbox.drain(timeout: .milliseconds(50)) == 3)
    thread.join()
    #expect(settled.values.isEmpty)
  }

  @Test func offersFromManyThreadsAreAllDelivered() throws {
    let sink = ScriptedSink()
    let outbox = outbox(sink)
    let thread = run(outbox)
    DispatchQueue.concurrentPerform(iterations: 8) { part in
      for number in 0..<250 { outbox.offer(.sample(part * 250 + number)) }
    }
    #expect(outbox.drain(timeout: .seconds(60)) == 0)
    thread.join()
    #expect(Set(sink.attempts) == Set((0..<2_000).map(AlertMessage.sampleID)) && sink.attempts.count == 2_000)
  }

  @Test func deliversThroughARealServerThatFails() throws {
    let server = LoopbackServer([
      .drop, .answer(500), .answer(429, headers: ["Retry-After: 30"]), .answer(200), .answer(404), .answer(200),
    ])
    defer { server.stop() }
    let sink = WebhookSink(target: WebhookTarget(url: Secret(server.url), userAgent: "t"))
    let outbox = outbox(sink)
    [1, 2, 3].forEach { outbox.offer(.sample($0)) }
    finish(outbox)
    #expect(server.keys == ids([1, 1, 1, 1, 2, 3]))
    #expect(time.naps == [.seconds(1), .seconds(2), .seconds(30)])
    let name = "webhook http://127.0.0.1:\(server.port)"
    #expect(
      problems.values == [
        .retrying("\(name): the connection was dropped before the answer"), .recovered, .refused("\(name) answered 404"),
        .recovered,
      ])
  }
}
