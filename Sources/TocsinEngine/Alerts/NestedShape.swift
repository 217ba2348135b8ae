/// The nested object that a list of names makes (see `NestedObject`), as JSON with a hole for each value.
struct NestedShape {
  /// All but the values; members only, without the braces around them.
  private let json: [UInt8]
  private let holes: [Hole]

  private struct Hole {
    /// Where in `json` it is.
    var place: Int
    /// Which name's value goes there.
    var value: Int
    var isNumeric: Bool
  }

  init(_ names: [String]) {
    // A NUL, which JSON never holds, and the name's number stand for each value until all is in its place.
    var object = NestedObject()
    for (index, name) in names.enumerated() {
      object.add(name) { json in
        json.append(0)
        JSONWriter.number(index, to: &json)
      }
    }
    var marked: [UInt8] = []
    object.write(to: &marked)
    var json: [UInt8] = []
    var holes: [Hole] = []
    var rest = marked.dropFirst().dropLast()
    while let byte = rest.popFirst() {
      guard byte == 0 else {
        json.append(byte)
        continue
      }
      let digits = rest.prefix { $0.isDigit }
      rest = rest.dropFirst(digits.count)
      let value = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
      holes.append(Hole(place: json.count, value: value, isNumeric: names[value].withView { ECSField.isNumeric($0) }))
    }
    (self.json, self.holes) = (json, holes)
  }

  var isEmpty: Bool { json.isEmpty }

  /// Appends the members; `value` gives the text for a name's number.
  @inline(__always)
  func write(to out: inout ByteRoom, value: (Int) -> String) {
    json.withView { json in
      var written = 0
      for index in holes.indices {
        let hole = holes[index]
        out.append(json.slice(written, hole.place))
        written = hole.place
        value(hole.value).withView { text in
          if hole.isNumeric, text.count <= 15, let number = text.decimal {
            out.append(decimal: number)
          } else {
            JSONWriter.string(text, to: &out)
          }
        }
      }
      out.append(json.from(written))
    }
  }
}
