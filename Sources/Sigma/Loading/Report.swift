/// Collects what is wrong with one document.
struct Report {
  let path: String
  var title: String?
  private(set) var problems: [Problem] = []
  private(set) var hasErrors = false

  init(path: String, title: String? = nil) { (self.path, self.title) = (path, title) }

  func position(_ place: Place) -> Position { Position(path: path, line: place.line, column: place.column) }

  mutating func error(_ place: Place, _ message: String) {
    hasErrors = true
    problems.append(Problem(.error, at: position(place), title: title, message))
  }

  mutating func warning(_ place: Place, _ message: String, kind: Problem.Kind = .other) {
    problems.append(Problem(.warning, at: position(place), title: title, message, kind: kind))
  }

  /// Adds what a part found.
  mutating func error(_ failure: Mistake, in node: YAMLNode) { error(failure.place(in: node), failure.message) }
}

/// What is wrong with a text, at an offset in Unicode scalars where that is known.
struct Mistake: Error {
  var message: String
  var offset: Int?

  init(_ message: String, at offset: Int? = nil) { (self.message, self.offset) = (message, offset) }

  /// Exact where the scalar stands on one line as it was written; else the scalar's beginning.
  func place(in node: YAMLNode) -> Place {
    guard let offset, let scalar = node.scalar else { return node.place }
    switch scalar.style {
    case .plain where !scalar.text.contains("\n"): return Place(line: node.place.line, column: node.place.column + offset)
    case .quoted where !scalar.text.contains(where: { $0 == "\n" || $0 == "'" || $0 == "\"" || $0 == "\\" }):
      return Place(line: node.place.line, column: node.place.column + 1 + offset)
    default: return node.place
    }
  }
}
