import Glibc

/// Walks what the user named and groups what is found; `InputSet.discover` is its door.
struct Discovery {
  private struct Found {
    let path: String
    let status: FileStatus
    let isLink: Bool
  }

  private var found: [Found] = []
  private var result = InputSet()
  private var visited: Set<FileStatus.Key> = []
  private var readsStandardInput = false

  /// Login accounting databases: binary, and `lastlog` is sparse to hundreds of gigabytes.
  private static let databases: Set<String> = ["lastlog", "wtmp", "btmp", "utmp", "faillog", "tallylog"]

  mutating func add(_ argument: String) {
    if argument == "-" {
      readsStandardInput = true
      return
    }
    switch FileStatus.of(argument) {
    case .success(let status): add(argument, status, isNamed: true)
    case .failure(let error) where error.code == ENOENT && PathPattern.hasWildcards(argument):
      let paths = PathPattern(argument).expand(errors: &result.errors)
      if paths.isEmpty {
        result.errors.append(
          InputError(
            .noSuchInput, name: argument, what: "no file matches", remedy: "check the pattern, and quote it for the shell"))
      }
      for path in paths { addFound(path) }
    case .failure(let error): result.errors.append(InputError("open", name: argument, errno: error.code))
    }
  }

  /// A path that the file system offered: a match of a pattern or an entry of a directory.
  private mutating func addFound(_ path: String) {
    switch FileStatus.of(path) {
    case .success(let status): add(path, status, isNamed: false)
    case .failure(let error) where error.code == ENOENT: skip(path, "a symbolic link to nothing")
    case .failure(let error): result.errors.append(InputError("open", name: path, errno: error.code))
    }
  }

  private mutating func add(_ path: String, _ status: FileStatus, isNamed: Bool) {
    switch status.kind {
    case .regular:
      let base = RotationName(PathPattern.split(path).name).base
      if !isNamed, Self.databases.contains(base) {
        skip(path, "a database of logins, not a log")
        return
      }
      found.append(Found(path: path, status: status, isLink: FileStatus.isLink(path)))
    case .directory: walk(path, status)
    case .fifo where isNamed: found.append(Found(path: path, status: status, isLink: false))
    case .fifo: skip(path, "a fifo, which is only read when named")
    case .other:
      if isNamed {
        result.errors.append(
          InputError(
            .unsupported, name: path, what: "it is a socket or a device, not a log", remedy: "give a file, a directory or a fifo")
        )
      } else {
        skip(path, "a socket or a device")
      }
    }
  }

  /// Reads a directory and those in it. One that was visited before, by whatever path, is not visited again, so loops end.
  private mutating func walk(_ path: String, _ status: FileStatus) {
    guard visited.insert(status.key).inserted else { return }
    do throws(InputError) {
      for name in try Directory.names(in: path) where !name.hasPrefix(".") {
        addFound(PathPattern.join(path, name))
      }
    } catch {
      result.errors.append(error)
    }
  }

  private mutating func skip(_ path: String, _ reason: String) {
    result.skipped.append(InputSet.Skipped(path: path, reason: reason))
  }

  mutating func finish() -> InputSet {
    var chains: [String: [Found]] = [:]
    var journals: [String: [Found]] = [:]
    for file in readable(unique()) {
      let (directory, name) = PathPattern.split(file.path)
      if name.hasSuffix(".journal") || name.hasSuffix(".journal~") {
        journals[directory.isEmpty ? "." : directory, default: []].append(file)
      } else {
        chains[ChainFile.base(of: file.path), default: []].append(file)
      }
    }
    for (name, files) in chains {
      let kept = ChainFile.withoutCopies(files.map { ChainFile(path: $0.path, status: $0.status) }) { copy, original in
        skip(copy.path, "the compressed copy of \(original.path)")
      }
      result.chains.append(InputChain(name: name, kind: .files, members: members(ChainFile.oldestFirst(kept))))
    }
    for (name, files) in journals {
      result.chains.append(
        InputChain(
          name: name, kind: .journal,
          members: members(files.sorted { $0.path < $1.path }.map { ChainFile(path: $0.path, status: $0.status) })))
    }
    if readsStandardInput { result.chains.append(InputChain(name: "-", kind: .standardInput, members: [])) }
    result.chains.sort { $0.name < $1.name }
    return result
  }

  private func members(_ files: [ChainFile]) -> [InputChain.Member] {
    files.map { InputChain.Member(path: $0.path, modified: $0.status.modified, size: $0.status.size) }
  }

  /// Each file once, under a name of its own rather than a link's.
  private mutating func unique() -> [Found] {
    let ordered = found.sorted { ($0.isLink ? 1 : 0, $0.path) < ($1.isLink ? 1 : 0, $1.path) }
    var first: [FileStatus.Key: String] = [:]
    var kept: [Found] = []
    for file in ordered {
      if let other = first[file.status.key] {
        if other != file.path { skip(file.path, "the same file as \(other)") }
      } else {
        first[file.status.key] = file.path
        kept.append(file)
      }
    }
    return kept
  }

  /// Tells now, for all files at once, what may not be read.
  private mutating func readable(_ files: [Found]) -> [Found] {
    files.filter { file in
      guard faccessat(AT_FDCWD, file.path, R_OK, AT_EACCESS) != 0 else { return true }
      result.errors.append(InputError("open", name: file.path, errno: errno))
      return false
    }
  }
}
