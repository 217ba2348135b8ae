import Synchronization

/// Loads Sigma rules, correlations and filters from YAML into one set.
///
/// Every problem of every file is collected; what has an error is left out, and so is what refers to it.
public struct RuleLoader: Sendable {
  /// Bytes of one file; no rule comes near it.
  static let maximumFileSize = 16 << 20

  struct Options: Sendable {
    var placeholders: [String: [String]]
    var includesUnsupported: Bool
    var checkRegex: @Sendable (Regex) -> RegexFault?
  }

  enum Source: Sendable {
    case text(String)
    case file
  }

  private let options: Options
  private var sources: [(path: String, source: Source)] = []
  private var problems: [Problem] = []

  /// - Parameters:
  ///   - placeholders: What `%name%` stands for under `expand`. A rule whose placeholder is not here is refused (SPEC 3.9).
  ///   - includesUnsupported: Whether rules whose status is `deprecated` or `unsupported` are loaded, too.
  ///   - checkRegex: What an engine has against a regular expression that the grammar allows; it is called from several threads.
  public init(
    placeholders: [String: [String]] = [:], includesUnsupported: Bool = false,
    checkRegex: @escaping @Sendable (Regex) -> RegexFault? = { _ in nil }
  ) {
    options = Options(placeholders: placeholders, includesUnsupported: includesUnsupported, checkRegex: checkRegex)
  }

  /// Adds a file's text; the path is for messages only.
  public mutating func add(_ text: String, path: String) { sources.append((path, .text(text))) }

  /// Adds a file, which is read when the set is loaded.
  public mutating func add(file path: String) { sources.append((path, .file)) }

  /// Adds every `.yml` and `.yaml` file under a directory, sorted by path. Hidden files are skipped; links to directories are not followed.
  public mutating func add(directory path: String) {
    do { for file in try RuleFiles.find(in: path) { add(file: file) } } catch {
      problems.append(Problem(.error, at: Position(path: error.path, line: 1, column: 1), title: nil, error.message))
    }
  }

  /// Reads what was added and resolves references over all of it.
  public func load() -> RuleSet {
    var drafts: [Draft] = []
    var problems = problems
    var refused = problems.count
    for outcome in readAll() {
      drafts += outcome.drafts
      problems += outcome.problems
      refused += outcome.refused
    }
    var linker = Linker(drafts)
    var set = linker.link()
    set.refused += refused
    set.problems = sorted(problems + set.problems)
    return set
  }

  /// In the order of the sources; two threads, as reading YAML is most of the work.
  private func readAll() -> [FileReader.Outcome] {
    let outcomes = Mutex<[FileReader.Outcome]>(Array(repeating: FileReader.Outcome(), count: sources.count))
    let next = Atomic(0)
    @Sendable func work() {
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < sources.count else { return }
        let outcome = read(sources[index].path, sources[index].source)
        outcomes.withLock { $0[index] = outcome }
      }
    }
    if sources.count < 16 { work() } else { TwoThreads.run { work() } }
    return outcomes.withLock { $0 }
  }

  private func read(_ path: String, _ source: Source) -> FileReader.Outcome {
    do throws(RuleFiles.Failure) {
      let text: String =
        switch source {
        case .text(let text): text
        case .file: try RuleFiles.read(path, limit: Self.maximumFileSize)
        }
      guard text.utf8.count <= Self.maximumFileSize else { throw RuleFiles.Failure.tooLong(path, Self.maximumFileSize) }
      return FileReader.read(text, path: path, options: options)
    } catch {
      let problem = Problem(.error, at: Position(path: error.path, line: 1, column: 1), title: nil, error.message)
      return FileReader.Outcome(drafts: [], problems: [problem], refused: 1)
    }
  }

  /// By file, in the order of the files, then by place.
  private func sorted(_ problems: [Problem]) -> [Problem] {
    var ranks: [String: Int] = [:]
    for (index, source) in sources.enumerated() where ranks[source.path] == nil { ranks[source.path] = index }
    return problems.enumerated().sorted { first, second in
      let (a, b) = (first.element.position, second.element.position)
      let (rankA, rankB) = (ranks[a.path] ?? -1, ranks[b.path] ?? -1)
      return (rankA, a.line, a.column, first.offset) < (rankB, b.line, b.column, second.offset)
    }.map(\.element)
  }
}
