import CHyperscan
import Sigma

/// A regular expression as libhs compiled it: an automaton that answers whether some part of a text matches, in time linear in
/// the text. Immutable, so that any number of threads may scan with one.
@safe
final class RegexDatabase: @unchecked Sendable {
  let database: OpaquePointer

  /// Compiles; throws where libhs cannot, with its reason. Texts must be valid UTF-8 where it is wide; if not, one byte above ASCII
  /// stands for each character outside it.
  init(_ regex: Regex, isWide: Bool) throws(RegexFault) {
    let flags = Self.flags(regex, isWide: isWide)
    var database: OpaquePointer? = nil
    var error: UnsafeMutablePointer<hs_compile_error_t>? = nil
    let status = unsafe hs_compile(regex.pattern, flags, UInt32(HS_MODE_BLOCK), nil, &database, &error)
    guard status == HS_SUCCESS, let made = unsafe database else { throw unsafe Self.fault(error, regex) }
    unsafe self.database = made
  }

  deinit { unsafe _ = hs_free_database(database) }

  /// Parses only, which is fast and finds everything but a want of space.
  static func parse(_ regex: Regex, isWide: Bool) throws(RegexFault) {
    var info: UnsafeMutablePointer<hs_expr_info_t>? = nil
    var error: UnsafeMutablePointer<hs_compile_error_t>? = nil
    let status = unsafe hs_expression_info(regex.pattern, flags(regex, isWide: isWide), &info, &error)
    unsafe tocsin_hs_free_info(info)
    guard status == HS_SUCCESS else { throw unsafe fault(error, regex) }
  }

  /// Whether libhs can run on this processor.
  static var isSupported: Bool { hs_valid_platform() == HS_SUCCESS }

  private static func flags(_ regex: Regex, isWide: Bool) -> UInt32 {
    // One answer is wanted, and an expression may match nothing at all, as `a*` does.
    var flags = UInt32(HS_FLAG_SINGLEMATCH) | UInt32(HS_FLAG_ALLOWEMPTY)
    if regex.ignoresCase { flags |= UInt32(HS_FLAG_CASELESS) }
    if regex.multiline { flags |= UInt32(HS_FLAG_MULTILINE) }
    if regex.dotMatchesNewline { flags |= UInt32(HS_FLAG_DOTALL) }
    if isWide { flags |= UInt32(HS_FLAG_UTF8) }
    return flags
  }

  /// Takes the error over.
  private static func fault(_ error: UnsafeMutablePointer<hs_compile_error_t>?, _ regex: Regex) -> RegexFault {
    guard let error = unsafe error else { return RegexFault("libhs has no memory for it") }
    let message = unsafe error.pointee.message.map { unsafe String(cString: $0) } ?? ""
    unsafe _ = hs_free_compile_error(error)
    return RegexFault(libhs: message, regex.pattern)
  }

  // MARK: Scanning

  /// Makes room for scanning with this database, growing what is there.
  func prepare(_ scratch: inout OpaquePointer?) {
    let status = unsafe hs_alloc_scratch(database, &scratch)
    precondition(status == HS_SUCCESS, "no memory for a regular expression's scratch")
  }

  static func free(_ scratch: OpaquePointer?) { unsafe _ = hs_free_scratch(scratch) }

  /// Whether some part of a prepared text matches; `scratch` was made ready for this database and is used by no other thread.
  static func matches(_ text: ByteView, _ database: OpaquePointer, _ scratch: OpaquePointer) -> Bool {
    let status = unsafe text.withChars { start, count in
      // The first match ends the scan.
      unsafe hs_scan(database, start, count, 0, scratch, { _, _, _, _, _ in 1 }, nil)
    }
    switch status {
    case HS_SUCCESS: return false
    case HS_SCAN_TERMINATED: return true
    default: preconditionFailure("libhs could not scan: status \(status)")
    }
  }
}

extension ByteView {
  /// For C functions that take characters and a count of 32 bits.
  fileprivate func withChars(_ body: (UnsafePointer<CChar>, UInt32) -> Int32) -> Int32 {
    unsafe UnsafeRawPointer(base).withMemoryRebound(to: CChar.self, capacity: count) { unsafe body($0, UInt32(count)) }
  }
}

extension RegexFault {
  /// What libhs said, with how to mend it where that is known. Its messages may end in `at index N`, counted in bytes.
  fileprivate init(libhs message: String, _ pattern: String) {
    var text = Substring(message)
    if text.last == "." { text = text.dropLast() }
    var offset: Int?
    if let space = text.lastIndex(of: " "), let index = Int(text[space...].dropFirst()), text[..<space].hasSuffix(" at index") {
      offset = pattern.utf8.prefix(index).count { $0 & 0xC0 != 0x80 }
      text = text[..<space].dropLast(" at index".count)
    }
    let mend: String
    switch text {
    case "Embedded start anchors not supported":
      (text, mend) = (
        "`^` stands where something must come before it", "put it first, or give the alternative an item of its own"
      )
    case "Embedded end anchors not supported":
      (text, mend) = ("`$` stands where something must come after it", "put it last, or give the alternative an item of its own")
    case "Pattern is too large": (text, mend) = ("it is too large", "repeat less often, or write `*` or `+`")
    default: mend = "write it in another way"
    }
    self.init("\(text); \(mend)", at: offset)
  }
}
