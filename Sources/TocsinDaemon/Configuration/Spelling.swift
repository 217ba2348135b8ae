/// What a mistyped word was meant to be.
enum Spelling {
  /// The known word nearest to `word`, where it is near enough to be meant.
  static func nearest(_ word: String, in known: [String]) -> String? {
    let candidates = known.map { (word: $0, distance: distance(word.lowercased(), $0.lowercased())) }
    guard let best = candidates.min(by: { $0.distance < $1.distance }) else { return nil }
    return best.distance <= max(1, min(word.count, best.word.count) / 3) ? best.word : nil
  }

  /// `; did you mean "sinks"?`, or else what there is.
  static func hint(_ word: String, in known: [String]) -> String {
    if let nearest = nearest(word, in: known) { return "; did you mean \"\(nearest)\"?" }
    return "; known here: \(known.joined(separator: ", "))"
  }

  /// Letters to insert, delete, replace or swap with their neighbour to make `b` of `a`. Long words are cut: nobody mistypes those.
  static func distance(_ a: String, _ b: String) -> Int {
    let (a, b) = (Array(a.unicodeScalars.prefix(64)), Array(b.unicodeScalars.prefix(64)))
    var rows = [Array(0...b.count)]
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var cost = min(row[j] + 1, rows[i][j + 1] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, rows[i - 1][j - 1] + 1) }
        row.append(cost)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
