import TestSupport
import Testing

@testable import TocsinEngine

@Suite struct DateCacheTests {
  /// +01:00 until 2026-03-29T01:00Z, then +02:00.
  let zone = Zone(transitions: [
    .init(from: Timestamp(seconds: 0), offsetSeconds: 3_600),
    .init(from: Timestamp(seconds: 1_774_746_000), offsetSeconds: 7_200),
    .init(from: Timestamp(seconds: 1_792_890_000), offsetSeconds: 3_600),
  ])

  @Test func cachedAndUncachedTimesAgree() {
    let seed = UInt64.random(in: 0 ... .max)
    print("seed \(seed)")
    var random = Dice(seed: seed)
    let reference = Timestamp(seconds: 1_780_000_000)
    let clocks = [
      Clock(year: .notAfter(RecordReading.now)), Clock(zone: zone, year: .notAfter(RecordReading.now)),
      Clock(zone: zone, year: .near(reference)), Clock(year: .near(Timestamp(seconds: 1_700_000_000))),
      Clock(zone: zone, year: .notAfter(Timestamp(seconds: 1_774_700_000))),
    ]
    let months = ["Jan", "Feb", "Mar", "Oct", "Nov", "Dec"]
    var cache = DateCache()
    for _ in 0..<20_000 {
      let clock = clocks.randomElement(using: &random)!
      let day = Int.random(in: 24...30, using: &random)
      let text =
        "\(months.randomElement(using: &random)!) \(day) 0\(Int.random(in: 0...3, using: &random)):\(Int.random(in: 10...59, using: &random)):\(Int.random(in: 10...59, using: &random)) x"
      // What has the hour of the text before is read in a shorter way: a wrong byte must be seen there, too.
      var bytes = Array(text.utf8)
      if Bool.random(using: &random) {
        let wrong = [0x2F, 0x30, 0x35, 0x36, 0x39, 0x3A, 0x20, 0x00, 0xFF, 0xB5, UInt8.random(in: 0...255, using: &random)]
        bytes[Int.random(in: 0..<16, using: &random)] = wrong.randomElement(using: &random)!
      }
      bytes.withView { view in
        var fresh = DateCache()
        let (known, new) = (cache.syslog(view, at: 0, clock: clock), fresh.syslog(view, at: 0, clock: clock))
        #expect(known?.time == new?.time, "\(bytes)")
        #expect(known?.end == new?.end, "\(bytes)")
      }
      let iso =
        "2026-\(Bool.random(using: &random) ? "03-29" : "10-25") 0\(Int.random(in: 0...4, using: &random)):\(Int.random(in: 10...59, using: &random)):00"
      Array(iso.utf8).withView { view in
        var fresh = DateCache()
        #expect(cache.iso(view, at: 0, clock: clock)?.time == fresh.iso(view, at: 0, clock: clock)?.time, "\(iso)")
      }
    }
  }

  /// What names the second of the text before is read in a shorter way: a wrong byte must be seen there, too.
  @Test(arguments: Seeds.of(2)) func sameSecondsAgreeWithNewOnes(_ seed: UInt64) {
    var random = Dice(seed: seed)
    let clock = Clock(year: .notAfter(RecordReading.now))
    var cache = DateCache()
    var same = 0
    for _ in 0..<20_000 {
      let second = ["00", "01", "27", "59", "60", "61", "99"].randomElement(using: &random)!
      let zone = ["+00:00", "-02:30", "+01:00"].randomElement(using: &random)!
      let micro = Int.random(in: 100_000...999_999, using: &random)
      var stamp = Array("24/Nov/2026:15:46:\(second) \(zone.filter { $0 != ":" })] and more".utf8)
      var dated = Array("2026-11-24T15:46:\(second).\(micro)\(zone) host program".utf8)
      if Bool.random(using: &random) {
        let wrong = Array("/059:T t.,+-Z] ".utf8) + [0x00, 0xFF, 0x40, UInt8.random(in: 0...255, using: &random)]
        stamp[Int.random(in: 0..<28, using: &random)] = wrong.randomElement(using: &random)!
        dated[Int.random(in: 0..<34, using: &random)] = wrong.randomElement(using: &random)!
      }
      stamp.withView { view in
        var fresh = DateCache()
        let (known, new) = (cache.common(view, at: 0, clock: clock), fresh.common(view, at: 0, clock: clock))
        #expect(known?.time == new?.time && known?.end == new?.end && known?.hasZone == new?.hasZone, "\(stamp)")
      }
      dated.withView { view in
        var fresh = DateCache()
        let new = fresh.iso(view, at: 0, clock: clock)
        let minute = cache.sameMinute(view)
        if let minute, case let time = DateCache.moment(in: view, minute: minute), time != DateCache.noMoment {
          same += 1
          #expect(new?.time?.microseconds == time && new?.end == 32 && new?.hasZone == true, "\(dated)")
        }
        if let new { cache.noteMinute(view, new) }
      }
    }
    #expect(same > 1_000)
  }

  /// Nothing is the second of nothing.
  @Test func zerosNameNoTime() {
    var cache = DateCache()
    cache.begin(Clock(year: .notAfter(RecordReading.now)))
    Array(repeating: UInt8(0), count: 64).withView { view in
      #expect(cache.momentInSameHour(view) == nil)
      #expect(cache.sameMinute(view) == nil)
      #expect(cache.sameStamp(view) == nil)
    }
  }

  @Test func zoneOfTheClockApplies() {
    let read = RecordReading(zone: zone)
    #expect(read("Nov  3 04:05:06 gate a: b").time == "2026-11-03T03:05:06.000000Z")
    #expect(read("Jul  3 04:05:06 gate a: b").time == "2026-07-03T02:05:06.000000Z")
    #expect(read("2026-07-03 04:05:06 something").time == "2026-07-03T02:05:06.000000Z")
    #expect(read("2026-07-03T04:05:06Z something").time == "2026-07-03T04:05:06.000000Z")
  }

  @Test(arguments: [
    ("2026-11-24T15:46:27.5Z", "2026-11-24T15:46:27.500000Z"), ("2026-11-24 15:46:27,123", "2026-11-24T15:46:27.123000Z"),
    ("2026-11-24T15:46:27+0530", "2026-11-24T10:16:27.000000Z"),
    ("2026-11-24T15:46:27.123456789-01:00", "2026-11-24T16:46:27.123456Z"),
    ("1795535187", "2026-11-24T15:46:27.000000Z"), ("1795535187.25", "2026-11-24T15:46:27.250000Z"),
    ("1795535187250", "2026-11-24T15:46:27.250000Z"), ("1795535187250001", "2026-11-24T15:46:27.250001Z"),
    ("1795535187250001999", "2026-11-24T15:46:27.250001Z"), ("24/Nov/2026:15:46:27 +0100", "2026-11-24T14:46:27.000000Z"),
    ("Tue Nov 24 15:46:27 2026", "2026-11-24T15:46:27.000000Z"), ("1.795535187e9", "2026-11-24T15:46:27.000000Z"),
  ])
  func shapesOfTimes(_ text: String, _ expected: String) {
    var cache = DateCache()
    let time = Array(text.utf8).withView { cache.any($0, clock: Clock(year: .notAfter(RecordReading.now))) }
    #expect(time?.rfc3339 == expected)
  }

  @Test(arguments: [
    "2026-13-24T15:46:27Z", "2026-11-24T25:46:27Z", "2026-02-30T15:46:27Z", "12", "yesterday", "", "31/Feb/2026:01:02:03",
  ])
  func noTimes(_ text: String) {
    var cache = DateCache()
    let time = Array(text.utf8).withView { cache.any($0, clock: Clock(year: .notAfter(RecordReading.now))) }
    #expect(time == nil)
  }
}
