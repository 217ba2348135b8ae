import Sigma
import TestSupport

@testable import TocsinEngine

/// Rules and records on their way through the product: files are loaded, compiled, and bytes scanned.
struct Trial {
  /// What users say the input is of.
  static let source = LogSource(category: "things", product: "test", service: "trial")

  var rules: [SlowRule]
  var records: [RandomRecord]
  var seed: UInt64
  let files: [String]
  let lines: [[UInt8]]

  init(_ rules: [SlowRule], _ records: [RandomRecord], seed: UInt64) {
    (self.rules, self.records, self.seed) = (rules, records, seed)
    files = rules.enumerated().map { RuleText.write($1, title: "R\($0)", seed: seed &+ UInt64($0)) }
    lines = records.enumerated().map { $1.line(seed: seed &+ UInt64($0)) }
  }

  /// For each record, what the specification says of each rule.
  var expected: [[Bool]] {
    let read = SlowTexts()
    return zip(records, lines).map { record, line in
      let judge = SlowJudge(record, line: line, sources: [Self.source], read: read)
      return rules.map { judge.matches($0) }
    }
  }

  /// A rule that all the world would load, and that was not.
  struct Refusal: Error { var text: String }

  /// For each record which rules match it, by the engine.
  func found(usesPrefilter: Bool, step: Int) throws -> [[Bool]] {
    var loader = RuleLoader(placeholders: Want.placeholders, checkRegex: RegexCheck.fault)
    for (index, file) in files.enumerated() { loader.add(file, path: "R\(index)") }
    let set = loader.load()
    if let problem = set.problems.first(where: { $0.severity == .error }) {
      throw Refusal(text: "\(problem)\n\(files[Int(problem.position.path.dropFirst()) ?? 0])")
    }
    let detectors = try DetectorSet(
      rules: set, decoders: [], options: .init(inputSources: [nil, Self.source], usesPrefilter: usesPrefilter))
    let numbers = set.rules.map { Int($0.metadata.title.dropFirst())! }
    let framer = Framer(input: 0, clock: Clock(year: .notAfter(Framing.now)), arrival: Framing.now)
    let scanner = Scanner(detectors)
    var result = Array(repeating: Array(repeating: false, count: rules.count), count: records.count)
    func scan(_ chunks: [Chunk]) {
      for chunk in chunks {
        for match in scanner.scan(chunk, source: 1).all where match.rule >= 0 {
          result[match.ordinal - 1][numbers[Int(match.rule)]] = true
        }
      }
    }
    let bytes = Array(lines.joined(separator: [0x0A]))
    unsafe bytes.withUnsafeBytes { buffer in
      for start in stride(from: 0, to: bytes.count, by: step) {
        scan(unsafe framer.append(UnsafeRawBufferPointer(rebasing: buffer[start..<min(start + step, bytes.count)])))
      }
    }
    scan(framer.finish())
    return result
  }
}
