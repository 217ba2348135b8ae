import TocsinEngine

/// One input of a replay: its files one after another, through one framer.
final class ReplaySource {
  let number: Int
  let isRegular: Bool
  private let chain: InputChain
  private let framer: Framer
  private let readSize: Int
  private var clock: Clock
  private var reader: (any ByteReader)?
  private var journal: JournalReader?
  private var member = 0
  private var finished: UInt64 = 0
  private(set) var isDone = false
  private(set) var hasYear: Bool

  init(_ chain: InputChain, number: Int, options: Replay.Options) {
    (self.chain, self.number, readSize) = (chain, number, options.readSize)
    isRegular = chain.kind == .files
    let now = HostZone.now
    clock = Clock(zone: options.zone, year: options.year.map { .fixed($0) } ?? .notAfter(now))
    hasYear = options.year == nil
    framer = Framer(input: number, clock: clock, arrival: now, options: .init(lineLimit: options.lineLimit))
  }

  /// Bytes as stored that were read so far.
  var consumed: UInt64 { finished + (reader?.consumed ?? 0) }

  /// The year is known from now on.
  func pin(_ clock: Clock) {
    hasYear = true
    self.clock = clock
    framer.clock = clock
  }

  /// The chunks that the next piece of the input completes; none does not mean the end. After an error the rest of the chain goes on.
  func next() throws(InputError) -> [Chunk] {
    if chain.kind == .journal { return try nextOfJournal() }
    guard let reader else {
      guard try open() else {
        isDone = true
        return framer.finish()
      }
      return []
    }
    do throws(InputError) {
      let limit = readSize
      let step = try framer.read { room throws(InputError) -> Int in
        try reader.read(into: UnsafeMutableRawBufferPointer(rebasing: room.prefix(limit)))
      }
      return step.count == 0 ? endFile() : step.chunks
    } catch {
      // What had been read before stays; the next file follows.
      self.reader = nil
      throw error
    }
  }

  private func endFile() -> [Chunk] {
    finished += reader?.consumed ?? 0
    reader = nil
    return framer.endFile()
  }

  /// Opens the next file; false when there is none.
  private func open() throws(InputError) -> Bool {
    let isInput = chain.kind == .standardInput
    guard member < (isInput ? 1 : chain.members.count) else { return false }
    defer { member += 1 }
    let opened = isInput ? try OpenedInput.standardInput() : try OpenedInput.open(path: chain.members[member].path)
    if let modified = opened.modified {
      let time = Timestamp(microseconds: modified)
      framer.arrival = time
      if case .notAfter = clock.year {
        clock.year = .notAfter(time)
        framer.clock = clock
      }
    }
    reader = opened.reader
    return true
  }

  private func nextOfJournal() throws(InputError) -> [Chunk] {
    if journal == nil {
      let reader = try JournalReader(.files(chain.members.map(\.path)))
      journal = reader
      if let problem = reader.problems.first { throw problem }
    }
    var bytes: [UInt8] = []
    while bytes.count < 64 * 1024 {
      guard try journal?.next(into: &bytes) == true else {
        isDone = true
        break
      }
    }
    var chunks = bytes.withUnsafeBytes { framer.append($0) }
    if isDone { chunks += framer.finish() }
    return chunks
  }
}
