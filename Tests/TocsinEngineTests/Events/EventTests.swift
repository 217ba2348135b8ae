import Testing

@testable import TocsinEngine

@Suite struct EventTests {
  @Test func fieldsAreBounded() {
    let event = Event()
    Array("x".utf8).withView { value in
      event.begin(value)
      for _ in 0..<Event.fieldLimit + 5 { event.add(.message, value) }
      #expect(event.fields.count == Event.fieldLimit)
      #expect(event.droppedFields == 5)
      event.begin(value)
      #expect(event.fields.isEmpty)
      #expect(event.droppedFields == 0)
    }
  }

  @Test func settingReplacesAndAddingDoesNot() {
    let event = Event()
    Array("one".utf8).withView { one in
      Array("two".utf8).withView { two in
        event.begin(one)
        event.add(.userName, one)
        event.set(.userName, two)
        #expect(event.fields.map(\.value.string) == ["two"])
        event.add(.userName, one)
        #expect(event.value(.userName)?.string == "two")
        #expect(event.fields.count == 2)
        event.set(.hostName, one)
        #expect(event.value(.hostName)?.string == "one")
        #expect(event.value(.processPid) == nil)
      }
    }
  }

  @Test func settingReplacesAllValuesOfAField() {
    let event = Event()
    Array("old".utf8).withView { old in
      Array("new".utf8).withView { new in
        event.begin(old)
        for id in [FieldID.hostName, .userName, .processPid, .userName, .userName, .message] { event.add(id, old) }
        event.set(.userName, new)
        #expect(event.fields.map(\.id) == [.hostName, .userName, .processPid, .message])
        #expect(event.fields.map(\.value.string) == ["old", "new", "old", "old"])
      }
    }
  }

  @Test func namesWithoutANumberAreKeptOnlyWhereAskedFor() {
    let event = Event()
    Array("x".utf8).withView { value in
      event.begin(value)
      event.add(named: value, id: .unnamed, value)
      #expect(event.fields.isEmpty)
      event.keepsUnnamedFields = true
      event.add(named: value, id: .unnamed, value)
      #expect(event.fields.map(\.name.string) == ["x"])
    }
  }
}
