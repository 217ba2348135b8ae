import TestSupport
import Testing

@testable import TocsinEngine

@Suite struct FormatFuzzTests {
  static let samples: [[UInt8]] =
    [
      "Nov  3 04:05:06 gate sshd[4242]: Failed password for invalid user x from 192.0.2.9 port 4 ssh2",
      "Nov  3 04:05:06 gate sshd[1]: message repeated 5 times: [ Failed password for a]",
      "<189>77: *Mar  1 18:46:11.123: %SYS-5-CONFIG_I: Configured", "<38>Oct 11 2026 22:14:15 UTC: %ASA-6: x",
      #"<165>1 2026-10-11T22:14:15.003Z gate evntslog 12 ID47 [o@1 ip="192.0.2.1" x="y\""][m a="b"] text"#,
      "2026-11-24T15:46:27.123456+01:00 gate sudo[77]: ana : TTY=pts/0", "2026-11-24T15:46:27.1Z stderr F {\"a\":1}",
      #"shop.example.org:443 ::ffff:192.0.2.9 - b c [24/Nov/2026:15:46:27 +0100] "GET /a%252e?q=%c0%af+%u0041 HTTP/1.1" 200 51 "http://r/\"" "ua" "x""#,
      #"{"@timestamp":"2026-11-24T15:46:27Z","message":"a\u00e9\ud83d\ude00\"","user":{"name":"b","l":[1,[2,{"c":null}]]},"t":1.5e9}"#,
      #"{"log":"Nov  3 04:05:06 gate a[1]: \"b\"\n","stream":"stdout","time":"2026-11-24T15:46:27.123456789Z"}"#,
      #"{"__REALTIME_TIMESTAMP":"1795535187250001","MESSAGE":[72,105,255],"_COMM":"c","_PID":"9"}"#,
      "__REALTIME_TIMESTAMP=1795535187250001\nMESSAGE\n\u{4}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}a\nbc\n_COMM=x\nPRIORITY=4",
      "node=g type=SYSCALL msg=audit(1795535187.089:126): syscall=59 pid=3 comm=\"b\" exe=2F62 key=6501\u{1D}UID=\"r\" SADDR={ a=1 b=2 }\n"
        + "type=EXECVE msg=audit(1795535187.089:126): argc=2 a0=\"b\" a1[0]=6361 a1[1]=62\n"
        + "type=PATH msg=audit(1795535187.089:126): name=2F61 nametype=NORMAL",
      #"type=USER_AUTH msg=audit(1795535187.089:7): pid=9 msg='op=login acct=6162 exe="/s" hostname=? addr=192.0.2.9 res=failed'"#,
      #"time="2026-11-24T15:46:27Z" level=info msg="a \"b\"" k=v empty= x"#,
      #"2026/11/24 15:46:27 [error] 12#13: *1 open() "/a" failed (2: No), client: 192.0.2.9, server: x, request: "GET /%41 HTTP/1.1", host: "x""#,
      "[Tue Nov 24 15:46:27.123 2026] [core:error] [pid 1:tid 2] (13)Denied: [client 2001:db8::9:51] AH00128: x",
      "2026-11-24 15:46:27,123 ERROR text", "1795535187.5 text",
      "10.0.0.1, 203.0.113.5 - e [24/Nov/2026:15:46:27 +0000] \"-\" 408 -",
    ].map { Array($0.utf8) }

  private static let table: FieldTable = {
    var table = FieldTable()
    for name in ["a0", "a1", "comm", "exe", "key", "type", "_COMM", "MESSAGE", "user.l", "log.syslog.structured_data.m.a", "k"] {
      _ = table.intern(name)
    }
    return table
  }()

  /// What the rest of the engine relies on: any bytes are read without a trap, no value is longer than its record, every id is
  /// known. Views come from checked slices and the arena checks what is written, so that a stray one would trap here.
  @Test(arguments: [nil, Format.json, .audit, .journalExport, .keyValue, .common] as [Format?])
  func mutatedRecordsNeverTrap(_ forced: Format?) {
    let seed = UInt64.random(in: 0 ... .max)
    print("seed \(seed)")
    var random = Dice(seed: seed)
    let reader = RecordReader(fields: Self.table, forced: forced)
    let clock = Clock(year: .notAfter(RecordReading.now))
    let event = Event()
    var sum = 0
    for round in 0..<(forced == nil ? 200_000 : 20_000) {
      var bytes = Self.samples.randomElement(using: &random)!
      for _ in 0..<Int.random(in: 1...4, using: &random) { Self.mutate(&bytes, &random) }
      event.keepsUnnamedFields = round & 1 == 0
      bytes.withView { record in
        reader.read(record, into: event, clock: clock)
        sum &+= Self.check(event, record)
        for view in 0..<reader.viewCount(record) {
          reader.readView(record, view: view, into: event)
          sum &+= Self.check(event, record)
        }
      }
    }
    #expect(sum != 0)
  }

  private static func check(_ event: Event, _ record: ByteView) -> Int {
    #expect(event.record.count == record.count)
    var sum = 0
    func visit(_ view: ByteView) {
      #expect(view.count >= 0 && view.count <= max(record.count, 32))
      for index in 0..<view.count { sum &+= Int(view[index]) }
    }
    visit(event.message)
    visit(event.program)
    visit(event.trustedProgram)
    for field in event.fields {
      visit(field.value)
      if field.name.count > 0 { #expect(field.name.count < NamePath.limit) }
      #expect(field.id == .unnamed || Int(field.id.rawValue) < table.names.count)
    }
    return sum
  }

  private static func mutate(_ bytes: inout [UInt8], _ random: inout Dice) {
    let interesting = Array("\"\\[]{}:=,'% +-.0\n\r\0\u{1D}<>/".utf8)
    let at = Int.random(in: 0...bytes.count, using: &random)
    switch Int.random(in: 0..<7, using: &random) {
    case 0: if at < bytes.count { bytes[at] = UInt8.random(in: 0...255, using: &random) }
    case 1: if at < bytes.count { bytes[at] = interesting.randomElement(using: &random)! }
    case 2: if at < bytes.count { bytes.removeSubrange(at..<min(at + Int.random(in: 1...8, using: &random), bytes.count)) }
    case 3: bytes.insert(interesting.randomElement(using: &random)!, at: at)
    case 4: bytes.removeLast(min(bytes.count, Int.random(in: 0...40, using: &random)))
    case 5: bytes.removeFirst(min(bytes.count, Int.random(in: 0...20, using: &random)))
    default:
      let other = samples.randomElement(using: &random)!
      let start = Int.random(in: 0...other.count, using: &random)
      bytes.insert(contentsOf: other[start..<min(start + 20, other.count)], at: at)
    }
  }
}
