/// Where a setting stands: lines and columns count from 1.
public struct SettingLocation: Sendable, Hashable, CustomStringConvertible {
  public var path: String
  public var line: Int?
  public var column: Int?

  public init(path: String, line: Int? = nil, column: Int? = nil) {
    (self.path, self.line, self.column) = (path, line, column)
  }

  /// `path:line:column`, as far as it is known.
  public var description: String {
    path + (line.map { ":\($0)" } ?? "") + (column.map { ":\($0)" } ?? "")
  }
}
