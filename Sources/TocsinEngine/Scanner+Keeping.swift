/// What is kept of a record that rules match.
extension Scanner {
  func keep(_ place: Place, _ join: JoinRole, _ batch: MatchBatch) {
    let bytes = batch.bytes
    let pid = event.headerValue(.processPid)
    let (evidenceStart, evidenceCount, evidencePlace) = keepEvidence(place, pid, bytes)
    var match = Match(
      rule: -1, record: Int32(place.index), ordinal: place.ordinal, offset: place.offset,
      multiplicity: Int32(event.multiplicity), join: join, joinKey: join == .none ? 0 : joinKey(pid), payloadStart: 0,
      payloadCount: 0, evidenceStart: evidenceStart, evidenceCount: evidenceCount, evidencePlace: evidencePlace)
    if match.joinKey == 0 { match.join = .none }
    // Rules in their own order, whatever order the literals stood in.
    if payloads.isEmpty { matched.sort() }
    var index = 0
    while index < matched.count {
      match.rule = matched[index]
      match.payloadStart = UInt32(bytes.count)
      if payloads.isEmpty {
        tables.appendPayload(of: match.rule, event, to: bytes)
      } else {
        PayloadSource.append(payloads[index], of: event, to: bytes)
      }
      match.payloadCount = UInt32(bytes.count) &- match.payloadStart
      batch.matches.append(match)
      index &+= 1
    }
    if matched.isEmpty, match.join == .winner { batch.matches.append(match) }
    batch.counters.matches += matched.count
  }

  /// Host, program and process: the key under which records of one attempt meet. 0 without a process id.
  @inline(__always)
  private func joinKey(_ pid: ByteView?) -> UInt64 {
    guard let pid, !pid.isEmpty else { return 0 }
    let host = event.headerValue(.hostName)?.hash() ?? 1
    return max(1, pid.hash(seed: event.program.hash(seed: host)))
  }

  /// Where the record itself says `program[pid]: message`, and how long that is.
  @inline(__always)
  private func shownAsWritten(_ record: ByteView, _ pid: ByteView) -> (start: Int, count: Int)? {
    guard let number = record.offset(of: pid), let message = record.offset(of: event.message) else { return nil }
    let program = event.program
    let start = number &- program.count &- 1
    // Inside by what was compared before.
    guard start >= 0, message == number &+ pid.count &+ 3, record.slice(start, number &- 1).isSame(program),
      record.unchecked(number &- 1) == 0x5B, record.unchecked(message &- 3) == 0x5D, record.unchecked(message &- 2) == 0x3A,
      record.unchecked(message &- 1) == 0x20
    else { return nil }
    return (start, message &+ event.message.count &- start)
  }

  /// Syslog and journal records are shown alike, as `program[pid]: message`, all others as they are.
  @inline(__always)
  private func keepEvidence(_ place: Place, _ pid: ByteView?, _ bytes: MatchBytes) -> (UInt32, UInt32, Match.EvidencePlace) {
    switch event.format {
    case .rfc3164, .rfc5424, .rfc3339, .journalExport, .journalJSON:
      if !place.isJoined, let pid, let (start, count) = shownAsWritten(place.record, pid) {
        // A chunk's places are such numbers.
        return (UInt32(truncatingIfNeeded: place.start &+ start), UInt32(truncatingIfNeeded: count), .chunk)
      }
      let start = bytes.count
      bytes.append(event.program)
      if let pid {
        bytes.append(0x5B)
        bytes.append(pid)
        bytes.append(0x5D)
      }
      if !event.program.isEmpty {
        bytes.append(0x3A)
        bytes.append(0x20)
      }
      bytes.append(event.message)
      return (UInt32(start), UInt32(bytes.count - start), .batch)
    default:
      return (UInt32(place.start), UInt32(place.record.count), place.isJoined ? .joined : .chunk)
    }
  }
}
