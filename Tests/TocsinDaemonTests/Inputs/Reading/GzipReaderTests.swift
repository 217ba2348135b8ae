import Foundation
import Testing

@testable import TocsinDaemon

@Suite("GzipReader", .serialized)
struct GzipReaderTests {
  private func unpack(_ bytes: [UInt8], _ library: InflateLibrary, piece: Int = .max, limit: UInt64 = 1 << 40) -> (
    bytes: [UInt8], errors: [InputError]
  ) {
    readAll(GzipReader(MemoryReader(bytes, piece: piece), limits: ArchiveLimits(output: limit, library: library)))
  }

  @Test("reads many members with zeros between and after them", arguments: InflateLibrary.allCases, [1, 5, 8192, Int.max])
  func manyMembers(_ library: InflateLibrary, piece: Int) {
    let parts = (0..<20).map { sampleLog($0 * 500, seed: UInt64($0)) }
    var stream: [UInt8] = []
    for (index, part) in parts.enumerated() {
      stream += gzip(part) + [UInt8](repeating: 0, count: index % 3 * 700)
    }
    let (bytes, errors) = unpack(stream, library, piece: piece)
    #expect(bytes == parts.flatMap { $0 })
    #expect(errors.isEmpty)
  }

  @Test("reads headers with a name, in pieces", arguments: InflateLibrary.allCases, [1, 3, Int.max])
  func headerWithName(_ library: InflateLibrary, piece: Int) {
    let content = sampleLog(3000)
    let directory = ScratchDirectory()
    let named = runProgram("/bin/gzip", ["-N", "-c", directory.write("access.log", content)])
    #expect(named[3] == 8)
    // The same with an extra field, a comment and a header checksum's place left out (flags EXTRA, NAME, COMMENT).
    var rich = named
    rich[3] = 4 | 8 | 16
    rich.insert(contentsOf: [4, 0, 65, 66, 0, 0], at: 10)
    let nameEnd = rich[16...].firstIndex(of: 0)!
    rich.insert(contentsOf: Array("a comment\0".utf8), at: nameEnd + 1)
    for stream in [named, rich] {
      let (bytes, errors) = unpack(stream + stream, library, piece: piece)
      #expect(bytes == content + content)
      #expect(errors.isEmpty)
    }
  }

  @Test("a truncated archive yields what can be decoded, then one error with the place", arguments: InflateLibrary.allCases)
  func truncated(_ library: InflateLibrary) {
    let content = sampleLog(400_000)
    let packed = gzip(content)
    var previous = -1
    for cut in stride(from: 1, to: packed.count, by: 1000) {
      let (bytes, errors) = unpack(Array(packed[..<cut]), library)
      #expect(content.starts(with: bytes))
      #expect(bytes.count >= previous)
      // Deflate of logs packs at least 2 to 1; only the last symbols before the cut may be out of reach.
      if cut > 2000 { #expect(bytes.count > cut * 2) }
      #expect(errors.map(\.kind) == [.truncated])
      #expect(errors.first?.offset == UInt64(cut))
      previous = bytes.count
    }
  }

  @Test("both libraries decode as much of a truncated archive")
  func truncatedAlike() {
    let packed = gzip(sampleLog(400_000))
    for cut in stride(from: 1, to: packed.count, by: 1000) {
      let piece = Array(packed[..<cut])
      let difference = unpack(piece, .zlib).bytes.count - unpack(piece, .isal).bytes.count
      #expect(abs(difference) <= 300, "cut at \(cut)")
    }
  }

  @Test("a corrupt archive yields what comes before, then one error", arguments: InflateLibrary.allCases)
  func corrupt(_ library: InflateLibrary) {
    let content = sampleLog(600_000)
    let packed = gzip(content)
    for place in stride(from: 5000, to: packed.count - 8, by: 9973) {
      let before = unpack(Array(packed[..<(place - 300)]), library).bytes
      var damaged = packed
      damaged[place] ^= 0x55
      let (bytes, errors) = unpack(damaged, library)
      #expect(bytes.starts(with: before), "damaged at \(place)")
      // A change that loses the end of the last block looks like truncation.
      #expect(errors.count == 1 && [.corrupt, .truncated].contains(errors[0].kind), "damaged at \(place): \(errors)")
      #expect(errors.first?.offset.map { $0 <= UInt64(packed.count) } == true)
    }
  }

  @Test("a wrong checksum and a wrong length are errors", arguments: InflateLibrary.allCases, [8, 4])
  func wrongTrailer(_ library: InflateLibrary, fromEnd: Int) {
    let content = sampleLog(5000)
    var packed = gzip(content)
    packed[packed.count - fromEnd] ^= 1
    let (bytes, errors) = unpack(packed, library)
    #expect(bytes == content)
    #expect(errors.map(\.kind) == [.corrupt])
    #expect(errors.first?.description.hasPrefix("memory: byte ") == true)
  }

  @Test(
    "what follows the last member is reported, not read", arguments: InflateLibrary.allCases, ["x", "garbage behind", "\u{1F}"])
  func trailingGarbage(_ library: InflateLibrary, tail: String) {
    let content = sampleLog(5000)
    let packed = gzip(content)
    let (bytes, errors) = unpack(packed + [0, 0, 0] + Array(tail.utf8), library)
    #expect(bytes == content)
    #expect(errors.map(\.kind) == [.trailingGarbage])
    #expect(errors.first?.offset == UInt64(packed.count + 3))
  }

  @Test("an empty stream and one that is no archive are errors", arguments: InflateLibrary.allCases)
  func noArchive(_ library: InflateLibrary) {
    #expect(unpack([], library).errors.map(\.kind) == [.truncated])
    #expect(unpack(Array("plain text".utf8), library).errors.map(\.kind) == [.corrupt])
    #expect(unpack(gzip([]), library).errors.isEmpty)
  }

  @Test("output stops at the limit, exactly", arguments: InflateLibrary.allCases)
  func limit(_ library: InflateLibrary) {
    let content = sampleLog(300_000)
    let packed = gzip(content)
    let cut = unpack(packed, library, limit: 1000)
    #expect(cut.bytes == Array(content[..<1000]))
    #expect(cut.errors.map(\.kind) == [.tooLarge])
    let whole = unpack(packed, library, limit: UInt64(content.count))
    #expect(whole.bytes.count == content.count)
    #expect(whole.errors.isEmpty)
  }

  @Test("1 GiB of zeros streams through in constant memory", arguments: InflateLibrary.allCases)
  func bomb(_ library: InflateLibrary) throws {
    let member = gzip([UInt8](repeating: 0, count: 64 << 20), level: 9)
    let directory = ScratchDirectory()
    let path = directory.write("bomb.gz", (0..<16).flatMap { _ in member })
    let reader = GzipReader(try FileReader(path: path), limits: ArchiveLimits(library: library))
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
    defer { buffer.deallocate() }
    let before = residentBytes()
    var total = 0
    while case let count = try reader.read(into: buffer), count > 0 { total += count }
    #expect(total == 1 << 30)
    #expect(residentBytes() - before < 48 << 20)
  }

  private func residentBytes() -> Int {
    let text = String(decoding: FileManager.default.contents(atPath: "/proc/self/statm") ?? Data(), as: UTF8.self)
    return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 4096
  }

  @Test("both libraries unpack the known member")
  func librariesWork() {
    #expect(InflateLibrary.works(.isal))
    #expect(InflateLibrary.works(.zlib))
    #expect(InflateLibrary.preferred == .isal)
  }
}
