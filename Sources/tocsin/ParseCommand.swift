import ArgumentParser
import Foundation
import TocsinDaemon
import TocsinEngine

struct ParseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "parse", abstract: "Print each record as ECS JSON, with the decoder and the rules that match it.",
    discussion: """
      One line for each physical line, in order: its fields, its text as event.original, and under tocsin the format, the decoder \
      and the rules that match this record alone. Secrets are masked.

        tocsin parse /var/log/auth.log | jq -c '[.event.action, .source.address]'
      """)

  @Argument(help: ArgumentHelp("Files, directories or patterns; - (the default) is standard input.", valueName: "path"))
  var paths: [String] = ["-"]

  @OptionGroup var detecting: DetectorOptions
  @OptionGroup var reading: ReadingOptions

  @Flag(name: .long, help: "Show secrets as they are.")
  var noMask = false

  func run() throws {
    let detectors = try detecting.load()
    var options = Replay.Options()
    options.format = reading.format
    options.zone = try reading.zone()
    options.year = reading.year
    let out = Output()
    let printing = Printing(detectors, options: options, masks: !noMask)
    let errors = printing.run(InputSet.discover(paths), write: { out.write($0) }, flush: { out.flush() })
    out.flush()
    for error in errors { Terminal.complain("error: \(error)") }
    if !errors.isEmpty { throw Status.inputOutput.code }
  }
}
