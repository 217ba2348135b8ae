import Glibc

/// Follows the files that a path or pattern names, as they are written, rotated, truncated, deleted and made anew.
///
/// It sleeps in poll(2) until the kernel has news. A rotated file is read to its end and for the grace (5 s) after its successor
/// appeared, because writers go on until they reopen; then comes the successor, so each chain is one stream in order.
public final class FileFollower: @unchecked Sendable {
  // Unchecked, because everything but the two events belongs to the thread in `run()`.

  /// Files open at once; those beyond are reported and not read.
  public static let maximumFiles = 1024
  private static let maximumRead = 256 << 10

  private let grace: Duration
  private let mayRead: (String) -> Bool
  private let handle: (FollowEvent) -> Void
  private let stopping: WakeEvent
  private let resuming: WakeEvent
  private let inotify: Inotify
  private let watch: PatternWatch
  private var opener: ChainOpener

  private var chains: [String: FollowedChain] = [:]
  /// The chain of each watched file.
  private var chainsByWatch: [Int32: FollowedChain] = [:]
  private var filesByKey: [FileStatus.Key: FollowedFile] = [:]
  /// Chains with something to do, in the order in which they got it.
  private var ready: [FollowedChain] = []
  /// Chains whose first file is waiting to be let go.
  private var waiting: Set<String> = []
  /// Chains that may not be read on for now.
  private var paused: [FollowedChain] = []
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: maximumRead, alignment: 4096)

  /// What is there to begin with.
  private var beginning: [(path: String, files: [FollowedFile])] = []

  /// Opens what there is and watches `pattern`: from here on nothing is missed, though it is told in `run()`, on whose thread
  /// `handle` is called and which waits for it. Before a chain is read on, `mayRead` is asked with its name; where it says no, the
  /// others go on, and it is asked again after `resume`.
  public init(
    pattern: String, start: FollowStart, grace: Duration = .seconds(5), mayRead: @escaping (String) -> Bool = { _ in true },
    handle: @escaping (FollowEvent) -> Void
  ) throws(InputError) {
    (self.grace, self.mayRead, self.handle) = (grace, mayRead, handle)
    (stopping, resuming) = (try WakeEvent(), try WakeEvent())
    inotify = try Inotify()
    watch = PatternWatch(pattern, inotify: inotify)
    opener = ChainOpener(start: start, pattern: pattern)
    let (watch, opener) = (watch, opener)
    (beginning, self.opener) = Self.begin(watch, opener)
  }

  /// A rotation while files are looked up and opened makes the view of them worth nothing; then everything is looked at again.
  private static func begin(
    _ watch: PatternWatch, _ fresh: ChainOpener
  ) -> ([(path: String, files: [FollowedFile])], ChainOpener) {
    var opener = fresh
    var chains = opener.begin(watch.walk())
    for _ in 0..<8 where chains.contains(where: \.files.isStale) {
      opener = fresh
      chains = opener.begin(watch.walk())
    }
    return (chains.map { ($0.path, $0.files.files) }, opener)
  }

  deinit { buffer.deallocate() }

  /// The chains that were there when it was made and will be told of; to be asked before `run()`.
  public var chainsAtStart: [String] {
    var known: Set<FileStatus.Key> = []
    return beginning.filter { !$0.files.filter { known.insert($0.key).inserted }.isEmpty }.map(\.path)
  }

  /// How far each chain was handed on; to be asked once `run()` has returned, or before it is called.
  public var positions: [String: FilePosition] {
    var files = chains.compactMapValues(\.files.first)
    for (path, waiting) in beginning { files[path] = waiting.first }
    return files.mapValues { FilePosition(identity: $0.identity, offset: $0.offset, modified: $0.modified) }
  }

  /// Ends `run()` after the event being handled; any thread may call it, at any time.
  public func stop() { stopping.signal() }

  /// Chains that might not be read on are asked about again; any thread may call it, at any time.
  func resume() { resuming.signal() }

  /// Follows until `stop()`.
  public func run() {
    begin()
    while !stopping.isSignalled {
      work()
      sleep()
      for event in inotify.read() { react(to: event) }
    }
  }

  private func begin() {
    tellErrors()
    for (path, files) in beginning { adopt(files, as: path) }
    beginning = []
  }

  /// Waits for news, for `stop()` or `resume()`, or for a deadline.
  private func sleep() {
    let now = Monotonic.now
    let deadlines = waiting.compactMap { chains[$0]?.deadline }
    let timeout = ready.isEmpty ? deadlines.min()?.timeout(from: now) ?? -1 : 0
    var requests = [
      pollfd(fd: inotify.descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: stopping.descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: resuming.descriptor, events: Int16(POLLIN), revents: 0),
    ]
    poll(&requests, 3, timeout)
    if requests[2].revents != 0 {
      resuming.clear()
      for chain in paused { wake(chain) }
      paused = []
    }
    let then = Monotonic.now
    for path in waiting where chains[path]?.deadline.map({ $0 <= then }) ?? true {
      waiting.remove(path)
      chains[path].map(wake)
    }
  }

  private func wake(_ chain: FollowedChain) {
    guard !chain.isReady else { return }
    chain.isReady = true
    ready.append(chain)
  }

  private func react(to event: Inotify.Event) {
    if event.mask & Inotify.overflow != 0 {
      // What was missed is found by looking at everything.
      for path in watch.walk() { consider(path) }
      for path in chains.keys.sorted() { chains[path].map(wake) }
    } else if let chain = chainsByWatch[event.watch] {
      wake(chain)
    } else {
      for path in watch.paths(for: event) { consider(path) }
    }
    tellErrors()
  }

  private func tellErrors() {
    for error in watch.errors + opener.errors { handle(.failed(path: error.name, message: error.description)) }
    watch.errors = []
    opener.errors = []
  }

  /// Looks at a path that appeared, went or changed.
  private func consider(_ path: String) {
    let base = ChainFile.base(of: path)
    let chain = chains[base]
    guard chain != nil || watch.names(path) else { return }
    guard case .success(let status) = FileStatus.of(path) else {
      opener.forget(path)
      if let chain { extend(chain) }
      return
    }
    if let known = filesByKey[status.key] {
      if !FileStatus.isLink(path) { known.path = path }
      return
    }
    if FileStatus.isLink(path) { watch.watchTarget(of: path) }
    if let chain, let last = chain.files.last {
      if ChainOpener.succeeds(path, last, in: base) { extend(chain) }
    } else if watch.names(path) {
      // A chain that was known and has no files now had its rotated ones read.
      adopt(opener.appeared(path, status, besides: chain == nil ? base : nil, openFiles: filesByKey.count), as: base)
    }
    tellErrors()
  }

  /// Takes up what came after the files of a chain.
  private func extend(_ chain: FollowedChain) {
    if let last = chain.files.last {
      for file in opener.successors(of: last, in: chain.path, openFiles: filesByKey.count) where filesByKey[file.key] == nil {
        if chain.isCaughtUp { handle(.behind(path: chain.path)) }
        chain.append(file, now: .now, grace: grace)
        register(file, chain)
      }
    }
    // The last link of a deleted file is gone, which reading it will show.
    wake(chain)
  }

  private func adopt(_ files: [FollowedFile], as path: String) {
    var keys: Set<FileStatus.Key> = []
    let fresh = files.filter { filesByKey[$0.key] == nil && keys.insert($0.key).inserted }
    guard !fresh.isEmpty else { return }
    let chain = FollowedChain(path: path)
    chain.begin(with: fresh, now: .now, grace: grace)
    chains[path] = chain
    for file in fresh { register(file, chain) }
  }

  private func register(_ file: FollowedFile, _ chain: FollowedChain) {
    filesByKey[file.key] = file
    if FileStatus.isLink(file.path) { watch.watchTarget(of: file.path) }
    if !file.isPacked {
      do throws(InputError) {
        let number = try inotify.watchFile(descriptor: file.descriptor, name: file.path)
        file.watch = number
        chainsByWatch[number] = chain
      } catch {
        handle(.failed(path: chain.path, message: error.description))
      }
    }
    wake(chain)
  }

  /// One read of each chain that is ready, in turn.
  private func work() {
    let batch = ready
    ready = []
    for chain in batch {
      chain.isReady = false
      if stopping.isSignalled { return }
      if !mayRead(chain.path) {
        if !paused.contains(where: { $0 === chain }) { paused.append(chain) }
      } else if advance(chain) {
        wake(chain)
      }
    }
  }

  /// Reads once, or does what the end of the file asks for; whether there is more to do at once.
  private func advance(_ chain: FollowedChain) -> Bool {
    guard let file = chain.files.first else { return false }
    if !file.isAnnounced {
      file.isAnnounced = true
      handle(.opened(path: chain.path, file: file.path))
    }
    if file.look() == .truncated {
      recover(file, chain)
      return true
    }
    do throws(InputError) {
      let offset = file.offset
      let count = try file.read(into: buffer)
      guard count > 0 else { return reachedEnd(of: file, chain) }
      chain.isCaughtUp = false
      let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
      handle(
        .data(
          FollowedBytes(
            path: chain.path, file: file.path, identity: file.identity, offset: offset, modified: file.modified, bytes: bytes)))
      return true
    } catch {
      if !file.hasFailed { handle(.failed(path: chain.path, message: error.description)) }
      file.hasFailed = true
      // An archive is over with its error; a live file may recover, and is tried again with its next change.
      if !file.isPacked { return reachedEnd(of: file, chain) }
      release(file, chain)
      if chain.files.isEmpty { handle(.caughtUp(path: chain.path)) }
      return true
    }
  }

  private func reachedEnd(of file: FollowedFile, _ chain: FollowedChain) -> Bool {
    if file.isDeleted, file.leaveAt == nil { file.leaveAt = .now + grace }
    guard let leaveAt = file.leaveAt else {
      if !chain.isCaughtUp {
        chain.isCaughtUp = true
        handle(.caughtUp(path: chain.path))
      }
      return false
    }
    guard leaveAt <= .now else {
      waiting.insert(chain.path)
      return false
    }
    release(file, chain)
    handle(file.isDeleted ? .removed(path: chain.path) : .rotated(path: chain.path, file: file.path))
    if chain.files.isEmpty { handle(.caughtUp(path: chain.path)) }
    return true
  }

  private func release(_ file: FollowedFile, _ chain: FollowedChain) {
    _ = chain.removeFirst()
    filesByKey[file.key] = nil
    if let number = file.watch {
      chainsByWatch[number] = nil
      inotify.remove(number)
    }
    // A chain without files is kept as a name whose rotated files were read, unless someone makes up names without end.
    if chain.files.isEmpty, chains.count > Self.maximumFiles { chains[chain.path] = nil }
  }

  /// The file was cut short. Its rest may be in a copy, as copytruncate makes one; then that comes first.
  private func recover(_ file: FollowedFile, _ chain: FollowedChain) {
    let position = FilePosition(identity: file.identity, offset: file.offset, modified: file.modified)
    let known = file.size > file.offset ? file.size - file.offset : 0
    let copy = opener.copy(of: position, besides: file, in: chain.path)
    file.restart()
    let saved = copy.map { $0.isPacked ? known : $0.size - position.offset } ?? 0
    handle(.truncated(path: chain.path, file: file.path, lost: known > saved ? known - saved : 0))
    if let copy {
      chain.readBefore(copy, now: .now)
      register(copy, chain)
    }
    file.isAnnounced = copy == nil
    chain.isCaughtUp = false
  }
}
