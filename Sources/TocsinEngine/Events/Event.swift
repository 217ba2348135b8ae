/// How a value was written; text unless the record's own syntax (JSON) says otherwise.
public enum ValueKind: UInt8, Sendable, BitwiseCopyable {
  case text, number, boolean, null
  /// An object or array: present, but without a value of its own.
  case container
}

/// One value of one field: a view of the record, the arena, or a decoder's constant.
public struct FieldValue: BitwiseCopyable, Sendable {
  public var id: FieldID
  public var kind: ValueKind
  public var value: ByteView
  /// The name where `id` is `unnamed`; empty otherwise.
  public var name: ByteView

  @inline(__always)
  init(id: FieldID, kind: ValueKind, value: ByteView, name: ByteView = .empty) {
    self.id = id
    self.kind = kind
    self.value = value
    self.name = name
  }
}

/// A record understood: its time, format and fields. One object serves record after record; nothing in it outlives the scan.
public final class Event {
  /// The whole record, as framed.
  public internal(set) var record: ByteView = .empty
  /// The part that says what happened: what message decoders match and keywords search first.
  public internal(set) var message: ByteView = .empty
  /// What the record says of its time, or nil.
  public internal(set) var time: Timestamp?
  public internal(set) var format: Format = .plain
  /// Which program wrote it (syslog tag, journal identifier, container), or empty.
  public internal(set) var program: ByteView = .empty
  /// The program's real name where a trusted party vouches for it (journald's `_COMM`), or empty.
  public internal(set) var trustedProgram: ByteView = .empty
  /// How many times the message stands for (`message repeated N times`).
  public internal(set) var multiplicity: Int = 1
  /// Whether all fields are kept (`parse`) or only those that have an id.
  public var keepsUnnamedFields = false
  /// Whether a value that has another name is kept under its unknown one, too.
  var keepsNames = true
  /// Host and pid of a header whose fields are added only if somebody looks at them.
  private var pendingHeader = (host: ByteView.empty, pid: ByteView.empty)
  private var hasPendingHeader = false
  /// Whether some text of the record was escaped, so that a search of `record` alone could miss it.
  public internal(set) var hasEscapes = false

  /// Whether its input was declared to have a format that the record does not have; then no decoder is asked what it means.
  var isForeign = false
  /// Whether the record stood in another one (a container runtime's line), whose fields it has, too.
  var isWrapped = false
  /// Whether the format alone says which fields a record can have before it is decoded.
  @inline(__always)
  var hasFixedFields: Bool { !isWrapped && (format == .rfc3164 || format == .rfc3339) }

  /// The last days and hours read from texts: a record's date is mostly that of the one before.
  var dateCache = DateCache()
  /// How many fields the lines of an audit group share, or nil where the record is no group.
  var joinedFields: Int?
  /// Where the values stand of fields whose whole dotted names were keys of the record.
  private var wholes: ContiguousArray<(id: FieldID, values: Range<Int>)> = []
  /// Scratch: the dotted name of the nested value being read.
  let namePath = NamePath()
  /// What JSON keys meant in the records before.
  let jsonKeys = JSONKeys()

  public let arena = Arena()
  private let list = FieldList(capacity: Event.fieldLimit)
  /// What a pattern that is being tried has captured so far.
  let spans = Spans()
  /// Where messages led of which nothing better is known.
  let trails = PrefixTrails(count: 1)
  /// Which fields of shapes the record has, a bit for each slot, and the first value of each under its slot's number.
  private(set) var shapeSlots: UInt64 = 0
  let shapeValues = FieldList(capacity: ShapeNames.slotLimit)
  /// In the order added; valid until the next change.
  var fields: Table<FieldValue> { list.view }
  /// More fields than this are dropped and counted: an attacker's JSON may hold millions.
  public static let fieldLimit = 4_096
  public private(set) var droppedFields = 0
  /// A message that claims to stand for more counts this often.
  public static let multiplicityLimit = 1_000

  public init() {}

  deinit { spans.deallocate() }

  @inline(__always)
  public func begin(_ record: ByteView) {
    self.record = record
    message = record
    time = nil
    format = .plain
    program = .empty
    trustedProgram = .empty
    multiplicity = 1
    hasEscapes = false
    isForeign = false
    isWrapped = false
    hasPendingHeader = false
    joinedFields = nil
    droppedFields = 0
    shapeSlots = 0
    if !wholes.isEmpty { wholes.removeAll(keepingCapacity: true) }
    arena.reset()
    jsonKeys.table.makeRoom()
    list.clear()
  }

  /// Adds a value; a field may have several (arrays).
  @inline(__always)
  public func add(_ id: FieldID, _ value: ByteView, _ kind: ValueKind = .text) {
    if !list.append(FieldValue(id: id, kind: kind, value: value)) { droppedFields += 1 }
  }

  /// Whether no field that `addNew` adds can have a value already.
  var isNew = false

  /// Adds the only value of a field that comes from the record at hand.
  @inline(__always)
  func addNew(_ id: FieldID, _ value: ByteView) {
    guard isNew else { return add(id, value) }
    if !list.appendFirst(FieldValue(id: id, kind: .text, value: value)) { droppedFields += 1 }
  }

  /// Adds what a syslog header names; the pid may be empty where it names none.
  @inline(__always)
  func addHeader(host: ByteView, program: ByteView, pid: ByteView) {
    guard list.isEmpty else {
      add(.hostName, host)
      add(.processName, program)
      if !pid.isEmpty { add(.processPid, pid) }
      return
    }
    var writer = list.writer(for: 3)
    writer.add(.hostName, host)
    writer.add(.processName, program)
    if !pid.isEmpty { writer.add(.processPid, pid) }
    list.finish(writer)
  }

  /// The same, but the fields are not there until `settleHeader`.
  @inline(__always)
  func noteHeader(host: ByteView, pid: ByteView) {
    pendingHeader = (host, pid)
    hasPendingHeader = true
  }

  /// Adds the fields of a header that was noted.
  @inline(__always)
  func settleHeader() {
    guard hasPendingHeader else { return }
    hasPendingHeader = false
    addHeader(host: pendingHeader.host, program: program, pid: pendingHeader.pid)
  }

  /// The value of a field that a header fills, also of one that was only noted.
  @inline(__always)
  func headerValue(_ id: FieldID) -> ByteView? {
    guard hasPendingHeader else { return value(id) }
    switch id {
    case .hostName: return pendingHeader.host
    case .processPid: return pendingHeader.pid.isEmpty ? nil : pendingHeader.pid
    case .processName: return program
    default: return nil
    }
  }

  /// How many more fields there is room for.
  @inline(__always)
  var room: Int { list.capacity &- list.count }

  /// Writes so many fields at most, which have no value yet; `finish` makes them count.
  @inline(__always)
  func writer(for more: Int) -> FieldList.Writer { list.writer(for: more) }

  @inline(__always)
  func finish(_ writer: FieldList.Writer) { list.finish(writer) }

  /// Notes a value that a shape asks for; the first of a slot holds.
  func noteShape(_ slot: UInt8, _ value: ByteView) {
    let bit = UInt64(1) << UInt64(slot & 63)
    guard shapeSlots & bit == 0 else { return }
    if shapeSlots == 0 { shapeValues.truncate(to: 0) }
    shapeSlots |= bit
    _ = shapeValues.append(FieldValue(id: FieldID(rawValue: UInt16(slot)), kind: .text, value: value))
  }

  /// What was noted belongs to a text that was no record after all.
  func forgetShape() { shapeSlots = 0 }

  /// Adds a value under a name that may have no id; dropped then unless all fields are kept.
  public func add(named name: ByteView, id: FieldID, _ value: ByteView, _ kind: ValueKind = .text) {
    if id != .unnamed { return add(id, value, kind) }
    guard keepsUnnamedFields else { return }
    if !list.append(FieldValue(id: .unnamed, kind: kind, value: value, name: name)) { droppedFields += 1 }
  }

  /// Replaces the field's values, or adds it.
  @inline(__always)
  public func set(_ id: FieldID, _ value: ByteView, _ kind: ValueKind = .text) {
    let index = list.firstIndex(of: id)
    guard index >= 0 else {
      if !list.appendFirst(FieldValue(id: id, kind: kind, value: value)) { droppedFields += 1 }
      return
    }
    list[index] = FieldValue(id: id, kind: kind, value: value)
    if list.hasRepeats { list.dropOthers(of: id, after: index) }
  }

  /// The values from `first` on are of a field whose whole name was a key.
  func noteWhole(_ id: FieldID, from first: Int) { wholes.append((id, first..<list.count)) }

  /// A name is looked up whole first: what the record has under the same name along its dots loses it, and keywords alone find it.
  func preferWholes() {
    guard list.hasRepeats, !wholes.isEmpty else { return }
    let ids = Set(wholes.map(\.id))
    var isNamed = (0..<list.count).map { !ids.contains(list[$0].id) }
    for whole in wholes {
      for index in whole.values where index < list.count && list[index].id == whole.id { isNamed[index] = true }
    }
    if isNamed.contains(false) { list.takeNames { !isNamed[$0] } }
  }

  /// Where a field's first value stands among `fields`, or -1.
  @inline(__always)
  func firstIndex(of id: FieldID) -> Int { list.firstIndex(of: id) }

  /// Whether some field may have more values than one.
  @inline(__always)
  var hasRepeats: Bool { list.hasRepeats }

  /// The first value of a field, or nil.
  @inline(__always)
  public func first(_ id: FieldID) -> FieldValue? {
    let index = list.firstIndex(of: id)
    return index >= 0 ? list[index] : nil
  }

  @inline(__always)
  public func value(_ id: FieldID) -> ByteView? { first(id)?.value }

  /// Keeps the first `count` fields only (a failed pattern takes back what it captured).
  @inline(__always)
  func truncateFields(to count: Int) { list.truncate(to: count) }
}
