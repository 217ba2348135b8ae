/// A chunk's records, one after the other.
extension Scanner {
  /// Where the record at hand stands.
  struct Place {
    var record: ByteView
    var index: Int
    var ordinal: Int
    var offset: Int
    /// Offset of the record's first byte in the chunk's buffer or in its joined bytes.
    var start: Int
    var isJoined: Bool
    var isCut: Bool
  }

  /// Lines that are simply one record after the other.
  struct Run {
    let records: Table<Chunk.Record>
    let bytes: ByteView
    /// Indices among the chunk's records.
    var indices: Range<Int>
    /// What makes a record's ordinal of its index.
    var shift: Int
    /// Where the chunk begins in its input.
    let offset: Int
    let lineLimit: Int

    /// The whole line of one of the run's records. 64 bytes behind it can be read.
    @inline(__always)
    func line(_ index: Int) -> ByteView {
      let record = records.unchecked(index)
      return bytes.slice(Int(record.start), Int(record.end))
    }

    @inline(__always)
    func place(_ index: Int, _ line: ByteView) -> Place {
      let start = Int(records.unchecked(index).start)
      var place = Place(
        record: .empty, index: index, ordinal: index &+ shift, offset: offset &+ start, start: start, isJoined: false,
        isCut: false)
      place.setLine(line, limit: lineLimit)
      return place
    }
  }

  /// Calls `body` with each record in turn; what it points at is valid during the call.
  @inline(__always)
  func forEachRecord(of chunk: Chunk, _ body: (Place) -> Void) {
    forEachRecord(of: chunk) { run in
      for index in run.indices { body(run.place(index, run.line(index))) }
    } others: { place in
      body(place)
    }
  }

  /// Calls `lines` with what lies between records that are more or less than the next line, and `others` with each of those.
  @inline(__always)
  func forEachRecord(of chunk: Chunk, lines: (Run) -> Void, others: (Place) -> Void) {
    prepareHits(chunk)
    let records = chunk.records.view
    let bytes = chunk.buffer.view(0, chunk.buffer.capacity)
    var run = Run(
      records: records, bytes: bytes, indices: 0..<0, shift: chunk.firstOrdinal, offset: chunk.offset, lineLimit: lineLimit)
    unsafe chunk.joined.withUnsafeBytes { joinedBytes in
      let joined = unsafe ByteView(joinedBytes)
      for special in chunk.irregular {
        run.indices = run.indices.upperBound..<special.index
        if !run.indices.isEmpty { lines(run) }
        let (start, end) = (Int(records[special.index].start), Int(records[special.index].end))
        var place = Place(
          record: special.isJoined ? joined.slice(start, end) : bytes.slice(start, end), index: special.index,
          ordinal: special.ordinal, offset: special.offset, start: start, isJoined: special.isJoined, isCut: special.isCut)
        if !special.isJoined, !special.isEntry { place.setLine(place.record, limit: lineLimit) }
        others(place)
        // A joined record is none of the lines that are counted off.
        run.shift = special.isJoined ? run.shift - 1 : special.ordinal - special.index
        run.indices = special.index..<special.index + 1
      }
      run.indices = run.indices.upperBound..<records.count
      if !run.indices.isEmpty { lines(run) }
    }
    finishChunk(records: records.count)
  }

  /// Scans lines, passing over those of which nothing can come but their times.
  @inline(never)
  func scan(_ run: Run, _ clock: Clock, _ source: Int, _ batch: MatchBatch, _ times: TimeRow) {
    precondition(run.indices.lowerBound >= 0 && run.indices.upperBound <= min(run.records.count, times.count))
    let (front, programs, memo) = (front, programs.view, memo.view)
    var index = run.indices.lowerBound
    while index < run.indices.upperBound {
      defer { index &+= 1 }
      let line = run.line(index)
      if let found = front.read(line, programs, source) {
        times.set(index, found.time)
        let message = line.fromInside(found.message)
        let known = memo.find(programs[found.program].number, message, hasSlack: true)
        if known >= 0, memo[known].need == .nothing { continue }
        if known >= 0 || !message.mayBeMoreThanMessage {
          (head, need, hasHead) = (front.head(found, at: times[index], programs), known, true)
        }
      }
      times.set(index, take(run.place(index, line), clock, source, batch))
    }
  }
}

extension Scanner.Place {
  /// The record is a line, without its carriage return and what is beyond the limit.
  @inline(__always)
  fileprivate mutating func setLine(_ line: ByteView, limit: Int) {
    var end = line.count
    if end > 0, line.unchecked(end &- 1) == 0x0D { end &-= 1 }
    if end > limit { (end, isCut) = (limit, true) }
    record = line.slice(0, end)
  }
}

/// The times of a chunk's records, in microseconds, while they are found.
@safe
struct TimeRow {
  private let base: UnsafeMutablePointer<Int64>
  let count: Int

  init(_ room: Slice<UnsafeMutableBufferPointer<Int64>>) {
    let room = unsafe UnsafeMutableBufferPointer(rebasing: room)
    unsafe base = room.baseAddress ?? UnsafeMutablePointer(bitPattern: 8)!
    count = room.count
  }

  @inline(__always)
  subscript(index: Int) -> Int64 {
    get {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
      return unsafe base[index]
    }
    nonmutating set {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
      unsafe base[index] = newValue
    }
  }

  /// Where the caller has compared with `count`.
  @inline(__always)
  func set(_ index: Int, _ time: Int64) { unsafe base[index] = time }
}
