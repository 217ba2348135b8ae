import Sigma

@testable import TocsinEngine

/// Decodes messages for tests.
struct Decoding {
  let table: FieldTable
  let set: DecoderSet
  private let event = Event()

  init(_ definitions: [DecoderDefinition]) throws {
    var fields = FieldTable()
    set = try DecoderSet(definitions, fields: &fields)
    table = fields
  }

  /// A decoder for the program `app` with these patterns.
  init(_ patterns: String...) throws {
    try self.init([Self.definition("app", patterns: patterns.map { .init(matches: [$0], set: []) })])
  }

  static func definition(
    _ name: String, scope: DecoderDefinition.Scope? = nil, set: [(String, String)] = [], patterns: [DecoderDefinition.Pattern]
  ) -> DecoderDefinition {
    .init(
      name: name, scope: scope ?? .programs([name]), logSources: [], set: set.map { (field: $0.0, value: $0.1) },
      patterns: patterns)
  }

  struct Result {
    /// Name of the decoder whose pattern fits.
    var decoder: String?
    var pattern: Int
    var fields: [String: String]
    var multiplicity: Int
  }

  /// What a message of a program says.
  func read(_ message: [UInt8], program: String = "app", trusted: String = "", format: Format = .rfc3164) -> Result {
    message.withView { message in
      Array(program.utf8).withView { program in
        Array(trusted.utf8).withView { trusted in
          event.begin(message)
          event.program = program
          event.trustedProgram = trusted
          event.format = format
          let outcome = set.decode(event)
          return Result(
            decoder: outcome.pattern >= 0 ? set.decoders[Int(outcome.decoder)].name : nil, pattern: Int(outcome.pattern),
            fields: Dictionary(event.fields.map { (table.name($0.id), $0.value.string) }) { first, _ in first },
            multiplicity: event.multiplicity)
        }
      }
    }
  }

  /// The fields of a message, or nil where no pattern fits.
  func callAsFunction(_ message: String) -> [String: String]? {
    let result = read(Array(message.utf8))
    return result.pattern >= 0 ? result.fields : nil
  }
}
