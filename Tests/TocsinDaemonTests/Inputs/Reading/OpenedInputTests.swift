import Glibc
import Testing

@testable import TocsinDaemon

@Suite("Opening by content")
struct OpenedInputTests {
  private let directory = ScratchDirectory()

  @Test("content, not the name, decides")
  func contentDecides() throws {
    let gz = try OpenedInput.open(path: directory.write("archive.log", gzip(Array("one\ntwo\n".utf8))))
    #expect(gz.kind == .gzip)
    #expect(readAll(gz.reader).bytes == Array("one\ntwo\n".utf8))
    let plain = try OpenedInput.open(path: directory.write("plain.gz", "not packed\n"))
    #expect(plain.kind == .plain)
    #expect(readAll(plain.reader).bytes == Array("not packed\n".utf8))
    #expect(plain.modified != nil)
  }

  @Test("short and empty files are plain", arguments: ["", "B", "BZh", "L", "\u{1F}", "LPKSHHR"])
  func shortFiles(_ content: String) throws {
    let opened = try OpenedInput.open(path: directory.write("short", content))
    #expect(opened.kind == .plain)
    #expect(readAll(opened.reader).bytes == Array(content.utf8))
  }

  @Test(
    "formats that are not read directly say how to pipe them",
    arguments: [
      ([0x28, 0xB5, 0x2F, 0xFD, 0], "zstdcat"), ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0, 0], "xzcat"),
      ([0x42, 0x5A, 0x68, 0x39, 0x31, 0x41, 0x59, 0x26], "bzcat"),
    ] as [([UInt8], String)])
  func unsupported(_ magic: [UInt8], command: String) throws {
    let path = directory.write("archive", magic)
    let error = try #require(throws: InputError.self) { try OpenedInput.open(path: path) }
    #expect(error.kind == .unsupported)
    #expect(error.description.contains("\(command) \(path) | tocsin"))
  }

  @Test("a journal file is known by its magic")
  func journal() throws {
    #expect(try OpenedInput.open(path: directory.write("x.journal", "LPKSHHRH rest")).kind == .journal)
  }

  @Test("text is decided by its first byte, so that a slow pipe is not waited for")
  func decidesEarly() {
    #expect(ContentKind.sniff([]) == nil)
    #expect(ContentKind.sniff([0x41]) == .plain)
    #expect(ContentKind.sniff(Array("BZ".utf8)) == nil)
    #expect(ContentKind.sniff(Array("Bo".utf8)) == .plain)
    #expect(ContentKind.sniff(Array("BZh9text".utf8)) == .plain)
  }

  @Test("a packed stream in a pipe is recognised")
  func pipe() throws {
    var ends: [Int32] = [0, 0]
    try #require(Glibc.pipe(&ends) == 0)
    let packed = gzip(Array("through a pipe\n".utf8))
    #expect(write(ends[1], packed, packed.count) == packed.count)
    close(ends[1])
    let opened = try OpenedInput.open(
      FileReader(descriptor: ends[0], name: "standard input", closes: true), limits: ArchiveLimits())
    #expect(opened.kind == .gzip)
    #expect(opened.reader.length == nil)
    #expect(readAll(opened.reader).bytes == Array("through a pipe\n".utf8))
  }

  @Test("errors name the path and what to do")
  func errors() throws {
    let missing = try #require(throws: InputError.self) { try OpenedInput.open(path: directory["missing"]) }
    #expect(missing.description == "\(directory["missing"]): cannot open: No such file or directory; check the path")
    let folder = try OpenedInput.open(path: directory.path)
    #expect(readAll(folder.reader).errors.map(\.kind) == [.system(EISDIR)])
  }
}
