/// The nearest known name to one that is not known.
enum Suggestion {
  /// `; did you mean X?`, or nothing where no name is near.
  static func near(_ name: String, _ known: some Sequence<String>) -> String {
    nearest(name, known).map { "; did you mean `\($0)`?" } ?? ""
  }

  static func nearest(_ name: String, _ known: some Sequence<String>) -> String? {
    let wanted = Array(name.lowercased().utf8.prefix(64))
    // Of two letters nothing is left to recognise.
    let limit = wanted.count < 3 ? 0 : max(1, min(3, wanted.count / 3))
    var best: (name: String, distance: Int)?
    for candidate in known {
      let distance = distance(wanted, Array(candidate.lowercased().utf8.prefix(64)))
      // Of two as near, the one of the same length: letters are swapped more often than lost.
      let isBetter = distance < best?.distance ?? .max || (distance == best?.distance && candidate.utf8.count == wanted.count)
      if distance <= limit, isBetter { best = (candidate, distance) }
    }
    return best?.name
  }

  /// Insertions, deletions, replacements and swaps of neighbours.
  private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    if abs(a.count - b.count) > 3 { return .max }
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      row.reserveCapacity(b.count + 1)
      for j in b.indices {
        var cost = min(row[j] + 1, last[j + 1] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, beforeLast[j - 1] + 1) }
        row.append(cost)
      }
      (beforeLast, last) = (last, row)
    }
    return last[b.count]
  }
}
