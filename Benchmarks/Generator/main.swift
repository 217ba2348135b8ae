import Glibc

// gen auth|access|windows --bytes N [--seed S] [--truth FILE] > LOG
//
// A log as a real server writes it, the same for the same seed, and what must be found in it.

let usage = "usage: gen auth|access|windows --bytes N [--seed S] [--truth FILE] > LOG"

func misused(_ message: String) -> Never { fail("\(message)\n\(usage)", status: 2) }

var arguments = CommandLine.arguments.dropFirst()
guard let kind = arguments.popFirst() else { misused("which log?") }
var (bytes, seed, truthPath) = (0, UInt64(1), String?.none)

while let option = arguments.popFirst() {
  guard let value = arguments.popFirst() else { misused("\(option) needs a value") }
  switch option {
  case "--bytes": bytes = Int(value) ?? 0
  case "--seed": seed = UInt64(value) ?? 1
  case "--truth": truthPath = value
  default: misused("no such option: \(option)")
  }
}
guard bytes > 0 else { misused("--bytes needs a positive number") }

let output = Output()
var truth = Truth()
truth.add("kind", kind)
truth.add("seed", Int(seed))

switch kind {
case "auth":
  var log = AuthLog(output: output, seed: seed)
  while output.position < bytes { log.step() }
  log.tell(&truth)
case "access":
  var log = AccessLog(output: output, seed: seed)
  while output.position < bytes { log.step() }
  log.tell(&truth)
case "windows":
  var log = WindowsLog(output: output, seed: seed)
  while output.position < bytes { log.step() }
  log.tell(&truth)
default: misused("no such log: \(kind)")
}

output.flush()
truth.add("lines", output.lines)
truth.add("bytes", output.bytes)
if let truthPath { truth.write(to: truthPath) }
