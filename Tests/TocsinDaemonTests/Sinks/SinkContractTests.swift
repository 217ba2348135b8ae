import Foundation
import Testing

@testable import TocsinDaemon

/// What every sink promises. A new sink adds a receiver here.
@Suite(.timeLimit(.minutes(2))) struct SinkContractTests {
  enum Kind: CaseIterable { case stdout, file, webhook }

  /// A sink and a way to see what arrived.
  final class Receiver {
    let sink: any Sink
    private let directory = TemporaryDirectory()
    private let server: LoopbackServer?
    private var descriptor: Int32 = -1

    init(_ kind: Kind) {
      server = kind == .webhook ? LoopbackServer() : nil
      switch kind {
      case .stdout:
        descriptor = open(directory.file("out"), O_WRONLY | O_CREAT | O_APPEND, 0o600)
        sink = StdoutSink(format: .json, descriptor: descriptor)
      case .file: sink = FileSink(path: directory.file("out"))
      case .webhook:
        var target = WebhookTarget(url: Secret(server!.url + "?token=hunter2"), userAgent: "t")
        target.bearer = Secret("hunter2")
        sink = WebhookSink(target: target)
      }
    }

    deinit {
      server?.stop()
      if descriptor >= 0 { close(descriptor) }
    }

    var received: [String] { server?.requests.map(\.body) ?? directory.lines("out") }
  }

  private func text(_ message: AlertMessage) -> String { String(decoding: message.json, as: UTF8.self) }

  @Test(arguments: Kind.allCases)
  func whatWasDeliveredIsThereWholeAndInOrder(kind: Kind) throws {
    let receiver = Receiver(kind)
    for number in 1...50 {
      try receiver.sink.deliver(.sample(number, padding: number * 100))
      #expect(receiver.received.count == number)
    }
    #expect(receiver.received == (1...50).map { text(.sample($0, padding: $0 * 100)) })
  }

  @Test(arguments: Kind.allCases)
  func aMessageMayComeAgainUnderTheSameID(kind: Kind) throws {
    let receiver = Receiver(kind)
    for _ in 1...2 { try receiver.sink.deliver(.sample(1)) }
    #expect(Set(receiver.received) == [text(.sample(1))])
  }

  @Test(arguments: Kind.allCases)
  func deliveriesAtOnceDoNotMix(kind: Kind) throws {
    let receiver = Receiver(kind)
    let sink = receiver.sink
    DispatchQueue.concurrentPerform(iterations: 30) { index in
      #expect(failure(sink, .sample(index + 1, padding: 10_000)) == nil)
    }
    #expect(Set(receiver.received) == Set((1...30).map { text(.sample($0, padding: 10_000)) }))
    #expect(receiver.received.count == 30)
  }

  @Test(arguments: Kind.allCases)
  func bytesArriveAsTheyAre(kind: Kind) throws {
    let receiver = Receiver(kind)
    var message = AlertMessage.sample(1)
    message.json = Array(#"{"event":{"id":"\#(message.id)"},"a":"\u0000\n ü 漢 \ud83d\udd14 🔔"}"#.utf8)
    try receiver.sink.deliver(message)
    #expect(receiver.received == [text(message)])
  }

  @Test(arguments: Kind.allCases)
  func theNameSaysWhatItIsAndKeepsSecrets(kind: Kind) {
    let name = Receiver(kind).sink.name
    #expect(name.hasPrefix("\(kind)") && !name.contains("hunter2"))
  }

  @Test(arguments: Kind.allCases)
  func aSinkThatNobodyUsedGoesQuietly(kind: Kind) throws {
    weak var released: (any Sink & AnyObject)?
    do {
      let receiver = Receiver(kind)
      released = receiver.sink as? any Sink & AnyObject
      #expect(released != nil)
    }
    for _ in 1...200 where released != nil { usleep(5_000) }
    #expect(released == nil)
  }
}
