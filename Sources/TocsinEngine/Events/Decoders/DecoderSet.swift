import Sigma

/// All message decoders, compiled together: first by program or format, then by literal prefix.
struct DecoderSet: @unchecked Sendable {
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
    /// Index of the pattern that fits, or -1.
    var pattern: Int32 = -1
  }

  let patterns: Table<CompiledPattern>
  let decoders: [Decoder]
  private let tries: Table<PrefixTrie>
  private let programs: ByteTable
  /// Decoders tried for every program, after its own.
  private let general: Table<Int32>
  /// For each format a range of `formatDecoders`.
  private let formatStarts: Table<Int32>
  private let formatDecoders: Table<Int32>
  let constants: ConstantPool

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
        for text in pattern.matches {
          do throws(MessagePattern.SyntaxError) {
            for way in try MessagePattern.parse(text) {
              let compiled = CompiledPattern(
                way, set: Self.merged(definition.set, pattern.set), join: pattern.join, decoder: number, fields: &fields,
                constants: constants)
              keys.append(.init(prefix: compiled.prefix.bytes, branch: compiled.branch?.bytes, pattern: patterns.count))
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
    if !errors.isEmpty { throw DecoderErrors(messages: errors) }
    self.constants = constants
    self.patterns = constants.table(patterns)
    self.decoders = decoders
    self.tries = constants.table(tries)
    self.programs = programs.build(constants)
    self.general = constants.table(general)
    formatDecoders = constants.table(byFormat.flatMap { $0 })
    var starts: [Int32] = [0]
    for list in byFormat { starts.append((starts.last ?? 0) + Int32(list.count)) }
    formatStarts = constants.table(starts)
  }

  private static func merged(
    _ base: [(field: String, value: String)], _ over: [(field: String, value: String)]
  ) -> [(field: String, value: String)] {
    base.filter { pair in !over.contains { $0.field == pair.field } } + over
  }

  /// Understands the event's message: adds what its pattern captures and asserts.
  @inline(__always)
  func decode(_ event: Event) -> Outcome {
    var outcome = Outcome()
    if !event.program.isEmpty {
      let own = programs.find(lowercased: event.program)
      var at = own
      while at >= 0 {
        let decoder = programs.value(at)
        at = programs.next(at)
        if !isTrusted(event, decoder) { continue }
        if outcome.decoder < 0 { outcome.decoder = Int32(decoder) }
        if tryDecoder(decoder, event, &outcome) { return outcome }
      }
    } else {
      let first = Int(formatStarts[event.format.index])
      let end = Int(formatStarts[event.format.index + 1])
      for index in first..<end {
        let decoder = Int(formatDecoders[index])
        if outcome.decoder < 0 { outcome.decoder = Int32(decoder) }
        if tryDecoder(decoder, event, &outcome) { return outcome }
      }
      if first < end || (event.format != .plain && event.format != .json) { return outcome }
    }
    for decoder in general where tryDecoder(Int(decoder), event, &outcome) { return outcome }
    return outcome
  }

  @inline(__always)
  private func tryDecoder(_ decoder: Int, _ event: Event, _ outcome: inout Outcome) -> Bool {
    let message = event.message
    return tries[decoder].find(message) { pattern in
      guard patterns[pattern].match(message, into: event) else { return false }
      outcome = Outcome(decoder: Int32(decoder), pattern: Int32(pattern))
      return true
    }
  }

  /// Whether journald's word on the program's name (cut at 15 bytes) is one of the decoder's, so that `logger -t sshd` is no sshd.
  private func isTrusted(_ event: Event, _ decoder: Int) -> Bool {
    let name = event.trustedProgram
    if name.isEmpty || name == event.program { return true }
    let lowered = name.string.lowercased()
    return decoders[decoder].programs.contains { $0 == lowered || (lowered.utf8.count == 15 && $0.hasPrefix(lowered)) }
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
