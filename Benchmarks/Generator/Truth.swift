import Glibc

/// What is known about a log by construction, as one JSON object.
struct Truth {
  private var members: [String] = []

  mutating func add(_ name: String, _ value: Int) {
    members.append("\"\(name)\": \(value)")
  }

  mutating func add(_ name: String, _ value: String) {
    members.append("\"\(name)\": \"\(value)\"")
  }

  mutating func add(_ name: String, _ sources: Set<Address>) {
    members.append("\"\(name)\": [\(sources.sorted().map { "\"\($0)\"" }.joined(separator: ", "))]")
  }

  func write(to path: String) {
    guard let file = fopen(path, "w") else { fail("cannot write \(path): \(systemError())", status: 4) }
    fputs("{\n  \(members.joined(separator: ",\n  "))\n}\n", file)
    fclose(file)
  }
}
