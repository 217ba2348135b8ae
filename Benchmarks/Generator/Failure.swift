import Glibc

/// Says on standard error why there is no log, and ends with `status` (2 usage, 4 output).
func fail(_ message: String, status: Int32) -> Never {
  let text = "gen: \(message)\n"
  _ = write(STDERR_FILENO, text, text.utf8.count)
  exit(status)
}

/// What the system says of the call that just failed.
func systemError() -> String { String(cString: strerror(errno)) }
