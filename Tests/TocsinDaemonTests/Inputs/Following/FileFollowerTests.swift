import Foundation
import Glibc
import Synchronization
import Testing

@testable import TocsinDaemon

@Suite("FileFollower")
struct FileFollowerTests {
  private let directory = ScratchDirectory()

  @Test("reads what is there, then what is appended, also without a newline")
  func appends() throws {
    directory.write("a.log", "one\n")
    let followed = try Followed("a.log", in: directory)
    #expect(followed.waitFor("one\n", of: "a.log"))
    #expect(followed.waitFor(event: "caughtUp a.log"))
    directory.append("a.log", "tw")
    #expect(followed.waitFor("one\ntw", of: "a.log"))
    directory.append("a.log", "o\n")
    #expect(followed.waitFor("one\ntwo\n", of: "a.log"))
    followed.stop()
    #expect(followed.events.first == "opened a.log")
    #expect(followed.allPositions.values.first?.offset == 8)
  }

  @Test("starting at the end passes over what is there, not what comes")
  func fromEnd() throws {
    directory.write("a.log", "old\n")
    directory.write("a.log.1", "older\n")
    let followed = try Followed("*", in: directory, start: .end)
    #expect(followed.waitFor(event: "caughtUp a.log"))
    directory.append("a.log", "new\n")
    directory.write("b.log", "first\n")
    #expect(followed.waitFor("new\n", of: "a.log"))
    #expect(followed.waitFor("first\n", of: "b.log"))
    followed.stop()
  }

  @Test("after a rename the old file is read to its end, late writes too, then the new one")
  func renames() throws {
    directory.write("a.log", "1\n")
    let followed = try Followed("a.log", in: directory, grace: .milliseconds(300))
    #expect(followed.waitFor(event: "caughtUp a.log"))
    directory.move("a.log", to: "a.log.1")
    directory.append("a.log.1", "2\n")
    directory.write("a.log", "4\n")
    directory.append("a.log.1", "3\n")
    #expect(followed.waitFor("1\n2\n3\n4\n", of: "a.log"))
    #expect(followed.waitFor(event: "caughtUp a.log", times: 2))
    followed.stop()
    #expect(
      followed.events.filter { !$0.hasPrefix("caughtUp") && !$0.hasPrefix("behind") } == [
        "opened a.log", "rotated a.log.1", "opened a.log",
      ])
  }

  @Test("after a rename without a new file the old one is followed on")
  func renamesWithoutSuccessor() throws {
    directory.write("a.log", "1\n")
    let followed = try Followed("a.log", in: directory, grace: .milliseconds(1))
    #expect(followed.waitFor("1\n", of: "a.log"))
    directory.move("a.log", to: "a.log.1")
    directory.append("a.log.1", "2\n")
    #expect(followed.waitFor("1\n2\n", of: "a.log"))
    directory.write("a.log", "3\n")
    #expect(followed.waitFor("1\n2\n3\n", of: "a.log"))
    followed.stop()
  }

  @Test("two rotations before anyone looks lose nothing")
  func rotatesTwiceUnseen() throws {
    directory.write("a.log", "1\n")
    let gate = DispatchSemaphore(value: 0)
    let followed = try Followed("a.log", in: directory, onData: { gate.wait() })
    directory.move("a.log", to: "a.log.2")
    directory.write("a.log.1", "2\n")
    directory.write("a.log", "3\n")
    for _ in 0..<3 { gate.signal() }
    #expect(followed.waitFor("1\n2\n3\n", of: "a.log"))
    followed.stop()
  }

  @Test("copytruncate is noticed, and the copy holds what was not read")
  func copyTruncates() throws {
    directory.write("a.log", "1 the first line\n")
    let gate = DispatchSemaphore(value: 1)
    let followed = try Followed("a.log", in: directory, onData: { gate.wait() })
    #expect(followed.waitFor("1 the first line\n", of: "a.log"))
    directory.append("a.log", "2\n")
    // Whether the follower has line 2 by now or not, line 3 is written, copied and cut before it can look again.
    directory.append("a.log", "3\n")
    try FileManager.default.copyItem(atPath: directory["a.log"], toPath: directory["a.log.1"])
    truncate(directory["a.log"], 0)
    directory.append("a.log", "4\n")
    for _ in 0..<9 { gate.signal() }
    #expect(followed.waitFor("1 the first line\n2\n3\n4\n", of: "a.log"))
    followed.stop()
    #expect(followed.events.contains("truncated a.log 0"))
  }

  @Test("truncation without a copy is told and read from the start, also when the file has grown past the place")
  func truncates() throws {
    directory.write("a.log", "1 one\n")
    let followed = try Followed("a.log", in: directory)
    #expect(followed.waitFor("1 one\n", of: "a.log"))
    truncate(directory["a.log"], 0)
    #expect(followed.waitFor(event: "truncated a.log 0"))
    directory.append("a.log", "2\n")
    #expect(followed.waitFor("1 one\n2\n", of: "a.log"))
    // Written in place: longer than before by the time anyone looks.
    let descriptor = open(directory["a.log"], O_WRONLY)
    #expect(pwrite(descriptor, "3 three\n", 8, 0) == 8)
    close(descriptor)
    #expect(followed.waitFor("1 one\n2\n3 three\n", of: "a.log"))
    followed.stop()
  }

  @Test("a deleted file is read to its end, and its successor from the beginning")
  func deletes() throws {
    directory.write("a.log", "1\n")
    let followed = try Followed("a.log", in: directory)
    #expect(followed.waitFor("1\n", of: "a.log"))
    let writer = open(directory["a.log"], O_WRONLY | O_APPEND)
    directory.remove("a.log")
    #expect(write(writer, "2\n", 2) == 2)
    close(writer)
    #expect(followed.waitFor(event: "removed a.log"))
    // Nobody must wait for what is gone.
    #expect(followed.waitFor(lastEvent: "caughtUp a.log"))
    directory.write("a.log", "3\n")
    #expect(followed.waitFor("1\n2\n3\n", of: "a.log"))
    directory.remove("a.log")
    directory.write("a.log", "4\n")
    #expect(followed.waitFor("1\n2\n3\n4\n", of: "a.log"))
    followed.stop()
  }

  @Test("a chain that may not be read on waits, others do not, and none of its bytes is lost")
  func pauses() throws {
    let size = 3 << 20
    directory.write("a.log", Array(repeating: UInt8(ascii: "a"), count: size))
    directory.write("b.log", "b\n")
    let paused = Mutex<Set<String>>(["a.log"])
    let followed = try Followed("*.log", in: directory) { path in !paused.withLock { $0.contains(path) } }
    #expect(followed.waitFor("b\n", of: "b.log"))
    directory.append("a.log", "more\n")
    directory.append("b.log", "b\n")
    #expect(followed.waitFor("b\nb\n", of: "b.log"))
    #expect(followed.content(of: "a.log").isEmpty)
    paused.withLock { _ = $0.remove("a.log") }
    followed.resume()
    #expect(followed.waitFor(bytes: size + 5, of: "a.log"))
    // From here on it asks again before it reads.
    #expect(followed.waitFor(lastEvent: "caughtUp a.log"))
    paused.withLock { _ = $0.insert("a.log") }
    directory.append("a.log", "last\n")
    usleep(50_000)
    followed.stop()
    #expect(followed.stoppedAt[directory["a.log"]]?.offset == UInt64(size + 5))
  }

  @Test("a pattern takes up new files and leaves rotated ones")
  func patterns() throws {
    directory.write("x/a.log", "a\n")
    let followed = try Followed("*/*.log*", in: directory)
    #expect(followed.waitFor("a\n", of: "x/a.log"))
    directory.write("x/b.log", "b\n")
    #expect(followed.waitFor("b\n", of: "x/b.log"))
    directory.move("x/a.log", to: "x/a.log.1")
    directory.write("x/a.log.2.gz", gzip(Array("packed\n".utf8)))
    directory.write("x/a.log", "a2\n")
    #expect(followed.waitFor("a\na2\n", of: "x/a.log"))
    directory.write("y/c.log", "c\n")
    #expect(followed.waitFor("c\n", of: "y/c.log"))
    directory.write("x/other.txt", "no\n")
    directory.append("x/b.log", "b2\n")
    #expect(followed.waitFor("b\nb2\n", of: "x/b.log"))
    followed.stop()
    #expect(!followed.events.contains { $0.contains("other") || $0.contains(".gz") })
  }

  @Test("directories that come later, go and come again are found")
  func directories() throws {
    let followed = try Followed("var/log/app/a.log", in: directory)
    directory.write("var/log/app/a.log", "1\n")
    #expect(followed.waitFor("1\n", of: "var/log/app/a.log"))
    directory.move("var/log", to: "var/old")
    directory.write("var/log/app/a.log", "2\n")
    #expect(followed.waitFor("1\n2\n", of: "var/log/app/a.log"))
    try FileManager.default.removeItem(atPath: directory["var/log"])
    #expect(followed.waitFor(event: "removed"))
    directory.write("var/log/app/a.log", "3\n")
    #expect(followed.waitFor("1\n2\n3\n", of: "var/log/app/a.log"))
    followed.stop()
  }

  @Test("dated files of one log follow one another")
  func datedFiles() throws {
    directory.write("a.2026-11-23.log", "1\n")
    directory.write("a.2026-11-24.log", "2\n")
    let followed = try Followed("a.*.log", in: directory)
    #expect(followed.waitFor("1\n2\n", of: "a.log"))
    directory.write("a.2026-11-25.log", "3\n")
    #expect(followed.waitFor("1\n2\n3\n", of: "a.log"))
    followed.stop()
  }

  @Test("a link that is turned to a new file is one chain, and a file under two names is read once")
  func links() throws {
    directory.write("data/one", "1\n")
    symlink("data/one", directory["a.log"])
    symlink("data/one", directory["b.log"])
    let followed = try Followed("[ab].log", in: directory)
    #expect(followed.waitFor("1\n", of: "a.log"))
    directory.write("data/two", "2\n")
    symlink("data/two", directory["new"])
    directory.move("new", to: "a.log")
    #expect(followed.waitFor("1\n2\n", of: "a.log"))
    // Rotation in the target's own directory, which the pattern does not lead through.
    directory.move("data/two", to: "data/two.1")
    directory.write("data/two", "3\n")
    #expect(followed.waitFor("1\n2\n3\n", of: "a.log"))
    followed.stop()
    #expect(followed.content(of: "b.log").isEmpty || followed.content(of: "b.log") == "1\n")
  }

  @Test("what may not be read is told once, and read when it may be")
  func permissions() async throws {
    directory.write("a.log", "secret\n")
    chmod(directory.path, 0o755)
    chmod(directory["a.log"], 0)
    let directory = directory
    let followed = await asNobody { try? Followed("a.log", in: directory) }
    let running = try #require(followed)
    #expect(running.waitFor(event: "failed a.log"))
    chmod(directory["a.log"], 0o600)
    chmod(directory["a.log"], 0o644)
    #expect(running.waitFor("secret\n", of: "a.log"))
    running.stop()
    let failures = running.events.filter { $0.hasPrefix("failed") }
    #expect(failures.count == 1)
    #expect(failures.first?.contains("Permission denied; run it with sudo") == true)
  }

  @Test("what is no file is told and not read")
  func noFile() throws {
    mkfifo(directory["a.log"], 0o600)
    let followed = try Followed("a.log", in: directory)
    #expect(followed.waitFor(event: "failed a.log"))
    followed.stop()
    #expect(followed.events.count == 1)
  }

  @Test("10,000 lines through twenty rotations of every kind arrive once and in order")
  func losesNothing() throws {
    let followed = try Followed("a.log", in: directory, grace: .milliseconds(20))
    var expected = ""
    for round in 0..<20 {
      for line in 0..<500 {
        let text = "round \(round) line \(line)\n"
        expected += text
        directory.append("a.log", text)
      }
      // Cutting a file loses what was not read, so that kind of rotation waits, as its users must hope it does.
      if round % 3 == 2 {
        try #require(followed.waitFor(bytes: expected.utf8.count, of: "a.log"))
        truncate(directory["a.log"], 0)
        #expect(followed.waitFor(event: "truncated a.log 0", times: round / 3 + 1))
      } else {
        directory.move("a.log", to: "a.log.\(100 - round)")
      }
    }
    #expect(followed.waitFor(bytes: expected.utf8.count, of: "a.log"))
    followed.stop()
    let difference = zip(followed.content(of: "a.log").split(separator: "\n"), expected.split(separator: "\n")).first { $0 != $1 }
    #expect(difference == nil)
    #expect(followed.content(of: "a.log").utf8.count == expected.utf8.count)
  }

  @Test("a successor says that what was all is not all")
  func isBehind() throws {
    directory.write("a.log", "one\n")
    let followed = try Followed("a.log", in: directory, grace: .milliseconds(300))
    #expect(followed.waitFor(event: "caughtUp a.log"))
    directory.move("a.log", to: "a.log.1")
    directory.write("a.log", "two\n")
    #expect(followed.waitFor(event: "behind a.log"))
    #expect(followed.content(of: "a.log") == "one\n")
    #expect(followed.waitFor(event: "caughtUp a.log", times: 2))
    #expect(followed.content(of: "a.log") == "one\ntwo\n")
    followed.stop()
  }
}
