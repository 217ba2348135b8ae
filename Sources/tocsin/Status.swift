import ArgumentParser

/// What the process says when it ends (DESIGN: exit status).
enum Status: Int32 {
  case done = 0
  case findings = 1
  case usage = 2
  case configuration = 3
  case inputOutput = 4

  var code: ExitCode { ExitCode(rawValue) }
}
