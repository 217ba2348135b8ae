/// Cuts a stream at its `---` and `...` markers, so that a document that cannot be parsed does not take the others with it.
enum YAMLStream {
  /// One document's text and how many lines stand before it.
  struct Part {
    var text: String
    var linesBefore: Int
  }

  /// A marker in the first column always ends a document, even inside a block scalar (YAML 1.2.2, section 9.1.2).
  static func split(_ text: String) -> [Part] {
    var text = text
    // libyaml takes a byte order mark for a character where it is told the encoding.
    if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
    return text.withUTF8 { bytes in
      var splitter = Splitter(bytes: bytes)
      splitter.run()
      return splitter.parts
    }
  }

  private struct Splitter {
    let bytes: UnsafeBufferPointer<UInt8>
    var parts: [Part] = []
    var start = 0
    var startLine = 0
    var line = 0
    var hasContent = false

    init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    mutating func run() {
      var index = 0
      while index < bytes.count {
        let end = bytes[index...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
        switch kind(index, end) {
        case .marker:
          if hasContent { cut(at: index, nextLine: line) }
          hasContent = true
        case .end: cut(at: end, nextLine: line + 1)
        case .content: hasContent = true
        case .nothing: break
        }
        line += 1
        index = end
      }
      cut(at: bytes.count, nextLine: line)
    }

    private mutating func cut(at end: Int, nextLine: Int) {
      if hasContent {
        let part = UnsafeBufferPointer(rebasing: bytes[start..<end])
        parts.append(Part(text: String(decoding: part, as: UTF8.self), linesBefore: startLine))
      }
      (start, startLine, hasContent) = (end, nextLine, false)
    }

    private enum LineKind { case marker, end, content, nothing }

    private func kind(_ start: Int, _ end: Int) -> LineKind {
      switch bytes[start] {
      case UInt8(ascii: "-") where isMarker(start, end): return .marker
      case UInt8(ascii: ".") where isMarker(start, end): return .end
      case UInt8(ascii: "#"), UInt8(ascii: "%"): return .nothing
      case 32, 9, 13, 10:
        return bytes[start..<end].allSatisfy { $0 == 32 || $0 == 13 || $0 == 10 || $0 == 9 } ? .nothing : .content
      default: return .content
      }
    }

    private func isMarker(_ start: Int, _ end: Int) -> Bool {
      guard end - start >= 3, bytes[start + 1] == bytes[start], bytes[start + 2] == bytes[start] else { return false }
      if end - start == 3 { return true }
      let next = bytes[start + 3]
      return next == 32 || next == 9 || next == 10 || next == 13
    }
  }
}
