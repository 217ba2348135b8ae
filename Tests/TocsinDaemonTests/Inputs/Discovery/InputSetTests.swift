import Glibc
import Testing

@testable import TocsinDaemon

@Suite("InputSet")
struct InputSetTests {
  private let directory = ScratchDirectory()

  private func discover(_ arguments: String...) -> InputSet {
    InputSet.discover(arguments.map { $0 == "-" ? "-" : directory[$0] })
  }

  private func names(_ chain: InputChain?) -> [String]? {
    chain?.members.map { String($0.path.dropFirst(directory.path.count + 1)) }
  }

  @Test("a rotation chain is one input, oldest first")
  func chain() {
    for name in ["access.log", "access.log.1", "access.log.2.gz", "access.log.10.gz", "error.log"] {
      directory.write("web/\(name)", "x\n")
    }
    directory.touch("web/access.log.1", 1_795_000_000)
    let set = discover("web")
    #expect(set.errors.isEmpty)
    #expect(set.chains.map(\.name) == [directory["web/access.log"], directory["web/error.log"]])
    #expect(names(set.chains.first) == ["web/access.log.10.gz", "web/access.log.2.gz", "web/access.log.1", "web/access.log"])
    #expect(set.chains.first?.members[2].modified == 1_795_000_000_000_000)
    #expect(set.chains.first?.members[2].size == 2)
  }

  @Test("dated names ascend, the plain name comes last")
  func dates() {
    for name in ["a.log-20261130.gz", "a.log-20261201", "a.log", "a.log-20261102"] { directory.write(name, "") }
    #expect(names(discover("a.log*").chains.first) == ["a.log-20261102", "a.log-20261130.gz", "a.log-20261201", "a.log"])
  }

  @Test("numbers and dates in one chain are ordered by their times")
  func mixed() {
    for (name, time) in [("a.log", 5), ("a.log.1", 4), ("a.log.2", 1), ("a.log-20261102", 2), ("a.log-20261103", 3)] {
      directory.write(name, "")
      directory.touch(name, time)
    }
    #expect(
      names(discover(".").chains.first)?.map { $0.dropFirst(2) } == [
        "a.log.2", "a.log-20261102", "a.log-20261103", "a.log.1", "a.log",
      ])
  }

  @Test("a single path brings no siblings, a pattern those that fit")
  func pathAndPattern() {
    for name in ["s/auth.log", "s/auth.log.1", "s/auth.txt", "s/.auth.log", "t/auth.log"] { directory.write(name, "") }
    #expect(names(discover("s/auth.log").chains.first) == ["s/auth.log"])
    let set = discover("?/auth.lo[fg]*")
    #expect(set.chains.map { names($0) } == [["s/auth.log.1", "s/auth.log"], ["t/auth.log"]])
    #expect(discover("s/*").chains.count == 2)
  }

  @Test("a directory is read whole: sorted, without hidden files, login databases, fifos")
  func recursion() {
    for name in ["d/b.log", "d/a/deep/er/c.log", "d/.hidden/x.log", "d/.x", "d/lastlog", "d/wtmp.1", "d/z"] {
      directory.write(name, "")
    }
    mkfifo(directory["d/pipe"], 0o600)
    let set = discover("d")
    #expect(set.chains.compactMap { names($0)?.first } == ["d/a/deep/er/c.log", "d/b.log", "d/z"])
    #expect(set.errors.isEmpty)
    #expect(Set(set.skipped.map(\.path)) == Set(["d/lastlog", "d/wtmp.1", "d/pipe"].map { directory[$0] }))
    #expect(names(discover("d/pipe").chains.first) == ["d/pipe"])
    #expect(names(discover("d/lastlog").chains.first) == ["d/lastlog"])
  }

  @Test("sockets and devices are refused")
  func devices() {
    let set = InputSet.discover(["/dev/null"])
    #expect(set.chains.isEmpty)
    #expect(set.errors.map(\.kind) == [.unsupported])
  }

  @Test("loops of links end, and links to nothing are passed over")
  func loops() {
    directory.write("l/a.log", "")
    symlink("..", directory["l/up"])
    symlink("self", directory["l/self"])
    symlink("nowhere", directory["l/gone"])
    let set = discover("l")
    #expect(set.chains.map { names($0) } == [["l/a.log"]])
    #expect(set.errors.map(\.kind) == [.system(ELOOP)])
    #expect(set.skipped.map(\.path) == [directory["l/gone"]])
  }

  @Test("one file under many names is read once, by its own name")
  func sameFile() {
    directory.write("real/app-20261124.log", "")
    symlink("app-20261124.log", directory["real/app.log"])
    symlink("real", directory["alias"])
    let set = discover("alias", "real", "real/app-20261124.log", "real/app.log")
    let paths = set.chains.flatMap { names($0) ?? [] }
    #expect(paths == ["alias/app-20261124.log"] || paths == ["real/app-20261124.log"])
    #expect(set.skipped.contains { $0.path == directory["real/app.log"] })
  }

  @Test("a compressed copy beside its original is left out")
  func copies() {
    for name in ["a.log", "a.log.1", "a.log.1.gz", "a.log.2.gz", "b.log", "b.log.gz", "c.log", "c.log.gz"] {
      directory.write(name, "")
    }
    for name in ["b.log", "b.log.gz", "c.log"] { directory.touch(name, 1_795_000_000) }
    directory.touch("c.log.gz", 1_794_000_000)
    let set = discover(".")
    #expect(set.chains.map { $0.members.count } == [3, 1, 2])
    #expect(set.skipped.map { $0.path }.sorted() == [directory["./a.log.1.gz"], directory["./b.log.gz"]])
    #expect(names(set.chains.last)?.first == "./c.log.gz")
  }

  @Test("the journal files of a directory are one input")
  func journals() {
    for name in ["j/system.journal", "j/system@1.journal", "j/user-1000.journal~", "j/notes.log"] { directory.write(name, "") }
    let set = discover("j")
    #expect(set.chains.map(\.kind) == [.journal, .files])
    #expect(set.chains[0].name == directory["j"])
    #expect(set.chains[0].members.count == 3)
  }

  @Test("each unreadable path is an error, the rest goes on")
  func errors() {
    directory.write("ok.log", "")
    let set = discover("missing.log", "ok.log", "none*.log", "-")
    #expect(set.chains.map(\.kind) == [.standardInput, .files])
    #expect(set.errors.map(\.kind) == [.system(ENOENT), .noSuchInput])
  }

  @Test("what may not be read is an error that says what to do")
  func permissions() async {
    for name in ["p/open.log", "p/closed.log", "p/shut/in.log"] { directory.write(name, "") }
    chmod(directory["p/closed.log"], 0o000)
    chmod(directory["p/shut"], 0o000)
    chmod(directory.path, 0o755)
    let set = await asNobody { discover("p") }
    chmod(directory["p/shut"], 0o755)
    #expect(set.chains.map { names($0) } == [["p/open.log"]])
    #expect(set.errors.count == 2)
    for error in set.errors {
      #expect(error.description.contains("Permission denied; run it with sudo, or let the user read it: usermod -aG adm"))
    }
  }
}
