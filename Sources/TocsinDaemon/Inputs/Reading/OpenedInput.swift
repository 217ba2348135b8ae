/// An input opened and looked into: its bytes, unpacked where need be.
public struct OpenedInput {
  public let kind: ContentKind
  public let reader: any ByteReader
  /// When the file was last written, in microseconds since 1970; nil for a pipe.
  public let modified: Int64?

  /// Opens the file at `path`. A journal file, which `JournalReader` opens by its path, is reported as its kind and not read.
  public static func open(path: String, limits: ArchiveLimits = ArchiveLimits()) throws(InputError) -> OpenedInput {
    try open(FileReader(path: path), limits: limits)
  }

  /// Opens standard input, compressed or not. A journal file cannot come through a pipe.
  public static func standardInput(limits: ArchiveLimits = ArchiveLimits()) throws(InputError) -> OpenedInput {
    let opened = try open(FileReader.standardInput(), limits: limits)
    guard opened.kind != .journal else {
      throw InputError(
        .unsupported, name: opened.reader.name, what: "a journal file cannot be read from a pipe",
        remedy: "give its path, or pipe `journalctl --file PATH -o export`")
    }
    return opened
  }

  static func open(_ file: FileReader, limits: ArchiveLimits) throws(InputError) -> OpenedInput {
    let peeking = PeekReader(file)
    let prefix = peeking.peek(limit: ContentKind.prefixLength) { ContentKind.sniff($0) != nil }
    let kind = ContentKind.sniff(prefix) ?? .plain
    if let unpacker = kind.unpacker {
      let source = file.name == "standard input" ? "…" : file.name
      throw InputError(
        .unsupported, name: file.name, what: "it is compressed with \(kind), which is not read directly",
        remedy: "pipe it: \(unpacker) \(source) | tocsin")
    }
    let reader: any ByteReader = kind == .gzip ? GzipReader(peeking, limits: limits) : peeking
    return OpenedInput(kind: kind, reader: reader, modified: file.modified)
  }
}
