import ArgumentParser
import Foundation
import TocsinDaemon
import TocsinEngine

struct TestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Replay stories and compare the episodes with what each expects.",
    discussion: """
      A story is a folder with logs and expected.jsonl: one line for each episode, {"rule", "title", "group", "opened", "count"}. \
      Times that name no year are of 2026, in UTC.

        tocsin test Samples
        tocsin test Samples/ssh-brute-force --update
      """)

  @Argument(help: ArgumentHelp("Folder of stories, or one story.", valueName: "dir"))
  var directory = "Samples"

  @OptionGroup var detecting: DetectorOptions

  @Flag(name: .long, help: "Write what was found as what is expected; read it before you keep it.")
  var update = false

  func run() throws {
    let detectors = try detecting.load()
    let stories = Story.find(in: directory)
    guard !stories.isEmpty else {
      Terminal.complain("error: no story in \(directory): no folder with expected.jsonl")
      throw Status.usage.code
    }
    var failures = 0
    var episodes = 0
    for story in stories {
      let result = story.play(detectors)
      episodes += result.found.count
      if update {
        try result.found.map { $0 + "\n" }.joined().write(toFile: story.expectedPath, atomically: true, encoding: .utf8)
        print("wrote   \(story.name): \(result.found.count) episodes")
      } else if result.isAsExpected {
        print("ok      \(story.name): \(result.found.count) episodes")
      } else {
        failures += 1
        print("FAILED  \(story.name)")
        for line in result.missing { print("  missing    \(line)") }
        for line in result.unexpected { print("  unexpected \(line)") }
        for error in result.errors { print("  error      \(error)") }
      }
    }
    print("\(stories.count - failures) passed, \(failures) failed")
    if failures > 0 { throw Status.findings.code }
  }
}
