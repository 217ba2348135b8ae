/// All windows of one type: by group, by when they are no longer needed, and those that wait for another group.
struct WindowRoom: ~Copyable {
  /// The family of the rules that feed them.
  let family: Int
  /// Microseconds.
  let timespan: Int64
  var table = GroupTable()
  /// When to look whether windows are still needed.
  var expiry = ExpiryQueue()
  /// Windows whose groups are forgotten.
  var spares = Row<WindowPlace>()

  init(family: Int, timespan: Int64) { (self.family, self.timespan) = (family, timespan) }
}
