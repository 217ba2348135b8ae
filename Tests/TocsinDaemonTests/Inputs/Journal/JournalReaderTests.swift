import Foundation
import Glibc
import Testing

@testable import TocsinDaemon

private let journalMaker = "/lib/systemd/systemd-journal-remote"

/// These need `systemd-journal-remote` to make journal files, and are skipped where it is missing.
@Suite("JournalReader", .enabled(if: access(journalMaker, X_OK) == 0, "install systemd-journal-remote"))
struct JournalReaderTests {
  private let directory = ScratchDirectory()

  /// Makes a journal file of entries, or adds them to one; each is a list of `KEY=value`.
  private func make(_ name: String, _ entries: [[[UInt8]]], from number: Int = 0) -> String {
    var export: [UInt8] = []
    for (index, fields) in entries.enumerated() {
      let time = number + index
      export += "__REALTIME_TIMESTAMP=\(1_795_536_000_000_000 + time)\n__MONOTONIC_TIMESTAMP=\(1000 + time)\n".utf8
      export += "_BOOT_ID=0123456789abcdef0123456789abcde\(number == 0 ? 1 : 2)\n".utf8
      for field in fields {
        let equals = field.firstIndex(of: UInt8(ascii: "="))!
        let value = field[(equals + 1)...]
        export += field[..<equals] + [10]
        withUnsafeBytes(of: UInt64(value.count).littleEndian) { export += $0 }
        export += value + [10]
      }
      export.append(10)
    }
    _ = runProgram(journalMaker, ["-o", directory[name], directory.write("export", export)])
    return directory[name]
  }

  private func lines(_ count: Int, from number: Int = 0) -> [[[UInt8]]] {
    (number..<number + count).map { ["MESSAGE=line \($0)", "SYSLOG_IDENTIFIER=sshd", "_PID=\(100 + $0)"].map { Array($0.utf8) } }
  }

  private func export(_ arguments: String...) -> [UInt8] {
    runProgram("/bin/journalctl", arguments + ["-o", "export", "--no-pager", "-q"])
  }

  private func readAll(_ reader: JournalReader) throws -> [UInt8] {
    var output: [UInt8] = []
    while try reader.next(into: &output) {}
    return output
  }

  private func messages(_ output: [UInt8]) -> [String] {
    String(decoding: output, as: UTF8.self).split(separator: "\n").filter { $0.hasPrefix("MESSAGE=") }.map {
      String($0.dropFirst(8))
    }
  }

  @Test("gives what journalctl -o export gives, byte for byte")
  func sameAsJournalctl() throws {
    let awkward: [[UInt8]] = [
      Array("MESSAGE=two\nlines".utf8), Array("MESSAGE=".utf8), Array("MESSAGE=tab\there, ünï ✓ 🔔".utf8),
      Array("MESSAGE=".utf8) + [0xFF, 0xFE, 0], Array("MESSAGE=bell \u{7} \u{1B}[31m".utf8), Array("MESSAGE=c1 \u{85}".utf8),
      Array("MESSAGE=cut ".utf8) + [0xE2, 0x82], Array("MESSAGE=del \u{7F}".utf8),
      Array("MESSAGE=".utf8) + [UInt8](repeating: 0x61, count: 100_000),
    ]
    let path = make("a.journal", lines(50) + awkward.map { [$0, Array("_COMM=x".utf8), Array("_COMM=y".utf8)] })
    let expected = export("--file", path)
    let read = try readAll(JournalReader(.files([path])))
    #expect(expected.count > 100_000)
    #expect(read == expected)
    #expect(try readAll(JournalReader(.directory(directory.path))) == expected)
  }

  @Test("entries of several files come in the order of their time, and a broken file is told")
  func severalFiles() throws {
    let first = make("a.journal", lines(5))
    let second = make("b.journal", lines(5, from: 5), from: 5)
    let broken = directory.write("c.journal", "LPKSHHRH and then nothing good")
    let reader = try JournalReader(.files([second, broken, first]))
    #expect(messages(try readAll(reader)) == (0..<10).map { "line \($0)" })
    #expect(reader.problems.map(\.name) == [broken])
    #expect(throws: InputError.self) { try JournalReader(.files([broken])) }
  }

  @Test("a cursor resumes behind its entry, in a journal that has gone on, too")
  func cursors() throws {
    let path = make("a.journal", lines(10))
    let reader = try JournalReader(.files([path]))
    var output: [UInt8] = []
    for _ in 0..<4 { #expect(try reader.next(into: &output)) }
    let cursor = try #require(reader.cursor)
    let resumed = try JournalReader(.files([path]))
    try resumed.seek(cursor: cursor)
    #expect(messages(try readAll(resumed)) == (4..<10).map { "line \($0)" })
    // Behind the last one there is nothing, and the reader says so again and again.
    try resumed.seek(cursor: try #require(resumed.cursor))
    for _ in 0..<2 { #expect(try readAll(resumed).isEmpty) }
    try resumed.seekHead()
    #expect(messages(try readAll(resumed)).count == 10)
    // The file with the entry is vacuumed; what came later is read.
    let later = make("b.journal", lines(3, from: 10), from: 10)
    let left = try JournalReader(.files([later]))
    try left.seek(cursor: cursor)
    #expect(messages(try readAll(left)) == ["line 10", "line 11", "line 12"])
  }

  @Test("from the tail only what is written from then on is read, as it comes")
  func followsTail() async throws {
    _ = make("a.journal", lines(5))
    let reader = try JournalReader(.directory(directory.path))
    let stop = try WakeEvent()
    try reader.seekTail()
    var output: [UInt8] = []
    #expect(try !reader.next(into: &output))
    _ = make("a.journal", lines(2, from: 5), from: 5)
    // A second file, as rotation makes one.
    _ = make("b.journal", lines(2, from: 7), from: 7)
    while messages(output).count < 4 {
      if try !reader.next(into: &output) { #expect(try reader.wait(stop: stop)) }
    }
    #expect(messages(output) == ["line 5", "line 6", "line 7", "line 8"])
    stop.signal()
    #expect(try !reader.wait(stop: stop))
  }

  @Test("an empty directory is waited for from its tail")
  func emptyTail() throws {
    let reader = try JournalReader(.directory(directory.path))
    let stop = try WakeEvent()
    try reader.seekTail()
    var output: [UInt8] = []
    #expect(try !reader.next(into: &output))
    _ = make("a.journal", lines(1))
    while messages(output).isEmpty {
      if try !reader.next(into: &output) { #expect(try reader.wait(stop: stop)) }
    }
    #expect(messages(output) == ["line 0"])
  }

  @Test("entries of this program are passed over, those of others that only claim its name are not")
  func ownEntries() throws {
    let path = make(
      "a.journal",
      [
        ["MESSAGE=mine", "SYSLOG_IDENTIFIER=tocsin", "_EXE=/usr/bin/tocsin"],
        ["MESSAGE=claimed", "SYSLOG_IDENTIFIER=tocsin", "_EXE=/usr/bin/logger"],
        ["MESSAGE=other", "_EXE=/usr/bin/tocsin", "_PID=77"],
      ].map { $0.map { Array($0.utf8) } })
    let reader = try JournalReader(.files([path]), own: OwnEntries(pid: 77, executable: "/usr/bin/tocsin"))
    // A process number says nothing in a file of another boot.
    #expect(messages(try readAll(reader)) == ["claimed", "other"])
    #expect(reader.ownEntries == 1)
  }

  @Test("a field longer than the limit is cut and counted")
  func longFields() throws {
    let long = Array("MESSAGE=".utf8) + [UInt8](repeating: 0x62, count: JournalReader.maximumField + 5)
    let path = make("a.journal", [[long, Array("_PID=1".utf8)]])
    try #require(FileManager.default.fileExists(atPath: path))
    let reader = try JournalReader(.files([path]))
    let output = try readAll(reader)
    #expect(output.count { $0 == 0x62 } - JournalReader.maximumField < 100)
    #expect(reader.cutFields == 1)
  }

  @Test("a file damaged anywhere neither stops the reader for ever nor crashes it")
  func damaged() throws {
    let path = make("a.journal", lines(200))
    let intact = [UInt8](try #require(FileManager.default.contents(atPath: path)))
    let used = try #require(intact.lastIndex { $0 != 0 })
    for place in stride(from: 256, to: used, by: used / 60) {
      var bytes = intact
      for offset in 0..<min(16, used - place) { bytes[place + offset] ^= 0xA5 }
      let damaged = directory.write("damaged.journal", bytes)
      guard let reader = try? JournalReader(.files([damaged])) else { continue }
      let read = (try? readAll(reader)) ?? []
      #expect(messages(read).count <= 200)
    }
  }

  @Test("printable text is UTF-8 without controls")
  func printable() {
    func isPrintable(_ bytes: [UInt8]) -> Bool { bytes.withUnsafeBytes { JournalExport.isPrintable($0) } }
    for text in ["", "plain\ttext", "ü", "€", "🔔", "\u{A0}", "\u{D7FF}", "\u{E000}", "\u{10FFFF}"] {
      #expect(isPrintable(Array(text.utf8)))
    }
    for bytes: [UInt8] in [
      [10], [0], [0x7F], [0x1B], [0xC2, 0x85], [0xC0, 0x80], [0xC3], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80],
      [0xF4, 0x90, 0x80, 0x80],
      [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82], [0x80], [0xE2, 0x28, 0xA1],
    ] { #expect(!isPrintable(bytes)) }
  }
}
