extension RecordReader {
  func readAudit(_ text: ByteView, into event: Event) -> Bool { false }
  func readJournalExport(_ text: ByteView, into event: Event) -> Bool { false }
  func readKeyValue(_ text: ByteView, into event: Event, clock: Clock) -> Bool { false }
  func readNginxError(_ text: ByteView, _ scan: TimeScan, into event: Event) -> Bool { false }
  func readApacheError(_ text: ByteView, into event: Event, clock: Clock) -> Bool { false }
}
