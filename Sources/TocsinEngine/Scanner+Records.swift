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

  /// Calls `body` with each record in turn; what it points at is valid during the call.
  @inline(__always)
  func forEachRecord(of chunk: Chunk, _ body: (Place) -> Void) {
    forEachRecord(of: chunk, passing: { lines, _ in lines.lowerBound }, others: body)
  }

  /// Leaves it to `passes` to go over lines, each simply the next, and to say which is the first that it does not pass over.
  @inline(__always)
  func forEachRecord(
    of chunk: Chunk, passing passes: (_ lines: Range<Int>, _ bytes: ByteView) -> Int, others body: (Place) -> Void
  ) {
    prepareHits(chunk)
    let records = chunk.records.view
    let bytes = chunk.buffer.view(0, chunk.buffer.capacity)
    var irregular = 0
    var nextIrregular = chunk.irregular.first?.index ?? records.count
    var ordinal = chunk.firstOrdinal
    var index = 0
    unsafe chunk.joined.withUnsafeBytes { joinedBytes in
      let joined = unsafe ByteView(joinedBytes)
      while index < records.count {
        if index != nextIrregular {
          let next = passes(index..<nextIrregular, bytes)
          ordinal += next - index
          index = next
          if index == records.count { break }
        }
        let start = Int(records[index].start)
        var end = Int(records[index].end)
        var place = Place(
          record: .empty, index: index, ordinal: ordinal, offset: chunk.offset + start, start: start, isJoined: false,
          isCut: false)
        var isLine = true
        if index == nextIrregular {
          let special = chunk.irregular[irregular]
          irregular += 1
          nextIrregular = irregular < chunk.irregular.count ? chunk.irregular[irregular].index : records.count
          place.ordinal = special.ordinal
          place.offset = special.offset
          place.isJoined = special.isJoined
          place.isCut = special.isCut
          ordinal = special.isJoined ? ordinal : special.ordinal + 1
          isLine = !special.isJoined && !special.isEntry
          if !isLine { place.record = special.isJoined ? joined.slice(start, end) : bytes.slice(start, end) }
        } else {
          ordinal += 1
        }
        if isLine {
          let view = bytes.slice(start, end)
          if !view.isEmpty, view[view.count - 1] == 0x0D { end -= 1 }
          if end - start > lineLimit {
            end = start + lineLimit
            place.isCut = true
          }
          place.record = view.slice(0, end - start)
        }
        index += 1
        body(place)
      }
    }
    finishChunk(records: records.count)
  }

  /// Passes over lines of which nothing can come, and notes their times. Returns the first that must be looked at: what is known of its
  /// head then stands in `head`.
  func passOver(_ lines: Range<Int>, of chunk: Chunk, _ bytes: ByteView, _ source: Int, _ times: TimeRow) -> Int {
    let records = chunk.records.view
    var index = lines.lowerBound
    while index < lines.upperBound {
      let line = bytes.slice(Int(records[index].start), Int(records[index].end))
      guard line.count <= lineLimit, line.byte(line.count &- 1) != 0x0D,
        let found = SyslogHead.read(line, event, programs, source)
      else { break }
      let message = line.from(found.message)
      let known = memo.find(found.number, message)
      guard known >= 0, memo[known].need == .nothing else {
        if known >= 0 || !message.mayBeMoreThanMessage { (head, need, hasHead) = (found, known, true) }
        break
      }
      times[index] = found.time
      index &+= 1
    }
    return index
  }
}

/// The times of a chunk's records, in microseconds, while they are found.
@safe
struct TimeRow {
  private let base: UnsafeMutablePointer<Int64>
  private let count: Int

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
}
