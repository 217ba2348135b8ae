import CSystemd
import Glibc

/// Reads the journal of systemd, entry by entry, as journal-export bytes. One thread uses it.
public final class JournalReader {
  /// Bytes that are kept of one field's value.
  public static let maximumField = 1 << 20

  /// What could not be opened, or may not be read; the rest is read.
  public let problems: [InputError]
  /// Entries left out because they are damaged.
  public private(set) var corruptEntries: UInt64 = 0
  /// Entries left out because this program wrote them.
  public private(set) var ownEntries: UInt64 = 0
  /// Fields cut at `maximumField`.
  public private(set) var cutFields: UInt64 = 0
  /// The place of the entry read last, for `seek(cursor:)`.
  public private(set) var cursor: String?

  private let source: JournalSource
  private let journal: OpaquePointer
  private let own: OwnEntries
  /// The library stands at an entry that is still to be read.
  private var isAtUnread = false

  /// Opens the journal, standing before its first entry.
  public convenience init(_ source: JournalSource) throws(InputError) {
    try self.init(source, own: .ofThisProcess())
  }

  init(_ source: JournalSource, own: OwnEntries) throws(InputError) {
    self.source = source
    self.own = own
    (journal, problems) = try JournalOpening.open(source)
    // A bit above the limit, so that what is longer is known to be.
    sd_journal_set_data_threshold(journal, Self.maximumField + 256)
    // The library watches from here on, so that nothing appears unseen between reading and waiting.
    if source.isLive { sd_journal_get_fd(journal) }
    sd_journal_seek_head(journal)
  }

  deinit { sd_journal_close(journal) }

  /// Goes before the first entry.
  public func seekHead() throws(InputError) {
    isAtUnread = false
    try check(sd_journal_seek_head(journal), "seek in")
  }

  /// Goes behind the last entry.
  public func seekTail() throws(InputError) {
    isAtUnread = false
    try check(sd_journal_seek_tail(journal), "seek in")
    // From the tail itself the library would give the last entry again; in an empty journal it would never move.
    if try check(sd_journal_previous(journal), "read") == 0 { try seekHead() }
  }

  /// Goes behind the entry that `cursor` names, or to the first one after it where it is gone.
  public func seek(cursor: String) throws(InputError) {
    try check(sd_journal_seek_cursor(journal, cursor), "seek in")
    isAtUnread = false
    guard try step() else { return }
    isAtUnread = sd_journal_test_cursor(journal, cursor) <= 0
  }

  /// Appends the next entry to `output`; false where there is none now.
  public func next(into output: inout [UInt8]) throws(InputError) -> Bool {
    let start = output.count
    while true {
      if !isAtUnread {
        guard try step() else { return false }
      }
      isAtUnread = false
      let code = append(to: &output)
      if code > 0 { return true }
      output.removeSubrange(start...)
      switch code {
      case 0: ownEntries += 1
      // Damaged, or vacuumed while it was being read.
      case -EBADMSG, -EADDRNOTAVAIL, -ENOENT: corruptEntries += 1
      default: try check(code, "read")
      }
    }
  }

  /// Waits until there may be more to read; false once `stop` is signalled.
  public func wait(stop: WakeEvent) throws(InputError) -> Bool {
    while true {
      let descriptor = try check(sd_journal_get_fd(journal), "watch")
      var requests = [
        pollfd(fd: descriptor, events: Int16(try check(sd_journal_get_events(journal), "watch")), revents: 0),
        pollfd(fd: stop.descriptor, events: Int16(POLLIN), revents: 0),
      ]
      var deadline: UInt64 = 0
      try check(sd_journal_get_timeout(journal, &deadline), "watch")
      let timeout =
        deadline == .max
        ? -1
        : Monotonic(nanoseconds: Int64(clamping: deadline.multipliedReportingOverflow(by: 1000).partialValue)).timeout(from: .now)
      poll(&requests, 2, timeout)
      if requests[1].revents != 0 { return false }
      if try check(sd_journal_process(journal), "watch") != Int32(SD_JOURNAL_NOP) { return true }
    }
  }

  /// Moves to the next entry that can be reached at all.
  private func step() throws(InputError) -> Bool {
    for _ in 0..<1000 {
      let code = sd_journal_next(journal)
      guard code == -EBADMSG else { return try check(code, "read") > 0 }
      corruptEntries += 1
    }
    throw InputError(.corrupt, name: source.name, what: "the journal is damaged", remedy: "see what journalctl --verify says")
  }

  /// Appends the entry at hand: 1, or 0 where it is one of our own, or a negative errno; then what was appended is worth nothing.
  private func append(to output: inout [UInt8]) -> Int32 {
    var text: UnsafeMutablePointer<CChar>?
    var realtime: UInt64 = 0
    var monotonic: UInt64 = 0
    var boot = sd_id128_t()
    var code = sd_journal_get_cursor(journal, &text)
    guard code >= 0, let text else { return code }
    defer { free(text) }
    code = sd_journal_get_realtime_usec(journal, &realtime)
    guard code >= 0 else { return code }
    code = sd_journal_get_monotonic_usec(journal, &monotonic, &boot)
    guard code >= 0 else { return code }
    let place = String(cString: text)
    JournalExport.append("__CURSOR", place, to: &output)
    JournalExport.append("__REALTIME_TIMESTAMP", String(realtime), to: &output)
    JournalExport.append("__MONOTONIC_TIMESTAMP", String(monotonic), to: &output)
    JournalExport.append("_BOOT_ID", Self.hex(boot), to: &output)
    code = appendFields(to: &output, isThisBoot: source.isLive && own.isThisBoot(boot))
    guard code >= 0 else { return code }
    output.append(UInt8(ascii: "\n"))
    // Own entries move the cursor, too; they need not be passed over again.
    cursor = place
    return code
  }

  private func appendFields(to output: inout [UInt8], isThisBoot: Bool) -> Int32 {
    var evidence = OwnEntries.Evidence()
    var data: UnsafeRawPointer?
    var length = 0
    sd_journal_restart_data(journal)
    while true {
      let code = sd_journal_enumerate_available_data(journal, &data, &length)
      if code < 0 { return code }
      guard code > 0, let data else { return evidence.isOwn ? 0 : 1 }
      let field = UnsafeRawBufferPointer(start: data, count: length)
      own.note(field, isThisBoot: isThisBoot, in: &evidence)
      // It stands above, as journalctl has it.
      if field.starts(with: Self.bootKey) { continue }
      if JournalExport.append(field, limit: Self.maximumField, to: &output) { cutFields += 1 }
    }
  }

  private static let bootKey = Array("_BOOT_ID=".utf8)

  private static func hex(_ id: sd_id128_t) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return withUnsafeBytes(of: id) { bytes in
      String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
  }

  @discardableResult
  private func check(_ code: Int32, _ verb: String) throws(InputError) -> Int32 {
    guard code < 0 else { return code }
    throw InputError(verb, name: source.name, errno: -code)
  }
}

extension JournalSource {
  /// Whether more may come.
  var isLive: Bool {
    if case .files = self { false } else { true }
  }
}
