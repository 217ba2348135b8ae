import CByteScan

/// What one group of one correlation has seen lately, with the episode that is open for it.
///
/// A window whose group is forgotten may serve another one: most groups are seen once or twice, and their memory with them.
struct Window: ~Copyable {
  /// Group values, as a payload.
  private(set) var key = GroupKey()
  private(set) var hash: UInt64 = 0
  /// The latest time that any event had.
  private(set) var newest = Int64.min
  /// The record counted last, so that one event that matches two referenced rules counts once.
  var lastInput = -1
  var lastOrdinal = -1
  private let tally: Tally
  var episode: Episode?
  /// The latest records, as long as no episode is open.
  var evidence = EvidenceRow()
  /// In the order windows came to be: orders what happens at the same instant.
  private(set) var number = 0
  /// Whether it waits in the queue that says when it is no longer needed.
  var isWatched = false
  /// What the limit on windows was charged with.
  var cost = 0

  init(_ tally: Tally) { self.tally = tally }

  /// Begins to serve a group.
  mutating func begin(key: ByteView, hash: UInt64, number: Int) {
    self.key.set(key)
    (self.hash, self.number) = (hash, number)
  }

  /// Forgets the group; the memory stays.
  mutating func end(_ store: EvidenceStore) {
    tally.removeAll()
    evidence.removeAll(store)
    newest = .min
    (episode, lastInput, lastOrdinal, isWatched, cost) = (nil, -1, -1, false, 0)
  }

  /// Asks for the memory that the window leads to.
  @inline(__always)
  func prefetchParts() {
    unsafe tocsin_prefetch(Unmanaged.passUnretained(tally).toOpaque())
    evidence.prefetchRow()
  }

  /// Notes that an event was here.
  @inline(__always)
  mutating func see(_ time: Int64) { newest = max(newest, time) }

  /// What has been counted; the window holds it meanwhile.
  @inline(__always)
  func withTally<R>(_ body: (Tally) -> R) -> R { unsafe Unmanaged.passUnretained(tally)._withUnsafeGuaranteedRef(body) }

  /// Calls `body` with the episode that is open, if one is; it must not close it.
  @inline(__always)
  func withEpisode(_ body: (Episode) -> Void) {
    guard let episode else { return }
    unsafe Unmanaged.passUnretained(episode)._withUnsafeGuaranteedRef(body)
  }

  @inline(__always)
  func hasKey(_ other: ByteView) -> Bool { key == other }

  /// Bytes held, roughly: with what is counted, shown, and remembered of an open episode.
  @inline(__always)
  var size: Int { 128 + key.count + withTally { $0.cost } + evidence.cost + (episode?.cost ?? 0) }
}

/// Where a window is, for those who find it by its group, by what is due, or by when it is no longer needed.
///
/// Windows stay where they were made as long as their table lives; one that is taken out of it serves another group.
@safe
struct WindowPlace: BitwiseCopyable, Equatable {
  private let place: UnsafeMutablePointer<Window>

  /// For the table.
  init(making tally: Tally) {
    unsafe place = .allocate(capacity: 1)
    unsafe place.initialize(to: Window(tally))
  }

  /// Asks for the window's memory, which is looked at soon.
  @inline(__always)
  func prefetch() {
    let start = unsafe UnsafeRawPointer(place)
    unsafe tocsin_prefetch(start)
    unsafe tocsin_prefetch(start + 64)
    unsafe tocsin_prefetch(start + 128)
  }

  /// For the table: nobody has the place any more.
  func destroy() {
    unsafe place.deinitialize(count: 1)
    unsafe place.deallocate()
  }

  @inline(__always)
  static func == (a: WindowPlace, b: WindowPlace) -> Bool { unsafe a.place == b.place }

  @inline(__always)
  var window: Window {
    unsafeAddress { unsafe UnsafePointer(place) }
    nonmutating unsafeMutableAddress { unsafe place }
  }
}
