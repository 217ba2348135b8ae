/// Numbers with a unit, as settings write them.
enum Quantity {
  /// Spans: `500ms`, `5s`, `10m`, `1h`, `2d`.
  static func duration(_ text: String) -> Duration? {
    guard let (number, unit) = split(text) else { return nil }
    let factors = ["ms": 1, "s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000]
    guard let factor = factors[unit] else { return nil }
    let (milliseconds, overflow) = number.multipliedReportingOverflow(by: factor)
    return overflow ? nil : .milliseconds(milliseconds)
  }

  /// Bytes: `512B`, `64KiB`, `64MiB`, `1GiB`.
  static func size(_ text: String) -> Int? {
    guard let (number, unit) = split(text) else { return nil }
    guard let factor = ["B": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30][unit] else { return nil }
    let (bytes, overflow) = number.multipliedReportingOverflow(by: factor)
    return overflow ? nil : bytes
  }

  /// The shortest way to write a span or size that `duration` and `size` read.
  static func text(_ duration: Duration) -> String {
    let milliseconds = Int(duration / .milliseconds(1))
    for (unit, factor) in [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000)]
    where milliseconds % factor == 0 && milliseconds > 0 {
      return "\(milliseconds / factor)\(unit)"
    }
    return milliseconds == 0 ? "0s" : "\(milliseconds)ms"
  }

  static func text(_ bytes: Int) -> String {
    for (unit, shift) in [("GiB", 30), ("MiB", 20), ("KiB", 10)] where bytes > 0 && bytes & ((1 << shift) - 1) == 0 {
      return "\(bytes >> shift)\(unit)"
    }
    return "\(bytes)B"
  }

  private static func split(_ text: String) -> (Int, String)? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard let number = Int(digits) else { return nil }
    return (number, String(text.dropFirst(digits.count)).trimmingPrefix(" ").description)
  }
}
