import Glibc

/// Which files of a chain are still to be read, oldest first, when following begins.
struct CatchUp {
  var files: [FollowedFile] = []
  /// What could not be opened, or what was lost.
  var errors: [InputError] = []
  /// A path led to another file than the one that was looked at: a rotation came in between.
  private(set) var isStale = false

  /// All of `members`, from their beginning.
  init(reading members: [ChainFile]) {
    for member in members { open(member) }
  }

  /// The live one of `members`, from its end.
  init(tailing members: [ChainFile]) {
    guard let live = members.last(where: \.mayBeLive) else { return }
    open(live)
    files.last?.seekToEnd()
  }

  /// What follows `position` in the chain called `base`: the rest of the file that was being read, whatever it is called by now,
  /// and everything newer.
  init(resuming base: String, at position: FilePosition) {
    do throws(InputError) {
      for sibling in try ChainFile.siblings(of: base) { open(sibling) }
    } catch {
      if error.kind != .system(ENOENT) { errors.append(error) }
    }
    if let index = files.firstIndex(where: { Self.isSame($0, position) })
      ?? files.firstIndex(where: { Self.isCopy($0, position) })
    {
      files.removeFirst(index)
      files[0].seek(to: position.offset)
      return
    }
    files.removeAll { $0.modified <= position.modified }
    errors.append(
      InputError(
        .noSuchInput, name: base, offset: position.offset,
        what: "the file that was last read (inode \(position.identity.inode)) is gone, with what was not read of it",
        remedy: "keep rotated files for as long as the service may be down"))
  }

  private mutating func open(_ member: ChainFile) {
    do throws(InputError) {
      let file = try FollowedFile(path: member.path)
      files.append(file)
      isStale = isStale || file.key != member.status.key
    } catch {
      if error.kind == .system(ENOENT) { isStale = true } else { errors.append(error) }
    }
  }

  private static func isSame(_ file: FollowedFile, _ position: FilePosition) -> Bool {
    file.key.device == position.identity.device && file.key.inode == position.identity.inode && holds(file, position)
  }

  /// A copy of the file, packed or not, has its beginning; an empty beginning says nothing.
  static func isCopy(_ file: FollowedFile, _ position: FilePosition) -> Bool {
    position.identity.fingerprint.length > 0 && holds(file, position)
  }

  private static func holds(_ file: FollowedFile, _ position: FilePosition) -> Bool {
    position.identity.fingerprint.matches(file.beginning()) && (file.isPacked || file.size >= position.offset)
  }
}
