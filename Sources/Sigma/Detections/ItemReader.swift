/// Reads one item of a selection, `field|modifiers: values`, or one keyword, into an expression (SPEC 3.2, 3.8, 4).
struct ItemReader {
  /// More alternatives than this come of one item only by mistake.
  static let maximumAlternatives = 50_000

  var options: RuleLoader.Options

  /// Nil where something is wrong; the report says what.
  func read(_ entry: YAMLEntry, _ report: inout Report) -> Expression? {
    let parts = entry.key.utf8.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false).map { Substring($0) }
    let field = String(parts[0])
    guard let modifiers = modifiers(parts.dropFirst(), entry, &report) else { return nil }
    if field.isEmpty { warnOfAffixes(modifiers, entry, &report) }
    guard let values = values(entry, isKeyword: field.isEmpty, modifiers, &report) else { return nil }
    if modifiers.contains(.all), values.count == 1 {
      report.warning(entry.place, "`all` has one value only; remove `|all` or add a value", kind: .singleAll)
    }
    let chain = ModifierChain(modifiers: modifiers, hasField: !field.isEmpty, placeholders: options.placeholders)
    return expression(values, field: field, chain, &report)
  }

  /// A scalar that stands for itself: to be found anywhere in the event.
  func readKeyword(_ node: YAMLNode, _ report: inout Report) -> Expression? {
    expression([node], field: "", ModifierChain(modifiers: [], hasField: false, placeholders: options.placeholders), &report)
  }

  private func modifiers(_ names: ArraySlice<Substring>, _ entry: YAMLEntry, _ report: inout Report) -> [Modifier]? {
    var modifiers: [Modifier] = []
    for name in names {
      if let modifier = Modifier(rawValue: String(name)) {
        modifiers.append(modifier)
      } else {
        let offset = entry.key[..<name.startIndex].unicodeScalars.count
        let what = name.isEmpty ? "a modifier is missing in `\(entry.key)`" : "unknown modifier `\(name)`"
        report.error(Place(line: entry.place.line, column: entry.place.column + offset), what + Modifier.mend(String(name)))
      }
    }
    if modifiers.count(where: { $0 == .neq }) > 1 {
      report.error(entry.place, "`neq` stands twice in `\(entry.key)`; remove one")
      return nil
    }
    return modifiers.count == names.count ? modifiers : nil
  }

  private func warnOfAffixes(_ modifiers: [Modifier], _ entry: YAMLEntry, _ report: inout Report) {
    for modifier in modifiers where modifier == .startswith || modifier == .endswith {
      report.warning(entry.place, "`\(modifier.rawValue)` does not anchor a keyword, which is found anywhere; name a field")
    }
  }

  private func values(
    _ entry: YAMLEntry, isKeyword: Bool, _ modifiers: [Modifier], _ report: inout Report
  ) -> [YAMLNode]? {
    switch entry.value.content {
    case .scalar: return [entry.value]
    case .list(let list) where list.isEmpty:
      if isKeyword || !modifiers.allSatisfy(\.isForList) {
        report.error(entry.value.place, "`\(entry.key)` has an empty list; give it a value")
        return nil
      }
      return [YAMLNode(content: .scalar(YAMLScalar(text: "", style: .plain, isText: false)), place: entry.value.place)]
    case .list(let list):
      let wrong = list.filter { $0.scalar == nil }
      for node in wrong {
        report.error(node.place, "`\(entry.key)` holds \(node.kind); values are strings, numbers, booleans or null")
      }
      return wrong.isEmpty ? list : nil
    case .map:
      report.error(
        entry.value.place, "`\(entry.key)` holds a map; values are strings, numbers, booleans or null, so check the indentation")
      return nil
    }
  }

  private func expression(
    _ values: [YAMLNode], field: String, _ chain: ModifierChain, _ report: inout Report
  ) -> Expression? {
    var parts: [Expression] = []
    parts.reserveCapacity(values.count)
    var total = 0
    var failed = false
    for node in values {
      guard let scalar = node.scalar else { continue }
      let written = scalar.value
      do throws(Mistake) {
        let alternatives = try chain.apply(to: value(written, chain.modifiers))
        total += alternatives.count
        if total > Self.maximumAlternatives {
          throw Mistake("the item expands to more than \(Self.maximumAlternatives) values; split it")
        }
        if alternatives.count == 1 {
          parts.append(try test(alternatives[0], field: field))
        } else {
          var tests: [Expression] = []
          for alternative in alternatives { tests.append(try test(alternative, field: field)) }
          parts.append(.any(tests))
        }
      } catch {
        failed = true
        report.error(error, in: node)
      }
      warnOfEscapedWildcard(written, chain.modifiers, node, &report)
      warnOfTime(written, chain.modifiers, node, &report)
    }
    if failed || parts.isEmpty { return nil }
    let joined: Expression = chain.modifiers.contains(.all) ? .all(parts) : .any(parts)
    return chain.modifiers.contains(.neq) ? .negation(of: joined) : joined
  }

  private func value(_ written: YAMLScalar.Value, _ modifiers: [Modifier]) -> ItemValue {
    switch written {
    case .null: .null
    case .boolean(let value): .boolean(value)
    case .number(let number): .number(number)
    case .hugeInteger(let digits): .hugeInteger(digits)
    case .text(let text): .string(SigmaString(text, expandable: modifiers.contains(.expand)), ItemValue.Text(raw: text))
    }
  }

  private func test(_ value: ItemValue, field: String) throws(Mistake) -> Expression {
    if case .regex(let regex) = value { try check(regex) }
    if field.isEmpty {
      guard let test = value.keywordTest else {
        throw Mistake("\(value.kind) needs a field to look at; write `field: value`")
      }
      return .anywhere(test)
    }
    guard let test = value.test else { throw Mistake("a placeholder is left in the value; add `|expand`") }
    return .field(field, test)
  }

  /// The place in the pattern is told, too: the scalar may be written with escapes, or hold what `expand` put in.
  private func check(_ regex: Regex) throws(Mistake) {
    func mistake(_ message: String, _ offset: Int?) -> Mistake {
      Mistake("regular expression\(offset.map { ", character \($0 + 1)" } ?? ""): \(message)", at: offset)
    }
    do { try RegexSyntax.check(regex.pattern) } catch { throw mistake(error.message, error.offset) }
    if let fault = options.checkRegex(regex) { throw mistake(fault.message, fault.offset) }
  }

  /// `\temp\*.exe` is the literal text `temp*.exe` in a folder, and hardly ever meant (TRAPS 3).
  private func warnOfEscapedWildcard(
    _ written: YAMLScalar.Value, _ modifiers: [Modifier], _ node: YAMLNode, _ report: inout Report
  ) {
    guard case .text(let text) = written, !modifiers.contains(.re), let offset = PathWildcard.find(in: text) else { return }
    let place = Mistake("", at: offset).place(in: node)
    report.warning(place, "`\\*` is a literal asterisk; write `\\\\*` for a backslash and a wildcard", kind: .escapedWildcard)
  }

  private func warnOfTime(
    _ written: YAMLScalar.Value, _ modifiers: [Modifier], _ node: YAMLNode, _ report: inout Report
  ) {
    guard let part = modifiers.lazy.compactMap(\.timePart).first, case .number(.integer(let number)) = written,
      !modifiers.contains(where: { $0.comparison != nil }), !part.range.contains(Int(clamping: number))
    else { return }
    report.warning(node.place, "no date has \(number) there; the values are \(part.range.lowerBound) to \(part.range.upperBound)")
  }
}

extension TimePart {
  /// What a part of a date can be.
  fileprivate var range: ClosedRange<Int> {
    switch self {
    case .minute: 0...59
    case .hour: 0...23
    case .day: 1...31
    case .week: 1...53
    case .month: 1...12
    case .year: 0...9999
    }
  }
}
