/// How far the time of one family of rules has come, and what is due in it.
struct Timeline: ~Copyable {
  var clock = Int64.min
  var deadlines = DeadlineQueue()
  /// None of its windows is to be looked at before this.
  var earliestExpiry = Int64.max
  /// The window types of the family.
  let types: [Int]

  init(types: [Int]) { self.types = types }
}
