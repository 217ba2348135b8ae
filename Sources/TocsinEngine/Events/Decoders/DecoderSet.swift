import Sigma

/// All message decoders, compiled together: first by program or format, then by literal prefix.
final class DecoderSet: @unchecked Sendable {
  struct Decoder {
    var name: String
    var logSources: [LogSource]
    var scope: DecoderDefinition.Scope
    var programs: Set<String> = []
  }

  /// Which decoder and pattern understood a record.
  struct Outcome: BitwiseCopyable {
    /// Index of the decoder that is responsible for the program or format, or -1.
    var decoder: Int32 = -1
    /// Index of the pattern that fits, -1 where none does, -2 where nothing depends on it, or -3 where the shape said it all.
    var pattern: Int32 = -1

    static let passedOver: Int32 = -2
    static let byShape: Int32 = -3
  }

  let decoders: [Decoder]
  let tables: DecoderTables
  var patterns: Table<CompiledPattern> { tables.patterns }
  let constants: ConstantPool
  /// What reading JSON must know to tell shapes apart.
  let shapeNames: ShapeNames

  /// Compiles definitions; the errors name decoder, pattern and what to mend.
  init(_ definitions: [DecoderDefinition], fields: inout FieldTable) throws(DecoderErrors) {
    let constants = ConstantPool()
    var errors: [String] = []
    var patterns: [CompiledPattern] = []
    var decoders: [Decoder] = []
    var tries: [PrefixTrie] = []
    var programs = ByteTable.Builder()
    var general: [Int32] = []
    var byFormat: [[Int32]] = Array(repeating: [], count: Format.allCases.count)
    for definition in definitions {
      let number = decoders.count
      var keys: [PrefixTrie.Key] = []
      for pattern in definition.patterns {
        let asserted = CompiledPattern.constants(Self.merged(definition.set, pattern.set), &fields, constants)
        for text in pattern.matches {
          do throws(MessagePattern.SyntaxError) {
            for way in try MessagePattern.parse(text) {
              let compiled = CompiledPattern(
                way, asserting: asserted, join: pattern.join, decoder: number, fields: &fields, pool: constants)
              keys.append(.init(compiled, pattern: patterns.count))
              patterns.append(compiled)
            }
          } catch {
            errors.append("decoder '\(definition.name)', pattern '\(text)': \(error.message)")
          }
        }
      }
      var decoder = Decoder(name: definition.name, logSources: definition.logSources, scope: definition.scope)
      tries.append(PrefixTrie(keys, pool: constants))
      switch definition.scope {
      case .programs(let names):
        for name in names {
          programs.add(name.lowercased(), number)
          decoder.programs.insert(name.lowercased())
        }
      case .anyProgram: general.append(Int32(number))
      case .formats(let formats):
        for format in formats { byFormat[format.index].append(Int32(number)) }
      }
      decoders.append(decoder)
    }
    let (shapeNames, shapes) = Self.shapes(definitions, &decoders, &errors)
    // Shapes have no patterns.
    tries += repeatElement(PrefixTrie([], pool: constants), count: decoders.count - tries.count)
    if !errors.isEmpty { throw DecoderErrors(messages: errors) }
    self.constants = constants
    self.shapeNames = shapeNames
    self.decoders = decoders
    tables = DecoderTables(
      .init(
        patterns: constants.table(patterns), tries: constants.table(tries),
        programs: programs.build(constants), general: constants.table(general),
        formatDecoders: constants.table(byFormat.flatMap { $0 }),
        formatStarts: constants.table(Self.sums(byFormat.map(\.count))),
        programNames: constants.table(decoders.flatMap { $0.programs.sorted().map { constants.view($0) } }),
        programNameStarts: constants.table(Self.sums(decoders.map(\.programs.count))),
        shapes: ShapeTable(shapes, pool: constants)), pool: constants)
  }

  /// Each shape as a decoder of its own, which no format and no program leads to.
  private static func shapes(
    _ definitions: [DecoderDefinition], _ decoders: inout [Decoder], _ errors: inout [String]
  ) -> (ShapeNames, [(decoder: Int, conditions: [(slot: Int, values: [String])])]) {
    var names = ShapeNames()
    var shapes: [(decoder: Int, conditions: [(slot: Int, values: [String])])] = []
    for definition in definitions {
      names.names += definition.names
      names.unwrapped += definition.unwrapped
      for shape in definition.shapes {
        var conditions: [(slot: Int, values: [String])] = []
        for condition in shape.conditions {
          guard let slot = names.slot(condition.field) else {
            errors.append("decoder '\(definition.name)': shapes ask for more than \(ShapeNames.slotLimit) fields in all")
            return (names, shapes)
          }
          conditions.append((slot, condition.values))
        }
        shapes.append((decoders.count, conditions))
        decoders.append(Decoder(name: definition.name, logSources: shape.logSources, scope: .formats([])))
      }
    }
    return (names, shapes)
  }

  private static func sums(_ counts: [Int]) -> [Int32] {
    counts.reduce(into: [0]) { sums, count in sums.append((sums.last ?? 0) + Int32(count)) }
  }

  private static func merged(
    _ base: [(field: String, value: String)], _ over: [(field: String, value: String)]
  ) -> [(field: String, value: String)] {
    base.filter { pair in !over.contains { $0.field == pair.field } } + over
  }

  /// Understands the event's message, and adds all that its pattern captures and asserts.
  func decode(_ event: Event) -> Outcome {
    let outcome = tables.decode(event, first: tables.first(event), along: event.trails[0])
    let pattern = Int(outcome.pattern)
    if pattern >= 0 { CompiledPattern.keep(patterns[pattern].kept, of: patterns, pattern, in: event) }
    return outcome
  }
}

/// Everything wrong with a set of decoders.
public struct DecoderErrors: Error, Sendable {
  public var messages: [String]
}

extension Format {
  @inline(__always)
  var index: Int {
    switch self {
    case .rfc3164: 0
    case .rfc5424: 1
    case .rfc3339: 2
    case .journalExport: 3
    case .journalJSON: 4
    case .json: 5
    case .common: 6
    case .combined: 7
    case .nginxError: 8
    case .apacheError: 9
    case .audit: 10
    case .keyValue: 11
    case .docker: 12
    case .cri: 13
    case .cef: 14
    case .plain: 15
    }
  }
}
