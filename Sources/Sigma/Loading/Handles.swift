/// All names by which documents refer to each other: ids and `name`s over the whole set (SPEC 6.1).
struct Handles {
  private var ids: [String: Int] = [:]
  private var names: [String: Int] = [:]
  /// Drafts whose id or name an earlier one has.
  private(set) var duplicates: Set<Int> = []
  private(set) var problems: [Problem] = []

  init(_ drafts: [Draft]) {
    for (index, draft) in drafts.enumerated() {
      if let id = draft.metadata.id { Self.enter(id.lowercased(), "id", index, drafts, &ids, &duplicates, &problems) }
      if let name = draft.metadata.name { Self.enter(name, "name", index, drafts, &names, &duplicates, &problems) }
    }
  }

  private static func enter(
    _ key: String, _ kind: String, _ index: Int, _ drafts: [Draft], _ table: inout [String: Int], _ duplicates: inout Set<Int>,
    _ problems: inout [Problem]
  ) {
    guard let first = table[key] else {
      table[key] = index
      return
    }
    duplicates.insert(index)
    let place = drafts[first].metadata.position
    let metadata = drafts[index].metadata
    let mend = kind == "id" ? "give it one of its own, made with `uuidgen`" : "choose another"
    problems.append(
      Problem(
        .error, at: metadata.position, title: metadata.title,
        "the \(kind) `\(key)` is taken by \(place.path):\(place.line); \(mend)"))
  }

  /// The index of the draft: by id first, then by name.
  func find(_ handle: String) -> Int? { ids[handle.lowercased()] ?? names[handle] }

  var known: [String] { names.keys.sorted() + ids.keys.sorted() }
}
