import Foundation
import Testing

@testable import TocsinDaemon

@Suite struct StdoutSinkTests {
  /// As good as a pipe, and never inherited by a process that another test starts; the test closes both ends.
  private static func makePipe() -> (read: Int32, write: Int32) {
    signal(SIGPIPE, SIG_IGN)
    var ends: [Int32] = [0, 0]
    socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends)
    return (ends[0], ends[1])
  }

  private static func readAll(_ descriptor: Int32) -> String {
    String(decoding: FileHandle(fileDescriptor: descriptor, closeOnDealloc: false).readDataToEndOfFile(), as: UTF8.self)
  }

  @Test(arguments: [StdoutSink.Format.text, .json])
  func writesTheFormatAskedFor(format: StdoutSink.Format) throws {
    let (read, write) = Self.makePipe()
    let sink = StdoutSink(format: format, descriptor: write)
    try sink.deliver(.sample(1))
    try sink.deliver(.sample(2))
    close(write)
    let expected = [1, 2].map { number in
      let message = AlertMessage.sample(number)
      return (format == .json ? String(decoding: message.json, as: UTF8.self) : message.text) + "\n"
    }
    #expect(Self.readAll(read) == expected.joined())
    close(read)
  }

  @Test func aReaderThatLeftIsNoFailure() {
    let (read, write) = Self.makePipe()
    close(read)
    #expect(failure(StdoutSink(format: .json, descriptor: write), .sample(1))?.kind == .closed)
    close(write)
  }

  @Test func aDescriptorThatIsNotOpenIsPermanent() {
    #expect(failure(StdoutSink(format: .json, descriptor: 999_999), .sample(1))?.kind == .permanent)
  }

  @Test func aSlowReaderOfANonBlockingPipeGetsEveryByte() throws {
    let (read, write) = Self.makePipe()
    _ = fcntl(write, F_SETFL, fcntl(write, F_GETFL) | O_NONBLOCK)
    let sink = StdoutSink(format: .json, descriptor: write)
    let message = AlertMessage.sample(1, padding: 1 << 20)
    let delivery = OwnThread("delivery") { #expect(failure(sink, message) == nil) }
    var received: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1_000)
    while received.count <= message.json.count {
      let count = Foundation.read(read, &buffer, 1_000)
      received += buffer.prefix(max(0, count))
    }
    delivery.join()
    #expect(received == message.json + [10])
    close(read)
    close(write)
  }

  @Test func afterAFullDiskTheRestOfTheLineComesFirst() throws {
    let directory = TemporaryDirectory()
    try FileManager.default.createDirectory(atPath: directory.file("disk"), withIntermediateDirectories: true)
    guard getuid() == 0, mount("tmpfs", directory.file("disk"), "tmpfs", 0, "size=16k") == 0 else { return }
    defer { umount2(directory.file("disk"), Int32(MNT_DETACH)) }
    try Data(count: 8_192).write(to: URL(fileURLWithPath: directory.file("disk/ballast")))
    let descriptor = open(directory.file("disk/out"), O_WRONLY | O_CREAT | O_APPEND, 0o600)
    let sink = StdoutSink(format: .json, descriptor: descriptor)
    let message = AlertMessage.sample(1, padding: 10_000)
    #expect(failure(sink, message) == .retryable("cannot write to standard output: No space left on device"))
    try FileManager.default.removeItem(atPath: directory.file("disk/ballast"))
    try sink.deliver(message)
    try sink.deliver(.sample(2))
    #expect(directory.ids("disk/out") == [1, 2].map(AlertMessage.sampleID))
    #expect(directory.lines("disk/out").count == 2)
    close(descriptor)
  }
}
