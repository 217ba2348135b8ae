import Glibc

/// Watches the directories that a pattern leads through, as far as they exist, and tells which paths are worth a look.
final class PatternWatch {
  private struct Node: Hashable {
    /// Empty for the working directory.
    let path: String
    /// The level of the pattern that names of this directory are held against; nil for the home of a link's target.
    let level: Int?
  }

  let pattern: PathPattern
  private let inotify: Inotify
  private var nodes: [Int32: Set<Node>] = [:]
  /// Directories that could not be watched or listed, told once.
  private var failed: Set<String> = []
  /// Paths whose links' targets live in a directory.
  private var links: [String: Set<String>] = [:]
  /// Errors to be told.
  var errors: [InputError] = []

  init(_ text: String, inotify: Inotify) {
    pattern = PathPattern(text)
    self.inotify = inotify
  }

  /// Watches all directories of the pattern; the paths that fit it.
  func walk() -> [String] { walk(pattern.root == "/" ? "/" : "", level: 0) }

  /// Watches first, then lists, so that nothing appears unseen in between.
  private func walk(_ directory: String, level: Int) -> [String] {
    let listed = directory.isEmpty ? "." : directory
    guard level < pattern.components.count, watch(listed, Node(path: directory, level: level)) else { return [] }
    do throws(InputError) {
      let paths = try pattern.names(in: listed, level: level).map { PathPattern.join(directory, $0) }
      let isLast = level == pattern.components.count - 1
      return isLast ? paths.filter(exists) : paths.flatMap { walk($0, level: level + 1) }
    } catch {
      tell(error, of: listed)
      return []
    }
  }

  private func exists(_ path: String) -> Bool {
    switch FileStatus.of(path, followingLinks: false) {
    case .success: return true
    case .failure(let error):
      if error.code != ENOENT { tell(InputError("open", name: path, errno: error.code), of: path) }
      return false
    }
  }

  /// Whether there is such a directory and it is watched.
  private func watch(_ directory: String, _ node: Node) -> Bool {
    do throws(InputError) {
      nodes[try inotify.watchDirectory(directory), default: []].insert(node)
      failed.remove(directory)
      return true
    } catch {
      if error.kind != .system(ENOENT), error.kind != .system(ENOTDIR) { tell(error, of: directory) }
      return false
    }
  }

  private func tell(_ error: InputError, of directory: String) {
    if failed.insert(directory).inserted { errors.append(error) }
  }

  /// Watches the directory where `path`, a symbolic link, leads to: that is where its target is rotated.
  func watchTarget(of path: String) {
    guard let resolved = realpath(path, nil) else { return }
    defer { free(resolved) }
    let directory = PathPattern.split(String(cString: resolved)).directory
    if watch(directory, Node(path: directory, level: nil)) { links[directory, default: []].insert(path) }
  }

  /// The paths that an event of a directory makes worth a look.
  func paths(for event: Inotify.Event) -> [String] {
    guard let found = nodes[event.watch] else { return [] }
    if event.mask & Inotify.ignored != 0 {
      nodes[event.watch] = nil
      return []
    }
    if event.mask & Inotify.displaced != 0 { return forget(event.watch, found) }
    return found.flatMap { node -> [String] in
      guard let level = node.level else { return links[node.path].map { $0.sorted() } ?? [] }
      let path = PathPattern.join(node.path, event.name)
      if event.name.isEmpty { return [] }
      if level == pattern.components.count - 1 { return [path] }
      return pattern.matches(event.name, level: level) ? walk(path, level: level + 1) : []
    }
  }

  /// A directory has gone, or goes by another path now: what was known below it is, too. Whatever has its path now is walked anew.
  private func forget(_ watch: Int32, _ gone: Set<Node>) -> [String] {
    inotify.remove(watch)
    nodes[watch] = nil
    for node in gone {
      for (number, below) in nodes where below.contains(where: { $0.path.hasPrefix(node.path + "/") }) {
        nodes[number] = below.filter { !$0.path.hasPrefix(node.path + "/") }
        if nodes[number]?.isEmpty == true {
          nodes[number] = nil
          inotify.remove(number)
        }
      }
    }
    return gone.flatMap { node in node.level.map { walk(node.path, level: $0) } ?? [] }
  }

  /// Whether the pattern itself names `path`, found by a walk or an event in one of its directories.
  func names(_ path: String) -> Bool { pattern.matches(PathPattern.split(path).name, level: pattern.components.count - 1) }
}
