import Testing

@testable import TocsinDaemon

/// What every `ByteReader` must do, whatever it reads.
@Suite("Contract of ByteReader")
struct ByteReaderContract {
  enum Implementation: CaseIterable {
    case file, peek, gzipISAL, gzipZlib, gzipInPieces

    /// A reader that yields `content`, and how many bytes it is stored in.
    func make(_ content: [UInt8], in directory: ScratchDirectory) throws -> (reader: any ByteReader, stored: UInt64) {
      let packed = gzip(content)
      switch self {
      case .file: return (try FileReader(path: directory.write("plain", content)), UInt64(content.count))
      case .peek:
        let reader = PeekReader(MemoryReader(content, piece: 3))
        _ = reader.peek(limit: 8) { _ in false }
        return (reader, UInt64(content.count))
      case .gzipISAL, .gzipZlib:
        let limits = ArchiveLimits(library: self == .gzipISAL ? .isal : .zlib)
        return (GzipReader(try FileReader(path: directory.write("packed", packed)), limits: limits), UInt64(packed.count))
      case .gzipInPieces: return (GzipReader(MemoryReader(packed, piece: 1)), UInt64(packed.count))
      }
    }
  }

  @Test("yields every byte in order, with buffers of any size", arguments: Implementation.allCases, [1, 7, 4096, 256 << 10])
  func yieldsAll(_ implementation: Implementation, buffer: Int) throws {
    let content = sampleLog(buffer == 1 ? 10_000 : 600_000)
    let (reader, stored) = try implementation.make(content, in: ScratchDirectory())
    let (bytes, errors) = readAll(reader, buffer: buffer)
    #expect(bytes == content)
    #expect(errors.isEmpty)
    #expect(reader.consumed == stored)
  }

  @Test("stays at its end", arguments: Implementation.allCases)
  func staysAtEnd(_ implementation: Implementation) throws {
    let (reader, _) = try implementation.make(sampleLog(1000), in: ScratchDirectory())
    _ = readAll(reader)
    for _ in 0..<3 { #expect(readAll(reader).bytes.isEmpty) }
  }

  @Test("an error of the source comes once, after all bytes before it", arguments: InflateLibrary.allCases)
  func sourceErrorComesOnce(_ library: InflateLibrary) {
    let content = sampleLog(100_000)
    let failure = InputError("read", name: "memory", offset: 17, errno: 5)
    let gzipped = GzipReader(MemoryReader(gzip(content), failure: failure), limits: ArchiveLimits(library: library))
    for reader in [gzipped, PeekReader(MemoryReader(content, failure: failure))] as [any ByteReader] {
      let (bytes, errors) = readAll(reader)
      #expect(bytes == content)
      #expect(errors == [failure])
    }
  }
}
