import TestSupport
import Testing

@testable import TocsinEngine

/// Headers as most lines have them are read in a shorter way: it must say what the long one says.
@Suite struct UsualHeaderTests {
  @Test(arguments: Seeds.of(4)) func saysWhatTheLongWaySays(_ seed: UInt64) {
    var random = Dice(seed: seed)
    let reader = RecordReader(fields: FieldTable())
    let (short, long) = (Event(), Event())
    let hosts = ["gate", "a", "web-1.example.org", "2001:db8::1", "", "[gate]", "a=b", "{", "gate:"]
    let programs = ["sshd", "CRON", "x", "/usr/bin/su", "su(pam_unix)", "a b", "audispd", "kernel", "a:b", "CEF", "", "(x)"]
    let numbers = ["1", "4242", "1234567890123", "", "1x", "-1", "12]", "]"]
    let messages = [
      "m", " two", "message repeated 3 times: [ x y]", "session opened for user root by (uid=0), and more text behind it",
      "", "]: x", "metal",
    ]
    /// The first one mostly.
    func one(_ all: [String]) -> String { Bool.random(using: &random) ? all[0] : all.randomElement(using: &random)! }
    var usual = 0
    for _ in 0..<20_000 {
      var text =
        "Nov  3 04:05:06 \(one(hosts)) \(one(programs))[\(one(numbers))]: \(messages.randomElement(using: &random)!)"
      if Bool.random(using: &random) { text += String(repeating: " tail", count: 12) }
      var bytes = Array(text.utf8)
      if Int.random(in: 0..<4, using: &random) == 0 {
        bytes[Int.random(in: 15..<bytes.count, using: &random)] = Array(" :[](/\t\"m0".utf8).randomElement(using: &random)!
      }
      bytes.withView { record in
        short.begin(record)
        guard reader.readUsualHeader(record, at: 15, into: short) else {
          #expect(short.fields.isEmpty)
          return
        }
        usual += 1
        long.begin(record)
        reader.readAnyHeader(record, at: 15, into: long)
        #expect(Self.said(short) == Self.said(long), "seed \(seed): \(String(decoding: bytes, as: UTF8.self))")
      }
    }
    #expect(usual > 1_000)
  }

  private static func said(_ event: Event) -> [String] {
    [event.program.string, event.message.string, "\(event.format) \(event.multiplicity)"]
      + event.fields.map { "\($0.id.rawValue)=\($0.value.string)" }
  }

  /// A record that has fields already keeps them.
  @Test func comesBehindWhatIsThere() {
    let reader = RecordReader(fields: FieldTable())
    let event = Event()
    Array("Nov  3 04:05:06 gate sshd[4242]: Connection closed by 192.0.2.9 port 4".utf8).withView { record in
      event.begin(record)
      event.add(.hostName, .constant("outer"))
      #expect(reader.readUsualHeader(record, at: 15, into: event))
      #expect(event.fields.map(\.value.string) == ["outer", "gate", "sshd", "4242"])
      #expect(event.value(.hostName)?.string == "outer")
      #expect(event.hasRepeats)
    }
  }
}
