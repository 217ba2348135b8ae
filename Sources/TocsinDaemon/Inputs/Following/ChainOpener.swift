import Glibc

/// Opens the files of chains: those that are there when following begins, as `FollowStart` says, and those that appear.
struct ChainOpener {
  /// Errors to be told.
  var errors: [InputError] = []

  private let start: FollowStart
  private let pattern: String
  private var isBeginning = true
  /// Paths that could not be opened, told once, with where to begin when they can.
  private var refused: [String: Refusal] = [:]

  /// When following began, in microseconds since 1970.
  private let begun: Int64

  private struct Refusal {
    let key: FileStatus.Key
    let offset: UInt64
  }

  init(start: FollowStart, pattern: String) {
    self.start = start
    self.pattern = pattern
    var time = timespec()
    clock_gettime(CLOCK_REALTIME_COARSE, &time)
    begun = FileStatus.microseconds(time)
  }

  /// The chains of the files that are there, sorted by name.
  mutating func begin(_ paths: [String]) -> [(path: String, files: CatchUp)] {
    defer { isBeginning = false }
    var members: [String: [ChainFile]] = [:]
    for path in paths {
      guard case .success(let status) = FileStatus.of(path) else { continue }
      if let file = usable(path, status) { members[ChainFile.base(of: path), default: []].append(file) }
    }
    for base in positions.keys where members[base] == nil && isOurs(base) { members[base] = [] }
    // A link's target, where it has a chain of its own, is read under its own name.
    let order = members.keys.sorted { (FileStatus.isLink($0) ? 1 : 0, $0) < (FileStatus.isLink($1) ? 1 : 0, $1) }
    var opened = 0
    return order.compactMap { base in
      let files = ChainFile.oldestFirst(ChainFile.withoutCopies(members[base] ?? []) { _, _ in })
      guard opened + files.count <= FileFollower.maximumFiles else {
        files.last.map { refuse($0.path, $0.status, Self.tooMany($0.path)) }
        return nil
      }
      let catchUp = plan(base, files)
      opened += catchUp.files.count
      errors += catchUp.errors
      return (base, catchUp)
    }
  }

  private static func tooMany(_ path: String) -> InputError {
    InputError(
      .unsupported, name: path, what: "more than \(FileFollower.maximumFiles) files are followed", remedy: "narrow the pattern")
  }

  private var positions: [String: FilePosition] {
    switch start {
    case .end, .beginning: [:]
    case .position(let position): [ChainFile.base(of: pattern): position]
    case .positions(let positions), .continuing(let positions): positions
    }
  }

  /// Whether a chain that has no file at this moment, whose position is known, is one of the pattern.
  private func isOurs(_ base: String) -> Bool {
    guard case .continuing = start else { return true }
    let (wanted, path) = (PathPattern(pattern), PathPattern(base))
    return wanted.root == path.root && wanted.components.count == path.components.count
      && path.components.indices.allSatisfy { wanted.matches(path.components[$0], level: $0) }
  }

  private func plan(_ base: String, _ members: [ChainFile]) -> CatchUp {
    if let position = positions[base] { return CatchUp(resuming: base, at: position) }
    return start.skipsThePast ? CatchUp(tailing: members) : CatchUp(reading: members)
  }

  /// A file that appeared and begins a chain of its own, unless its name says that it is an old one. With `base`, the chain is new,
  /// and files of it that were rotated before anyone looked come first.
  mutating func appeared(_ path: String, _ status: FileStatus, besides base: String?, openFiles: Int) -> [FollowedFile] {
    guard let file = usable(path, status), file.mayBeLive, let opened = open(path, status, openFiles: openFiles) else {
      return []
    }
    guard let base, let siblings = try? ChainFile.siblings(of: base) else { return [opened] }
    let older = siblings.prefix { $0.path != path }.filter { $0.status.modified >= begun }
    return older.compactMap { try? FollowedFile(path: $0.path) } + [opened]
  }

  /// The files of the chain `base` that come after `last`: more than one, if it was rotated twice before anyone looked.
  mutating func successors(of last: FollowedFile, in base: String, openFiles: Int) -> [FollowedFile] {
    for _ in 0..<8 {
      var opened: [FollowedFile] = []
      var isStale = false
      for wanted in after(last, in: base) where wanted.status.key != last.key {
        guard let file = open(wanted.path, wanted.status, openFiles: openFiles + opened.count) else { continue }
        opened.append(file)
        // A rotation between the look and the opening gives a path to another file; then the look is worth nothing.
        isStale = isStale || file.key != wanted.status.key
      }
      if !isStale { return opened }
    }
    return []
  }

  private func after(_ last: FollowedFile, in base: String) -> ArraySlice<ChainFile> {
    let siblings = (try? ChainFile.siblings(of: base)) ?? []
    let position = FilePosition(identity: last.identity, offset: 0, modified: 0)
    let index =
      siblings.firstIndex { $0.status.key == last.key }
      ?? siblings.firstIndex { sibling in (try? FollowedFile(path: sibling.path)).map { CatchUp.isCopy($0, position) } ?? false }
    // Where it left no trace, only the live one is certain to be newer.
    return index.map { siblings[($0 + 1)...] } ?? siblings.suffix(1).filter { $0.path == base }[...]
  }

  mutating func open(_ path: String, _ status: FileStatus, openFiles: Int) -> FollowedFile? {
    guard usable(path, status) != nil else { return nil }
    guard openFiles < FileFollower.maximumFiles else {
      refuse(path, status, Self.tooMany(path))
      return nil
    }
    do throws(InputError) {
      let file = try FollowedFile(path: path)
      if let refusal = refused.removeValue(forKey: path), refusal.key == status.key {
        file.seek(to: min(refusal.offset, file.size))
      }
      return file
    } catch {
      if error.kind != .system(ENOENT) { refuse(path, status, error) }
      return nil
    }
  }

  /// A regular file that may be read now; why not is told once.
  private mutating func usable(_ path: String, _ status: FileStatus) -> ChainFile? {
    guard status.kind == .regular else {
      if status.kind != .directory {
        refuse(
          path, status,
          InputError(.unsupported, name: path, what: "it is not a regular file", remedy: "give a regular file to follow"))
      }
      return nil
    }
    guard faccessat(AT_FDCWD, path, R_OK, AT_EACCESS) == 0 else {
      let code = errno
      if code != ENOENT { refuse(path, status, InputError("open", name: path, errno: code)) }
      return nil
    }
    return ChainFile(path: path, status: status)
  }

  private mutating func refuse(_ path: String, _ status: FileStatus, _ error: InputError) {
    guard refused[path]?.key != status.key, refused.count < 4 * FileFollower.maximumFiles else { return }
    var offset: UInt64 = 0
    // What was in it before is behind the end where following began.
    if isBeginning, start.skipsThePast { offset = status.size }
    refused[path] = Refusal(key: status.key, offset: offset)
    errors.append(error)
  }

  /// A path that is gone is told anew should it come again.
  mutating func forget(_ path: String) { refused[path] = nil }

  /// Whether the file at `path` comes after `last` in the chain `base`, rather than being a rotated or copied one.
  static func succeeds(_ path: String, _ last: FollowedFile, in base: String) -> Bool {
    if path == base { return true }
    let name = RotationName(PathPattern.split(path).name)
    let lastAge = RotationName(PathPattern.split(last.path).name).age
    guard case .date = name.age, !name.isCompressed, case .date = lastAge else { return false }
    return lastAge < name.age
  }

  /// A copy of what a truncated file held, positioned behind what was read, if it holds more.
  func copy(of position: FilePosition, besides file: FollowedFile, in base: String) -> FollowedFile? {
    guard let siblings = try? ChainFile.siblings(of: base) else { return nil }
    for sibling in siblings.reversed() where sibling.status.key != file.key {
      guard let copy = try? FollowedFile(path: sibling.path), CatchUp.isCopy(copy, position) else { continue }
      copy.seek(to: position.offset)
      return copy.isPacked || copy.size > position.offset ? copy : nil
    }
    return nil
  }
}
