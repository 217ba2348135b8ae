/// Reads all documents of one file; nothing in it looks at another file, so that files can be read side by side.
struct FileReader {
  struct Outcome: Sendable {
    var drafts: [Draft] = []
    var problems: [Problem] = []
    /// Documents that something is wrong with.
    var refused = 0
  }

  private let path: String
  private let options: RuleLoader.Options
  private var legacy = LegacyActions()
  private var outcome = Outcome()
  private var hasDocument = false

  static func read(_ text: String, path: String, options: RuleLoader.Options) -> Outcome {
    var reader = FileReader(path: path, options: options)
    for part in YAMLStream.split(text) { reader.read(part) }
    if !reader.hasDocument {
      reader.outcome.problems.append(
        Problem(
          .warning, at: Position(path: path, line: 1, column: 1), title: nil,
          "there is no rule in this file; begin one with `title:`, or remove the file"))
    }
    return reader.outcome
  }

  private init(path: String, options: RuleLoader.Options) { (self.path, self.options) = (path, options) }

  private mutating func read(_ part: YAMLStream.Part) {
    var report = Report(path: path)
    defer {
      outcome.problems += report.problems
      if report.hasErrors { outcome.refused += 1 }
    }
    do {
      guard let root = try YAMLReader.read(part) else { return }
      hasDocument = true
      guard let entries = root.map else {
        report.error(root.place, "a document must be a map, and this is \(root.kind); begin it with `title:`")
        return
      }
      report.title = entries["title"]?.value.scalar?.text
      guard let document = legacy.apply(to: entries, at: root.place, &report) else { return }
      report.title = document["title"]?.value.scalar?.text
      let reader = DocumentReader(options: options)
      if let draft = reader.read(document, at: root.place, &report) { outcome.drafts.append(draft) }
    } catch {
      hasDocument = true
      report.title = Self.title(in: part.text)
      report.error(error.place, error.message)
    }
  }

  /// The title of a document that cannot be parsed, so that its errors name it.
  private static func title(in text: String) -> String? {
    for line in text.split(maxSplits: 100, whereSeparator: \.isNewline) where line.hasPrefix("title:") {
      let title = line.dropFirst(6).drop { $0 == " " }
      return title.isEmpty ? nil : String(title.prefix(256))
    }
    return nil
  }
}
