import CByteScan

/// A record that may be shown in an alert, with the values that travel with its match: a handle on one piece of memory.
///
/// Nothing counts by itself: whoever keeps a record holds it and lets it go again, and with the last one its memory goes back to the
/// store it came from.
@safe
struct Evidence: BitwiseCopyable {
  fileprivate struct Header: BitwiseCopyable {
    let time: Int64
    let rule: Int
    let input: Int
    let offset: Int
    let payloadCount: Int
    let textCount: Int
    /// Bytes of the whole piece.
    let size: Int
    var holders = 1
  }

  private let block: UnsafeMutablePointer<Header>

  /// For the store.
  fileprivate init(_ block: UnsafeMutableRawPointer, _ header: Header) {
    unsafe self.block = block.assumingMemoryBound(to: Header.self)
    unsafe self.block.initialize(to: header)
  }

  fileprivate var memory: UnsafeMutableRawPointer { unsafe UnsafeMutableRawPointer(block) }

  private var bytes: UnsafeMutablePointer<UInt8> {
    unsafe (memory + MemoryLayout<Header>.size).assumingMemoryBound(to: UInt8.self)
  }

  fileprivate func fill(_ match: Match, of batch: MatchBatch) {
    batch.withPayload(match) { unsafe $0.copy(to: bytes) }
    batch.withEvidence(match) { unsafe $0.slice(0, block.pointee.textCount).copy(to: bytes + block.pointee.payloadCount) }
  }

  var time: Int64 { unsafe block.pointee.time }
  var rule: Int { unsafe block.pointee.rule }
  var input: Int { unsafe block.pointee.input }
  var offset: Int { unsafe block.pointee.offset }

  /// Valid while the record is held.
  var payload: ByteView { unsafe ByteView(bytes, count: block.pointee.payloadCount) }
  /// Valid while the record is held.
  var text: ByteView { unsafe ByteView(bytes + block.pointee.payloadCount, count: block.pointee.textCount) }

  /// Bytes held.
  var cost: Int { unsafe block.pointee.size }

  @inline(__always)
  func prefetch() { unsafe tocsin_prefetch(block) }

  @inline(__always)
  func hold() { unsafe block.pointee.holders += 1 }

  /// Whether nobody holds it any more.
  @inline(__always)
  fileprivate func isLast() -> Bool {
    unsafe block.pointee.holders -= 1
    return unsafe block.pointee.holders == 0
  }
}

/// The memory of records that may be shown: what was let go serves the next.
///
/// For one engine, and as that not for several threads at once.
@safe
final class EvidenceStore {
  /// Pieces of 256 bytes, of 512, and so on; larger ones are not kept.
  private static let kinds = 6
  private static let smallest = 256
  /// So many bytes of a kind are kept for others.
  private static let spareBytes = 1 << 18

  private let spares = Rack(count: EvidenceStore.kinds) { _ in Row<Evidence>() }

  init() {}

  deinit {
    for kind in spares.indices {
      for index in 0..<spares[kind].count { unsafe spares[kind][index].memory.deallocate() }
    }
  }

  /// The match as evidence, held once.
  func make(_ match: Match, of batch: MatchBatch, at time: Int64) -> Evidence {
    let (payloadCount, textCount) = (Int(match.payloadCount), batch.evidenceCount(match))
    let wanted = MemoryLayout<Evidence.Header>.size + payloadCount + textCount
    let kind = Self.kind(of: wanted)
    let size = kind < Self.kinds ? Self.smallest << kind : wanted
    let memory =
      unsafe kind < Self.kinds && !spares[kind].isEmpty
      ? takeSpare(kind) : UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 8)
    let made = unsafe Evidence(
      memory,
      Evidence.Header(
        time: time, rule: Int(match.rule), input: batch.input, offset: match.offset, payloadCount: payloadCount,
        textCount: textCount, size: size))
    made.fill(match, of: batch)
    return made
  }

  /// The smallest kind of piece that has so many bytes.
  @inline(__always)
  private static func kind(of count: Int) -> Int {
    count <= smallest ? 0 : (Int.bitWidth - (count - 1).leadingZeroBitCount) - smallest.trailingZeroBitCount
  }

  private func takeSpare(_ kind: Int) -> UnsafeMutableRawPointer {
    let spare = spares[kind][spares[kind].count - 1]
    spares[kind].removeLast()
    return unsafe spare.memory
  }

  /// One holder less.
  @inline(__always)
  func letGo(_ evidence: Evidence) {
    if evidence.isLast() { takeBack(evidence) }
  }

  private func takeBack(_ evidence: Evidence) {
    let kind = Self.kind(of: evidence.cost)
    if kind < Self.kinds, spares[kind].count * evidence.cost < Self.spareBytes {
      spares[kind].append(evidence)
    } else {
      unsafe evidence.memory.deallocate()
    }
  }
}
