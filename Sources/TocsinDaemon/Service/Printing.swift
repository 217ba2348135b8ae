import TocsinEngine

/// Reads inputs one after another and writes each record as JSON (`tocsin parse`).
public final class Printing {
  private let detectors: DetectorSet
  private let options: Replay.Options
  private let masks: Bool

  public init(_ detectors: DetectorSet, options: Replay.Options, masks: Bool) {
    (self.detectors, self.options, self.masks) = (detectors, options, masks)
  }

  /// Returns what could not be read. `flush` is called where a pipe has nothing more for now.
  public func run(_ set: InputSet, write: ([UInt8]) -> Void, flush: () -> Void) -> [InputError] {
    var errors = set.errors
    let scanner = Scanner(detectors, format: options.format, lineLimit: options.lineLimit)
    for (number, chain) in set.chains.enumerated() {
      let source = ReplaySource(chain, number: number, options: options)
      let printer = RecordPrinter(detectors, format: options.format, lineLimit: options.lineLimit, masks: masks)
      var output: [UInt8] = []
      while !source.isDone {
        do throws(InputError) {
          for chunk in try source.next() {
            if let year = options.year, !source.hasYear, let clock = scanner.pin(chunk, year: year) { source.pin(clock) }
            printer.print(chunk, to: &output)
            write(output)
            output.removeAll(keepingCapacity: true)
          }
          if !source.isRegular { flush() }
        } catch {
          errors.append(error)
        }
      }
      printer.finish(to: &output)
      write(output)
    }
    return errors
  }
}
