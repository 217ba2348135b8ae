import Foundation
import TocsinDaemon
import TocsinEngine

/// A line on a terminal's standard error that says how far a long replay has come.
final class ProgressBar {
  private(set) var isShown = false

  /// Only where there is a terminal to show it on.
  var isUseful: Bool { Terminal.isErrorTerminal }

  func show(_ progress: Replay.Progress) {
    let width = max(20, min(Terminal.width(STDERR_FILENO) ?? 80, 120))
    let share = progress.total > 0 ? min(1, Double(progress.done) / Double(progress.total)) : 0
    let text = " \(Int(share * 100)) %  \(Self.grouped(progress.records)) records  \(progress.alerts) alerts"
    let room = max(5, width - text.count - 3)
    let full = Int(Double(room) * share)
    let bar = String(repeating: "━", count: full) + String(repeating: "─", count: room - full)
    FileHandle.standardError.write(Data("\r\u{1B}[2K\(bar)\(text)".utf8))
    isShown = true
  }

  func clear() {
    guard isShown else { return }
    FileHandle.standardError.write(Data("\r\u{1B}[2K".utf8))
    isShown = false
  }

  /// Digits in groups of three.
  static func grouped(_ number: Int) -> String {
    var text = ""
    for (index, digit) in String(number).reversed().enumerated() {
      if index > 0, index % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return String(text.reversed())
  }
}

/// What a replay came to, in one line.
enum SummaryLine {
  static func text(_ summary: Replay.Summary) -> String {
    let megabytes = Double(summary.scanned.bytes) / 1e6
    var line =
      "\(ProgressBar.grouped(summary.scanned.records)) records, \(Int(megabytes.rounded())) MB in \(summary.files) files, "
    line += "\((summary.seconds * 100).rounded() / 100) s, \(summary.correlated.alerts) alerts"
    let notes = [
      (summary.scanned.cutLines, "lines cut at the limit"), (summary.correlated.late, "matches too late"),
      (summary.correlated.evictedWindows, "windows given up at the limit"),
      (summary.correlated.joinerOverflow, "matches counted without waiting for their program"),
    ].filter { $0.0 > 0 }.map { "\(ProgressBar.grouped($0.0)) \($0.1)" }
    return notes.isEmpty ? line : "\(line) (\(notes.joined(separator: ", ")))"
  }
}
