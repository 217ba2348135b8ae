/// A file of a rotation chain, and the order of such files.
struct ChainFile {
  let path: String
  let status: FileStatus
  let name: RotationName

  init(path: String, status: FileStatus) {
    self.path = path
    self.status = status
    name = RotationName(PathPattern.split(path).name)
  }

  /// The path without what rotation added to its name.
  static func base(of path: String) -> String {
    let (directory, name) = PathPattern.split(path)
    return PathPattern.join(directory, RotationName(name).base)
  }

  /// All regular files of the chain named `base`, oldest first, whether or not someone asked for them.
  ///
  /// A rotation in between would hide the file that it renames; so two looks must agree.
  static func siblings(of base: String) throws(InputError) -> [ChainFile] {
    var files = try snapshot(of: base)
    for _ in 0..<8 {
      let again = try snapshot(of: base)
      if files.elementsEqual(again, by: { $0.path == $1.path && $0.status.key == $1.status.key }) { break }
      files = again
    }
    return oldestFirst(withoutCopies(files) { _, _ in })
  }

  private static func snapshot(of base: String) throws(InputError) -> [ChainFile] {
    let (directory, name) = PathPattern.split(base)
    var files: [ChainFile] = []
    for candidate in try Directory.names(in: directory.isEmpty ? "." : directory)
    where candidate.hasPrefix(String(name.prefix(1))) && RotationName(candidate).base == name {
      let path = PathPattern.join(directory, candidate)
      if case .success(let status) = FileStatus.of(path), status.kind == .regular {
        files.append(ChainFile(path: path, status: status))
      }
    }
    return files
  }

  /// Drops a compressed file whose uncompressed original is there too, as a compression that is running or was cut short leaves it;
  /// `dropped` hears of each, with its original.
  static func withoutCopies(_ files: [ChainFile], dropped: (ChainFile, ChainFile) -> Void) -> [ChainFile] {
    let originals = files.filter { !$0.name.isCompressed }
    return files.filter { file in
      guard file.name.isCompressed else { return true }
      let original = originals.first { other in
        // Beside a live log, `x.gz` may be an old one; gzip gives a copy its original's time.
        other.name.age == file.name.age
          && (file.name.age != .live || other.status.modified / 1_000_000 == file.status.modified / 1_000_000)
      }
      if let original { dropped(file, original) }
      return original == nil
    }
  }

  static func oldestFirst(_ files: [ChainFile]) -> [ChainFile] {
    let mixed = files.contains { $0.isNumbered } && files.contains { $0.isDated }
    return files.sorted { a, b in
      // Two schemes in one chain are the trace of a changed configuration; only the files' times tell which came first.
      if mixed, a.name.age != .live, b.name.age != .live, a.status.modified != b.status.modified {
        return a.status.modified < b.status.modified
      }
      if a.name.age != b.name.age { return a.name.age < b.name.age }
      // `x.gz` beside `x`: what is compressed is older.
      return a.name.isCompressed && !b.name.isCompressed
    }
  }

  var isNumbered: Bool {
    if case .number = name.age { true } else { false }
  }

  var isDated: Bool {
    if case .date = name.age { true } else { false }
  }

  /// A file that a program may be writing: the plain name, or the newest of dated ones.
  var mayBeLive: Bool { !name.isCompressed && !isNumbered }
}
