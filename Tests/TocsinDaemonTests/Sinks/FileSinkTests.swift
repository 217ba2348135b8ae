import Foundation
import Testing
import TocsinEngine

@testable import TocsinDaemon

@Suite struct FileSinkTests {
  let directory = TemporaryDirectory()
  var path: String { directory.file("alerts.jsonl") }

  private func deliver(_ numbers: [Int], _ sink: FileSink? = nil) throws {
    let sink = sink ?? FileSink(path: path)
    for number in numbers { try sink.deliver(.sample(number)) }
  }

  private func ids(_ numbers: [Int]) -> [String] { numbers.map(AlertMessage.sampleID) }

  @Test func writesOneLineEachInOrder() throws {
    try deliver([1, 2, 3])
    #expect(directory.lines("alerts.jsonl") == [1, 2, 3].map { String(decoding: AlertMessage.sample($0).json, as: UTF8.self) })
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode.map { $0 & 0o027 } == 0)
  }

  @Test func neverWritesAnIDTwiceEvenAfterARestart() throws {
    try deliver([1, 2, 2, 1])
    try deliver([2, 3])
    #expect(directory.ids("alerts.jsonl") == ids([1, 2, 3]))
  }

  @Test func findsWhatWentIntoTheRotatedSibling() throws {
    for suffix in [".1", "-20261124"] {
      try? FileManager.default.removeItem(atPath: path)
      try deliver([1, 2])
      try FileManager.default.moveItem(atPath: path, toPath: path + suffix)
      try deliver([2, 3])
      #expect(directory.ids("alerts.jsonl") == ids([3]))
      try FileManager.default.removeItem(atPath: path + suffix)
    }
  }

  @Test func takesIDsOnlyFromTheEventObject() throws {
    // The sample's user.id is another message's event id, as an attacker might choose it.
    try deliver([1])
    try deliver([500_001])
    #expect(directory.ids("alerts.jsonl") == ids([1, 500_001]))
  }

  @Test func cutsATornLineOff() throws {
    try deliver([1, 2])
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    let torn = AlertMessage.sample(3).json
    for length in [1, 20, torn.count] {
      try (whole + torn.prefix(length)).write(to: URL(fileURLWithPath: path))
      try deliver([3])
      #expect(directory.ids("alerts.jsonl") == ids([1, 2, 3]))
      #expect(directory.lines("alerts.jsonl").count == 3)
    }
  }

  @Test func cutsZerosOffThatAPowerCutLeft() throws {
    try deliver([1])
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    try (whole + Data(count: 4_096)).write(to: URL(fileURLWithPath: path))
    try deliver([2])
    #expect(directory.ids("alerts.jsonl") == ids([1, 2]))
    #expect(directory.lines("alerts.jsonl").count == 2)
  }

  @Test func cutsATornOnlyLineOff() throws {
    try directory.write(#"{"event":{"#, to: "alerts.jsonl")
    try deliver([1])
    #expect(directory.lines("alerts.jsonl").count == 1)
  }

  @Test func keepsForeignTextWithoutANewline() throws {
    try directory.write("somebody's notes", to: "alerts.jsonl")
    try deliver([1])
    #expect(directory.lines("alerts.jsonl").first == "somebody's notes")
    #expect(directory.ids("alerts.jsonl") == ids([1]))
  }

  @Test func followsARotationWithAndWithoutBeingTold() throws {
    let sink = FileSink(path: path)
    try deliver([1], sink)
    try FileManager.default.moveItem(atPath: path, toPath: path + ".1")
    try deliver([2], sink)
    #expect(directory.ids("alerts.jsonl.1") == ids([1]))
    #expect(directory.ids("alerts.jsonl") == ids([2]))
    try FileManager.default.removeItem(atPath: path)
    sink.reopen()
    try deliver([3], sink)
    #expect(directory.ids("alerts.jsonl") == ids([3]))
  }

  @Test func appendsAfterCopytruncate() throws {
    let sink = FileSink(path: path)
    try deliver([1, 2], sink)
    truncate(path, 0)
    try deliver([3], sink)
    #expect(directory.ids("alerts.jsonl") == ids([3]))
  }

  @Test func refusesASecondWriter() throws {
    let sink = FileSink(path: path)
    try sink.open()
    let error = failure(FileSink(path: path), .sample(1))
    #expect(error == .retryable("\(path) is in use by another process; two writers need two files"))
  }

  @Test func refusesWhatIsNoRegularFile() throws {
    mkfifo(path, 0o600)
    #expect(failure(FileSink(path: path), .sample(1)) == .retryable("\(path) is not a regular file"))
  }

  @Test func missingDirectoryMayBeMadeLater() throws {
    let sink = FileSink(path: directory.file("sub/alerts.jsonl"))
    #expect(
      failure(sink, .sample(1))
        == .retryable("cannot open \(directory.file("sub/alerts.jsonl")): No such file or directory"))
    try directory.write("", to: "sub/other")
    try sink.deliver(.sample(1))
    #expect(directory.ids("sub/alerts.jsonl") == ids([1]))
  }

  /// The limit on the size of files makes `write` stop in the middle of a line, as a full disk does; no other test writes a file so
  /// long.
  @Test func aFullDiskLeavesNoPartOfALine() throws {
    let limit = 1 << 32
    let sink = FileSink(path: path)
    try deliver([1], sink)
    let filler = try #require(fopen(path, "r+"))
    fseek(filler, limit - 101, SEEK_SET)
    fputc(10, filler)
    fclose(filler)
    var old = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &old)
    var low = rlimit(rlim_cur: rlim_t(limit), rlim_max: old.rlim_max)
    setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &low)
    let error = failure(sink, .sample(2, padding: 300))
    setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &old)
    #expect(error == .retryable("cannot write to \(path): File too large"))
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int == limit - 100)
    try sink.deliver(.sample(2, padding: 300))
    #expect(AlertTail.ids(in: AppendFile.tail(of: path, 1_000)).last == AlertMessage.sampleID(2))
  }

  @Test(.enabled(if: getuid() == 0, "mounting needs root"))
  func aFullTmpfsRecoversOnceThereIsRoom() throws {
    let point = directory.file("disk")
    try FileManager.default.createDirectory(atPath: point, withIntermediateDirectories: true)
    guard mount("tmpfs", point, "tmpfs", 0, "size=64k") == 0 else { return }
    defer { umount2(point, Int32(MNT_DETACH)) }
    try Data(count: 40_000).write(to: URL(fileURLWithPath: point + "/ballast"))
    let sink = FileSink(path: point + "/alerts.jsonl")
    var delivered = 0
    var error: SinkError?
    while error == nil && delivered < 100 {
      error = failure(sink, .sample(delivered, padding: 3_000))
      if error == nil { delivered += 1 }
    }
    #expect(error == .retryable("cannot write to \(point)/alerts.jsonl: No space left on device"))
    #expect(directory.ids("disk/alerts.jsonl") == (0..<delivered).map(AlertMessage.sampleID))
    #expect(directory.lines("disk/alerts.jsonl").count == delivered)
    try FileManager.default.removeItem(atPath: point + "/ballast")
    try sink.deliver(.sample(delivered, padding: 3_000))
    #expect(directory.ids("disk/alerts.jsonl") == (0...delivered).map(AlertMessage.sampleID))
  }
}
