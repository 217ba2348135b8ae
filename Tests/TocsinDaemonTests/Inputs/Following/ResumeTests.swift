import Glibc
import Testing

@testable import TocsinDaemon

@Suite("Following on after a stop")
struct ResumeTests {
  private let directory = ScratchDirectory()
  private let first = "1 first line of the log\n"

  /// Follows `a.log` until `content` has come, then stops; where it stood.
  private func read(_ content: String, start: FollowStart = .beginning, pattern: String = "a.log") throws -> FilePosition {
    let followed = try Followed(pattern, in: directory, start: start)
    #expect(followed.waitFor(content, of: "a.log"))
    #expect(followed.waitFor(event: "caughtUp a.log"))
    followed.stop()
    return try #require(followed.allPositions[directory["a.log"]])
  }

  @Test("the same file is read on from its place")
  func sameFile() throws {
    directory.write("a.log", first)
    let position = try read(first)
    directory.append("a.log", "2\n")
    let next = try read("2\n", start: .position(position))
    #expect(next.offset == UInt64(first.utf8.count + 2))
    #expect(next.identity.inode == position.identity.inode)
  }

  @Test("rotated files are caught up once each, oldest first, the one in part from its place")
  func rotated() throws {
    directory.write("a.log", first)
    directory.write("a.log.1", "0 read before\n")
    let position = try read(first)
    directory.append("a.log", "2\n")
    directory.move("a.log.1", to: "a.log.3")
    directory.move("a.log", to: "a.log.2")
    directory.write("a.log.1", "3\n")
    directory.write("a.log", "4\n")
    _ = try read("2\n3\n4\n", start: .positions([directory["a.log"]: position]))
  }

  @Test("a rotated file that was packed meanwhile is known by its beginning")
  func packed() throws {
    directory.write("a.log", first)
    let position = try read(first)
    directory.remove("a.log")
    directory.write("a.log.2.gz", gzip(Array((first + "2\n").utf8)))
    directory.write("a.log.1", "3\n")
    directory.write("a.log", "4\n")
    _ = try read("2\n3\n4\n", start: .position(position))
  }

  @Test("a place inside a packed file is kept, too")
  func insidePacked() throws {
    directory.write("a.log.2.gz", gzip(Array("1\n2\n".utf8)))
    directory.write("a.log.1", "3\n")
    let content = try FollowedFile(path: directory["a.log.2.gz"])
    let position = FilePosition(identity: content.identity, offset: 2, modified: content.modified)
    let followed = try Followed("a.log", in: directory, start: .position(position))
    #expect(followed.waitFor("2\n3\n", of: "a.log"))
    followed.stop()
  }

  @Test("a file cut while nobody looked: the copy's rest, then the file from its start")
  func copyTruncated() throws {
    directory.write("a.log", first)
    let position = try read(first)
    directory.write("a.log.1", first + "2\n")
    truncate(directory["a.log"], 0)
    directory.append("a.log", "3\n")
    _ = try read("2\n3\n", start: .position(position))
  }

  @Test("where the file is gone, newer ones are read, older ones not, and the loss is told")
  func gone() throws {
    directory.write("a.log", first)
    let position = try read(first)
    directory.remove("a.log")
    directory.write("a.log.2", "old\n")
    directory.touch("a.log.2", 1_700_000_000)
    directory.write("a.log.1", "2\n")
    directory.write("a.log", "3\n")
    for name in ["a.log.1", "a.log"] { directory.touch(name, Int(position.modified / 1_000_000) + 10) }
    let followed = try Followed("a.log", in: directory, start: .position(position))
    #expect(followed.waitFor("2\n3\n", of: "a.log"))
    followed.stop()
    #expect(followed.events.contains { $0.hasPrefix("failed a.log") && $0.contains("is gone") })
  }

  @Test("the beginning of a pattern means its rotated files, too, packed or not")
  func fromBeginning() throws {
    directory.write("a.log.2.gz", gzip(Array("1\n".utf8)))
    directory.write("a.log.1", "2\n")
    directory.write("a.log.1.gz", gzip(Array("2\n".utf8)))
    directory.write("a.log", "3\n")
    _ = try read("1\n2\n3\n", pattern: "a.log*")
  }

  @Test("a broken archive is told, and the rest of the chain read")
  func brokenArchive() throws {
    let packed = gzip(sampleLog(10_000))
    directory.write("a.log.1.gz", packed.dropLast(100))
    directory.write("a.log", "next\n")
    let followed = try Followed("a.log*", in: directory)
    #expect(followed.waitFor(event: "caughtUp a.log"))
    followed.stop()
    #expect(followed.content(of: "a.log").hasSuffix("next\n"))
    #expect(followed.events.contains { $0.hasPrefix("failed a.log") && $0.contains("ends in the middle") })
  }

  @Test("a fingerprint of a growing file keeps matching it")
  func fingerprints() {
    let content = sampleLog(5000)
    for length in [0, 1, 500, 1023, 1024, 5000] {
      let taken = Fingerprint(of: content.prefix(length))
      #expect(taken.length == min(length, 1024))
      #expect(taken.matches(content))
      #expect(taken.matches(content.prefix(1024)))
      if length > 0 {
        #expect(!taken.matches(content.prefix(min(length, 1024) - 1)))
        #expect(!taken.matches(content.reversed()))
      }
    }
  }

  @Test("another pattern takes over the chains it names where they were left, and begins the others at their end")
  func handedOver() throws {
    directory.write("a.log", first)
    directory.write("b.log", "old\n")
    directory.write("c.txt", "other\n")
    let former = try Followed("*.[lt]*", in: directory, start: .end)
    #expect(former.waitFor(event: "caughtUp", times: 3))
    former.stop()
    var positions = former.stoppedAt
    #expect(positions[directory["a.log"]]?.offset == UInt64(first.utf8.count))
    positions[directory["b.log"]] = nil
    directory.append("a.log", "2\n")
    directory.append("b.log", "not told of\n")
    directory.append("c.txt", "none of the pattern's\n")
    // Nothing has the name at this moment; what was not read of it is.
    directory.move("a.log", to: "a.log.1")
    let next = try Followed("*.log", in: directory, start: .continuing(positions))
    #expect(next.waitFor("2\n", of: "a.log"))
    #expect(next.waitFor(event: "caughtUp b.log"))
    directory.append("b.log", "new\n")
    #expect(next.waitFor("new\n", of: "b.log"))
    next.stop()
    #expect(next.content(of: "c.txt").isEmpty)
  }

  @Test("before it begins a follower has its files open, so that nothing written from then on is missed")
  func openFromTheStart() throws {
    directory.write("a.log", first)
    let follower = try FileFollower(pattern: directory["*.log"], start: .end) { _ in }
    directory.append("a.log", "2\n")
    #expect(follower.chainsAtStart == [directory["a.log"]])
    #expect(follower.positions[directory["a.log"]]?.offset == UInt64(first.utf8.count))
  }
}
