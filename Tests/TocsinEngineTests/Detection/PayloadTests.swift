import Testing

@testable import TocsinEngine

@Suite struct PayloadTests {
  @Test func valuesComeBack() {
    let bytes = MatchBytes()
    let long = Array(repeating: UInt8(7), count: Payload.valueLimit + 100)
    for value in [Array("one".utf8), nil, [], long] as [[UInt8]?] {
      if let value { value.withView { Payload.append($0, to: bytes) } } else { Payload.append(nil, to: bytes) }
    }
    bytes.view.bytes.withView { payload in
      #expect(Payload.value(0, in: payload)?.string == "one")
      #expect(Payload.value(1, in: payload) == nil)
      #expect(Payload.value(2, in: payload)?.isEmpty == true)
      #expect(Payload.value(3, in: payload)?.count == Payload.valueLimit)
      #expect(Payload.value(4, in: payload) == nil)
      var index = PayloadIndex()
      index.read(payload)
      for place in 0...5 {
        #expect(index.value(place)?.bytes == Payload.value(place, in: payload)?.bytes)
        #expect(index.entry(place)?.bytes == Payload.entry(place, in: payload)?.bytes)
      }
    }
  }

  /// Short values are written as whole words: each must end where it ends, however the block grows.
  @Test func matchBytesKeepEveryLength() {
    let bytes = MatchBytes()
    var expected: [UInt8] = []
    for round in 0..<40 {
      for length in 0..<40 {
        let value = (0..<length).map { UInt8(truncatingIfNeeded: $0 + round + 1) }
        value.withView { bytes.append($0) }
        bytes.append(UInt8(round))
        value.withView { Payload.append($0, to: bytes) }
        // The same within a longer text.
        (value + Array(repeating: 0xEE, count: round)).withView { text in
          Payload.append(text.slice(0, length), readable: text.count, to: bytes)
        }
        expected += value + [UInt8(round), UInt8(length), 0] + value + [UInt8(length), 0] + value
      }
      Payload.append(nil, to: bytes)
      expected += [0xFF, 0xFF]
    }
    #expect(bytes.count == expected.count)
    #expect(bytes.view.bytes == expected)
    let long = Array(repeating: UInt8(7), count: Payload.valueLimit + 100)
    let start = bytes.count
    long.withView { Payload.append($0, to: bytes) }
    #expect(Payload.value(0, in: bytes.view.from(start))?.count == Payload.valueLimit)
  }
}
