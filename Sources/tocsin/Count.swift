/// A number for people: `3,755 rules`, `1 rule`, or `25` alone.
struct Count: CustomStringConvertible {
  let description: String

  init(_ count: Int, _ noun: String? = nil) {
    let number = ProgressBar.grouped(count)
    description = noun.map { "\(number) \($0)\(count == 1 ? "" : "s")" } ?? number
  }
}
