import Testing

@testable import TocsinDaemon

@Suite("RotationName")
struct RotationNameTests {
  @Test(
    "tells the log and the age",
    arguments: [
      ("access.log", "access.log", .live, false),
      ("access.log.1", "access.log", .number(1), false),
      ("access.log.12.gz", "access.log", .number(12), true),
      ("syslog.3.xz", "syslog", .number(3), true),
      ("access.log-20261124", "access.log", .date(202_611_240_000, 0), false),
      ("access.log-20261124.gz", "access.log", .date(202_611_240_000, 0), true),
      ("access.log-2026112415.gz", "access.log", .date(202_611_241_500, 0), true),
      ("access.log-20261124-1795478400.gz", "access.log", .date(202_611_240_000, 1_795_478_400), true),
      ("access.log.2026-11-24", "access.log", .date(202_611_240_000, 0), false),
      ("access.log.2026-11-24.3.gz", "access.log", .date(202_611_240_000, 3), true),
      ("access_2026-11-24.txt", "access.txt", .date(202_611_240_000, 0), false),
      ("access-20261124.log.gz", "access.log", .date(202_611_240_000, 0), true),
      ("app.2026-11-24-07.log", "app.log", .date(202_611_240_700, 0), false),
      ("app.log.gz", "app.log", .live, true),
    ] as [(String, String, RotationName.Age, Bool)])
  func parses(_ name: String, base: String, age: RotationName.Age, compressed: Bool) {
    let parsed = RotationName(name)
    #expect(parsed.base == base)
    #expect(parsed.age == age)
    #expect(parsed.isCompressed == compressed)
  }

  @Test(
    "leaves names alone that only look like it",
    arguments: [
      "10.0.0.1", "node-1.2", "report-20261324", "x.20260000", ".gz", ".1", "1", "", "a.", "..", "php8.1-fpm.log", "log-12345",
      "id-202611241", "release-2026-11-24beta", "access.log.99999",
    ])
  func leaves(_ name: String) {
    #expect(RotationName(name) == RotationName(name.isEmpty ? "" : name))
    #expect(RotationName(name).base == name)
    #expect(RotationName(name).age == .live)
  }

  @Test("orders oldest first")
  func orders() {
    let ages: [RotationName.Age] = [
      .live, .number(2), .date(202_611_240_000, 1), .number(10), .date(202_611_240_000, 0), .number(1),
    ]
    #expect(
      ages.sorted() == [.number(10), .number(2), .number(1), .date(202_611_240_000, 0), .date(202_611_240_000, 1), .live])
  }

  @Test("takes any bytes")
  func anyBytes() {
    var state: UInt64 = 7
    let alphabet = Array("ab.-_0123456789gz2026".utf8)
    for _ in 0..<20_000 {
      var name: [UInt8] = []
      for _ in 0..<Int(state >> 59) {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        name.append(alphabet[Int(state >> 40) % alphabet.count])
      }
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let text = String(decoding: name, as: UTF8.self)
      #expect(RotationName(text).base.utf8.count <= name.count)
    }
  }
}
