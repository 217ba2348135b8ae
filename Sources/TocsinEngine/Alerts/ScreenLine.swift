/// One line for a terminal: what it is given is made harmless and visible, styled, and cut at a width.
///
/// Attackers write what alerts quote, so nothing reaches the terminal but printable characters: every control, bidirectional
/// control and invisible character is shown as an escape (`\x1b`, `\n`, `\u{202e}`).
struct ScreenLine {
  enum Style: Equatable {
    case plain, bold, dim
    case level(AlertLevel)

    /// Parameters of "select graphic rendition" (ECMA-48).
    var parameters: String {
      switch self {
      case .plain: ""
      case .bold: "1"
      case .dim: "2"
      case .level(.informational): "2"
      case .level(.low): "36"
      case .level(.medium): "33"
      case .level(.high): "1;31"
      case .level(.critical): "1;97;41"
      }
    }
  }

  /// What takes whole columns: a character with its marks, or an escape.
  private struct Cell {
    var text: String
    var columns: Int
    var style: Style
  }

  /// Columns, or 0 for no limit.
  let width: Int
  private var cells: [Cell] = []
  private(set) var columns = 0

  init(width: Int) { self.width = max(0, width) }

  /// Adds text; once the line is over-full the rest is not even looked at.
  mutating func add(_ text: String, _ style: Style = .plain) {
    var marks = 0
    for scalar in text.unicodeScalars {
      if width > 0, columns > width { return }
      if Self.isMark(scalar), marks < 2, !cells.isEmpty {
        marks += 1
        cells[cells.count - 1].text.unicodeScalars.append(scalar)
        continue
      }
      marks = Self.isMark(scalar) ? marks : 0
      let shown = Self.escape(scalar)
      cells.append(Cell(text: shown ?? String(scalar), columns: shown?.utf8.count ?? Self.columns(of: scalar), style: style))
      columns += cells[cells.count - 1].columns
    }
  }

  mutating func add(columns count: Int) { add(String(repeating: " ", count: max(0, count))) }

  /// The line; where it is wider than the width, cut and ended by an ellipsis.
  func render(color: Bool) -> String {
    guard width > 0, columns > width else { return Self.text(of: cells[...], color: color) }
    var used = 0
    var end = 0
    while end < cells.count, used + cells[end].columns < width {
      used += cells[end].columns
      end += 1
    }
    return Self.text(of: cells[..<end] + [Cell(text: "…", columns: 1, style: .dim)], color: color)
  }

  /// The text broken at spaces into lines of `width` columns, each after an indent.
  static func wrap(_ text: String, indent: Int, width: Int, color: Bool) -> [String] {
    var all = ScreenLine(width: 0)
    all.add(text)
    let room = width > 0 ? max(20, width - indent) : Int.max
    var lines: [String] = []
    var rest = all.cells[...]
    while !rest.isEmpty {
      let line = rest.prefix(firstLine(of: rest, room: room))
      rest = rest.dropFirst(line.count).drop { $0.text == " " }
      lines.append(String(repeating: " ", count: indent) + Self.text(of: line, color: color))
    }
    return lines
  }

  /// How many cells the first line takes: up to the last space that fits, or as many as fit where there is none.
  private static func firstLine(of cells: ArraySlice<Cell>, room: Int) -> Int {
    var used = 0
    var lastSpace = 0
    for (index, cell) in cells.enumerated() {
      if cell.text == " " { lastSpace = index }
      used += cell.columns
      if used > room { return lastSpace > 0 ? lastSpace : max(1, index) }
    }
    return cells.count
  }

  private static func text(of cells: ArraySlice<Cell>, color: Bool) -> String {
    var text = ""
    var style = Style.plain
    for cell in cells {
      if color, cell.style != style {
        if style != .plain { text += "\u{1b}[0m" }
        if cell.style != .plain { text += "\u{1b}[\(cell.style.parameters)m" }
        style = cell.style
      }
      text += cell.text
    }
    return color && style != .plain ? text + "\u{1b}[0m" : text
  }

  /// What stands for a character that must not be sent, or nil.
  private static func escape(_ scalar: Unicode.Scalar) -> String? {
    switch scalar.value {
    case 0x09: return "\\t"
    case 0x0A: return "\\n"
    case 0x0D: return "\\r"
    case 0..<0x20, 0x7F:
      return "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
    default:
      if scalar.value < 0x7F { return nil }
      return isInvisible(scalar) || isMark(scalar) ? "\\u{\(String(scalar.value, radix: 16))}" : nil
    }
  }

  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    if ByteView.isControl(scalar.value) { return true }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: return true
    case .spaceSeparator: return true
    default: return scalar.properties.isDefaultIgnorableCodePoint
    }
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x300 { return false }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return !scalar.properties.isDefaultIgnorableCodePoint
    default: return false
    }
  }

  /// Two columns for East Asian wide characters and emoji (Unicode Standard Annex 11, by block), else one.
  private static func columns(of scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1FAFF, 0x20000...0x3FFFD:
      2
    default: 1
    }
  }
}
