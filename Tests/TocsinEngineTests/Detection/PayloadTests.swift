import Testing

@testable import TocsinEngine

@Suite struct PayloadTests {
  @Test func valuesComeBack() {
    var bytes: ContiguousArray<UInt8> = []
    let long = Array(repeating: UInt8(7), count: Payload.valueLimit + 100)
    for value in [Array("one".utf8), nil, [], long] as [[UInt8]?] {
      if let value { value.withView { Payload.append($0, to: &bytes) } } else { Payload.append(nil, to: &bytes) }
    }
    Array(bytes).withView { payload in
      #expect(Payload.value(0, in: payload)?.string == "one")
      #expect(Payload.value(1, in: payload) == nil)
      #expect(Payload.value(2, in: payload)?.isEmpty == true)
      #expect(Payload.value(3, in: payload)?.count == Payload.valueLimit)
      #expect(Payload.value(4, in: payload) == nil)
    }
  }
}
