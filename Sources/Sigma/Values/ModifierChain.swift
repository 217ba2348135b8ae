/// Applies the modifiers of one detection item, left to right, to one of its values (SPEC 4).
struct ModifierChain {
  var modifiers: [Modifier]
  var hasField: Bool
  /// What `expand` replaces.
  var placeholders: [String: [String]]

  /// The alternatives that the value became: any of them may match, even under `all`.
  func apply(to value: ItemValue) throws(Mistake) -> [ItemValue] {
    var values = [value]
    for modifier in modifiers where !modifier.isForList {
      if values.count == 1 {
        values = try apply(modifier, to: values[0])
        continue
      }
      var next: [ItemValue] = []
      for value in values { next += try apply(modifier, to: value) }
      values = next
    }
    return values
  }

  private func apply(_ modifier: Modifier, to value: ItemValue) throws(Mistake) -> [ItemValue] {
    switch modifier {
    case .contains: try affix(modifier, .contains, value)
    case .startswith: try affix(modifier, .startsWith, value)
    case .endswith: try affix(modifier, .endsWith, value)
    case .all, .neq: [value]
    case .cased: try cased(value)
    case .exists: try exists(value)
    case .re: [.regex(Regex(pattern: try unmodified(modifier, value)))]
    case .i, .ignorecase, .m, .multiline, .s, .dotall: try flag(modifier, value)
    case .base64, .base64offset: try base64(modifier, value)
    case .wide, .utf16le, .utf16be, .utf16: try utf16(modifier, value)
    case .windash: try windash(value)
    case .cidr: [.network(try NetworkParser.parse(try unmodified(modifier, value)))]
    case .lt, .lte, .gt, .gte: try compare(modifier, value)
    case .minute, .hour, .day, .week, .month, .year: try timePart(modifier, value)
    case .fieldref: try reference(value)
    case .expand: try expand(value)
    }
  }

  private func wrong(_ modifier: Modifier, _ value: ItemValue, needs: String) -> Mistake {
    Mistake("`\(modifier.rawValue)` needs \(needs), and this is \(value.kind)")
  }

  /// The text as written, for modifiers that come first.
  private func unmodified(_ modifier: Modifier, _ value: ItemValue) throws(Mistake) -> String {
    guard case .string(_, let text) = value else {
      throw wrong(modifier, value, needs: "a string; quote the value")
    }
    if text.isModified || text.cased { throw Mistake("`\(modifier.rawValue)` takes the value as it is written; put it first") }
    return text.raw
  }

  private func affix(_ modifier: Modifier, _ affix: Affix, _ value: ItemValue) throws(Mistake) -> [ItemValue] {
    switch value {
    case .string(let string, var text):
      text.isModified = true
      return [.string(string.open(start: affix != .startsWith, end: affix != .endsWith), text)]
    // A regular expression is searched for, so `.*` at its ends changes nothing.
    case .regex: return [value]
    case .reference(let field, let old, let cased):
      guard old == .whole || old == affix else {
        throw Mistake("`\(modifier.rawValue)` contradicts an earlier modifier of the reference; keep one of them")
      }
      return [.reference(field: field, affix, cased: cased)]
    default: throw wrong(modifier, value, needs: "a string; quote the value or remove the modifier")
    }
  }

  private func cased(_ value: ItemValue) throws(Mistake) -> [ItemValue] {
    switch value {
    case .string(let string, var text):
      text.cased = true
      return [.string(string, text)]
    case .reference(let field, let affix, _): return [.reference(field: field, affix, cased: true)]
    case .regex: throw Mistake("`cased` does nothing to a regular expression, which heeds case anyway; remove it")
    default: throw wrong(.cased, value, needs: "a string")
    }
  }

  /// What YAML 1.1 took for booleans.
  private static let oldBooleans = ["yes": true, "y": true, "on": true, "no": false, "n": false, "off": false]

  private func exists(_ value: ItemValue) throws(Mistake) -> [ItemValue] {
    guard hasField else { throw Mistake("`exists` needs a field; write `name|exists: true`") }
    guard modifiers.allSatisfy({ $0 == .exists || $0 == .neq }) else {
      throw Mistake("`exists` cannot be joined with other modifiers; write two items")
    }
    if case .boolean(let wanted) = value { return [.exists(wanted)] }
    var mistake = wrong(.exists, value, needs: "`true` or `false` without quotes")
    if case .string(_, let text) = value, let meant = Self.oldBooleans[text.raw.lowercased()] {
      mistake.message += "; `\(text.raw)` is text in YAML 1.2, so write `\(meant)`"
    }
    throw mistake
  }

  private func flag(_ modifier: Modifier, _ value: ItemValue) throws(Mistake) -> [ItemValue] {
    guard case .regex(var regex) = value else {
      throw Mistake("`\(modifier.rawValue)` is a flag of `re`; write `|re|\(modifier.rawValue)`")
    }
    switch modifier {
    case .i, .ignorecase: regex.ignoresCase = true
    case .m, .multiline: regex.multiline = true
    default: regex.dotMatchesNewline = true
    }
    return [.regex(regex)]
  }

  private func base64(_ modifier: Modifier, _ value: ItemValue) throws(Mistake) -> [ItemValue] {
    guard case .string(let string, var text) = value else { throw wrong(modifier, value, needs: "a string; quote the value") }
    guard let bytes = string.plainBytes else {
      throw Mistake(
        "`\(modifier.rawValue)` cannot encode wildcards or placeholders; write `\\*` for the character, and `contains` after it")
    }
    (text.isModified, text.isEncoded) = (true, true)
    if modifier == .base64 { return [.string(.plain(Encoding.base64(bytes)), text)] }
    let variants = Encoding.base64Variants(bytes)
    guard !variants.isEmpty else { throw Mistake("`base64offset` of an empty value would match anything; write a value") }
    return variants.map { .string(.plain($0), text) }
  }

  private func utf16(_ modifier: Modifier, _ value: ItemValue) throws(Mistake) -> [ItemValue] {
    guard case .string(let string, var text) = value else { throw wrong(modifier, value, needs: "a string; quote the value") }
    if text.isEncoded { throw Mistake("`\(modifier.rawValue)` must stand before other encodings") }
    (text.isModified, text.isEncoded) = (true, true)
    var result = modifier == .utf16 ? SigmaString.plain([0xff, 0xfe]) : SigmaString()
    result.append(string.mapLiterals { Encoding.utf16($0, bigEndian: modifier == .utf16be) })
    return [.string(result, text)]
  }

  private func windash(_ value: ItemValue) throws(Mistake) -> [ItemValue] {
    guard case .string(let string, var text) = value else { throw wrong(.windash, value, needs: "a string; quote the value") }
    if text.isEncoded { throw Mistake("`windash` must stand before encodings") }
    text.isModified = true
    guard let variants = Windash.variants(string) else {
      throw Mistake("`windash` would make more than \(Windash.maximumVariants) values of this one; split it with `contains|all`")
    }
    return variants.map { .string($0, text) }
  }

  private func compare(_ modifier: Modifier, _ value: ItemValue) throws(Mistake) -> [ItemValue] {
    guard hasField else { throw Mistake("`\(modifier.rawValue)` needs a field") }
    guard let comparison = modifier.comparison else { return [value] }
    switch value {
    case .number(let number): return [.comparison(comparison, number)]
    case .timePart(let part, .equal, let number): return [.timePart(part, comparison, number)]
    case .hugeInteger: throw Mistake("the number does not fit in 64 bits; write a smaller one")
    default: throw wrong(modifier, value, needs: "one number without quotes")
    }
  }

  private func timePart(_ modifier: Modifier, _ value: ItemValue) throws(Mistake) -> [ItemValue] {
    guard hasField else { throw Mistake("`\(modifier.rawValue)` needs a field that holds a date") }
    guard let part = modifier.timePart, case .number(.integer(let number)) = value, let whole = Int(exactly: number) else {
      throw wrong(modifier, value, needs: "a whole number without quotes")
    }
    return [.timePart(part, .equal, whole)]
  }

  private func reference(_ value: ItemValue) throws(Mistake) -> [ItemValue] {
    guard hasField else { throw Mistake("`fieldref` compares two fields; write `field|fieldref: other`") }
    guard case .string(let string, let text) = value else { throw wrong(.fieldref, value, needs: "the name of a field") }
    if text.isModified {
      throw Mistake("`fieldref` must stand before the modifiers that change its value; write `fieldref|contains`")
    }
    guard let bytes = string.plainBytes, !bytes.isEmpty else {
      throw Mistake("`fieldref` needs the name of one field, without wildcards")
    }
    return [.reference(field: String(decoding: bytes, as: UTF8.self), .whole, cased: text.cased)]
  }

  private func expand(_ value: ItemValue) throws(Mistake) -> [ItemValue] {
    let expansion = Expansion(placeholders: placeholders)
    switch value {
    case .string(let string, var text):
      text.isModified = true
      return try expansion.strings(string).map { .string($0, text) }
    case .regex(var regex):
      regex.pattern = try expansion.regex(regex.pattern)
      return [.regex(regex)]
    default: throw wrong(.expand, value, needs: "a string with `%name%` in it")
    }
  }
}
