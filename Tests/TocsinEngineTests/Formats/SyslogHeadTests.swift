import TestSupport
import Testing

@testable import TocsinEngine

/// Heads of lines are told by those of the lines before: what they say must be what reading says.
@Suite struct SyslogHeadTests {
  private static let programs = [
    "sshd", "CRON", "x", "systemd-logind", "systemd-networkd-wait-online", "a-name-of-more-than-thirty-one-bytes", "audispd",
    "kernel",
    "a:b", "CEF", "(x)", "/usr/bin/su", "su(pam_unix)", "fifteen-letters", "sixteen--letters",
  ]
  private static let messages = [
    "session opened for user root by (uid=0), and more text behind it", " two spaces before the message, which are none of it",
    "message repeated 3 times: [ Failed password for root ]", "CEF:0|Vendor|Product|1.0|100|Name|5|src=192.0.2.9", "short", "",
    "metal and other messages that begin like those that are repeated", "]: x and what is behind it in this message",
  ]

  @Test(arguments: Seeds.of(4)) func saysWhatReadingSays(_ seed: UInt64) {
    var random = Dice(seed: seed)
    let (programs, short) = (ProgramTable(), Event())
    let reading = RecordReading()
    func one(_ all: [String]) -> String {
      Int.random(in: 0..<3, using: &random) > 0 ? all[0] : all.randomElement(using: &random)!
    }
    var told = 0
    for _ in 0..<20_000 {
      let second = "0\(Int.random(in: 0...2, using: &random))"
      let time = [
        "Nov  3 04:05:\(second)", "2026-11-03T04:05:\(second).\(Int.random(in: 100_000...999_999, using: &random))+01:00",
        "2026-11-03T04:05:\(second).\(Int.random(in: 100_000...999_999, using: &random))-02:30", "2026-11-03T04:05:\(second)Z",
      ].randomElement(using: &random)!
      let host = one([
        "gate", "web-1.a-long-name.example.org", "stdout", "stderr", "stdin", "ERROR", "INFO", "SRV-1", "[x]", "gate:", "",
      ])
      let tag = one(["[4242]: ", "[1]: ", ": ", "[]: ", "[12345678]: ", "[1x]: ", "[1] ", ":", "[7]:"])
      let text =
        "\(time) \(host) \(Self.programs.randomElement(using: &random)!)\(tag)\(Self.messages.randomElement(using: &random)!)"
      var bytes = Array(text.utf8)
      if Int.random(in: 0..<4, using: &random) == 0 {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = Array(" :[](/\t\"m0T+.9\0".utf8).randomElement(using: &random)!
      }
      bytes.withView { record in
        short.dateCache.begin(reading.clock)
        let head = SyslogHead.read(record, short, programs, 0)
        // As the scanner does: the long way learns.
        reading.reader.read(record, into: reading.event, clock: reading.clock)
        let said = Self.said(reading.event)
        if let head, !record.from(head.message).mayBeMoreThanMessage {
          told += 1
          short.begin(record, head)
          #expect(short.fields.isEmpty)
          for field in Format.headerFields {
            #expect(short.headerValue(field)?.bytes == reading.event.headerValue(field)?.bytes)
          }
          short.settleHeader()
          #expect(Self.said(short) == said, "seed \(seed): \(String(decoding: bytes, as: UTF8.self))")
        }
        reading.reader.read(record, into: short, clock: reading.clock)
        if short.hasFixedFields, let key = ProgramTable.Key(short.program, short.format, 0), programs.find(key) < 0 {
          _ = programs.add(key, short.program, decoder: -1)
        }
      }
    }
    #expect(told > 600)
  }

  private static func said(_ event: Event) -> [String] {
    [event.program.string, event.message.string, "\(event.format) \(event.multiplicity) \(event.time?.rfc3339 ?? "none")"]
      + event.fields.map { "\($0.id.rawValue)=\($0.value.string)" }
  }

  /// A hundred times as many programs as there is room for: none is ever taken for another.
  @Test func programsKeepTheirNumbers() {
    let programs = ProgramTable()
    var numbers: [UInt64: Int] = [:]
    for round in 0..<2 {
      for number in 0..<50_000 {
        Array("program-\(number)".utf8).withView { name in
          let key = ProgramTable.Key(name, .rfc3164, number % 3)!
          let found = programs.find(key)
          if found >= 0 {
            #expect(numbers[programs[found].number] == number)
          } else {
            let place = programs.add(key, name, decoder: number)
            #expect(numbers.updateValue(number, forKey: programs[place].number) == nil)
            #expect(programs.find(key) == place && Int(programs[place].decoder) == number, "round \(round)")
          }
        }
      }
    }
    Array("sshd".utf8).withView { name in
      let keys = [(Format.rfc3164, 0), (.rfc3339, 0), (.rfc3164, 1)].map { ProgramTable.Key(name, $0.0, $0.1)! }
      #expect(Set(keys.map { programs[programs.add($0, name, decoder: 0)].number }).count == 3)
      #expect(Set(keys.map { programs[programs.find($0)].number }).count == 3)
    }
  }
}
