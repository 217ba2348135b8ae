import Testing

@testable import TocsinEngine

@Suite struct ArenaTests {
  /// A value stays where it is while others are written, however large.
  @Test func viewsStayValid() {
    let arena = Arena()
    for round in 0..<3 {
      var views: [(ByteView, [UInt8])] = []
      for index in 0..<200 {
        let bytes = Array(repeating: UInt8(truncatingIfNeeded: index + round), count: index * 37 + (index == 100 ? 200_000 : 0))
        views.append((arena.copy(bytes), bytes))
      }
      for (view, bytes) in views {
        let copy = view.bytes
        #expect(copy == bytes)
      }
      arena.reset()
    }
  }

  @Test func numbersAsText() {
    let arena = Arena()
    #expect(arena.decimal(-42).string == "-42")
    #expect(arena.decimal(.min).string == "-9223372036854775808")
    #expect(arena.copy([]).isEmpty)
  }
}
