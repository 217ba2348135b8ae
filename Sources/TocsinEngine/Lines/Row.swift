import CByteScan

/// Elements in a row that grows, owned by one place: an array without counting and copying, for what every event touches.
@safe
struct Row<Element: BitwiseCopyable>: ~Copyable {
  private var base: UnsafeMutablePointer<Element>?
  private(set) var count = 0
  private(set) var capacity = 0

  init() { unsafe base = nil }

  init(capacity: Int) {
    self.init()
    reserve(capacity)
  }

  init(repeating element: Element, count: Int) {
    self.init(capacity: count)
    for _ in 0..<count { append(element) }
  }

  deinit { unsafe base?.deallocate() }

  @inline(__always)
  var isEmpty: Bool { count == 0 }

  @inline(__always)
  subscript(index: Int) -> Element {
    unsafeAddress {
      precondition(index >= 0 && index < count)
      return unsafe UnsafePointer(base.unsafelyUnwrapped + index)
    }
    unsafeMutableAddress {
      precondition(index >= 0 && index < count)
      return unsafe base.unsafelyUnwrapped + index
    }
  }

  /// Asks for the memory of an element that is looked at soon.
  @inline(__always)
  func prefetch(_ index: Int) {
    if let base = unsafe base { unsafe tocsin_prefetch(base + index) }
  }

  /// Valid until the row changes.
  @inline(__always)
  var view: Table<Element> {
    guard let base = unsafe base else { return .empty }
    return unsafe Table(base, count: count)
  }

  @inline(__always)
  mutating func append(_ element: Element) {
    if count == capacity { reserve(count + 1) }
    unsafe (base.unsafelyUnwrapped + count).initialize(to: element)
    count += 1
  }

  /// Lets `write` put up to `more` elements behind the others, and say how many there are.
  @inline(__always)
  mutating func append(upTo more: Int, _ write: (UnsafeMutablePointer<Element>) -> Int) {
    if count &+ more > capacity { reserve(count + more) }
    let added = unsafe write(base.unsafelyUnwrapped + count)
    precondition(added >= 0 && added <= more)
    count &+= added
  }

  mutating func append(_ elements: Table<Element>) {
    guard !elements.isEmpty else { return }
    if count + elements.count > capacity { reserve(count + elements.count) }
    let end = unsafe base.unsafelyUnwrapped + count
    if elements.count <= 2 {
      // The first and the last, which may be one.
      unsafe end.initialize(to: elements[0])
      unsafe (end + elements.count - 1).initialize(to: elements[elements.count - 1])
    } else {
      unsafe elements.copy(to: end)
    }
    count += elements.count
  }

  mutating func insert(_ element: Element, at index: Int) {
    precondition(index >= 0 && index <= count)
    if count == capacity { reserve(count + 1) }
    let place = unsafe base.unsafelyUnwrapped + index
    unsafe (place + 1).update(from: place, count: count - index)
    unsafe place.initialize(to: element)
    count += 1
  }

  mutating func remove(at index: Int) {
    precondition(index >= 0 && index < count)
    let place = unsafe base.unsafelyUnwrapped + index
    unsafe place.update(from: place + 1, count: count - index - 1)
    count -= 1
  }

  mutating func removeFirst(_ number: Int) {
    precondition(number >= 0 && number <= count)
    guard number > 0, let base = unsafe base else { return }
    unsafe base.update(from: base + number, count: count - number)
    count -= number
  }

  @inline(__always)
  mutating func removeLast() {
    precondition(count > 0)
    count -= 1
  }

  /// Forgets the elements; the memory stays.
  @inline(__always)
  mutating func removeAll() { count = 0 }

  /// Makes room for so many elements.
  @inline(never)
  mutating func reserve(_ wanted: Int) {
    if wanted <= capacity { return }
    let next = max(wanted, capacity * 2, 4)
    let room = UnsafeMutablePointer<Element>.allocate(capacity: next)
    if let base = unsafe base {
      unsafe room.update(from: base, count: count)
      unsafe base.deallocate()
    }
    unsafe base = room
    capacity = next
  }
}

extension Row where Element: Comparable {
  @inline(__always)
  mutating func sort() {
    guard count > 1, let base = unsafe base else { return }
    var elements = unsafe UnsafeMutableBufferPointer(start: base, count: count)
    unsafe elements.sort()
  }
}

extension Row<UInt8> {
  @inline(__always)
  var bytes: ByteView {
    guard let base = unsafe base else { return .empty }
    return unsafe ByteView(base, count: count)
  }

  mutating func append(_ bytes: ByteView) {
    if bytes.isEmpty { return }
    if count + bytes.count > capacity { reserve(count + bytes.count) }
    unsafe bytes.copy(to: base.unsafelyUnwrapped + count)
    count += bytes.count
  }
}
