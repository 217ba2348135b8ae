/// Process creations as Sysmon reports them, in the JSON that tools make of Windows event logs: an office's everyday programs, what
/// administrators and builds do, and one in a hundred that an attacker started.
struct WindowsLog {
  let output: Output
  var random: Random
  private var clock = Clock(format: "%Y-%m-%dT%H:%M:%S")
  private var attacks = 0

  /// Mean gap between two events in microseconds: a thousand hosts.
  private static let gap = 2_000
  private static let hosts = 1_000

  init(output: Output, seed: UInt64) {
    (self.output, random) = (output, Random(seed: seed))
  }

  func tell(_ truth: inout Truth) {
    truth.add("attacks", attacks)
  }

  /// One event.
  mutating func step() {
    clock.advance(mean: Self.gap, &random)
    let program: Program
    switch random.below(100) {
    case 0:
      attacks += 1
      program = Program.attacks[random.below(Program.attacks.count)]
    case 1..<30: program = Program.administration[random.below(Program.administration.count)]
    default: program = Program.everyday[random.below(Program.everyday.count)]
    }
    write(program, number: random.below(1_000_000))
  }

  private mutating func write(_ program: Program, number: Int) {
    let host = random.skewed(Self.hosts)
    system(host)
    begin("UtcTime")
    clock.put(to: output)
    end()
    begin("ProcessGuid")
    for (index, digits) in [8, 4, 4, 4, 12].enumerated() {
      if index > 0 { output.put(byte: UInt8(ascii: "-")) }
      hexadecimal(digits)
    }
    end()
    process("ProcessId")
    member("Image", program.image)
    member("FileVersion", "10.0.19041.3636 (WinBuild.160101.0800)")
    member("Description", program.description)
    // As its makers write it, with signs outside ASCII.
    member("Product", program.isSystem ? "Microsoft® Windows® Operating System" : program.description)
    member("Company", program.company)
    member("OriginalFileName", program.original)
    member("CommandLine", random.pick(program.commands), number: number)
    member("CurrentDirectory", program.isSystem ? #"C:\\Windows\\system32\\"# : #"C:\\Users\\user\\"#)
    user(program, host: host)
    hashes()
    process("ParentProcessId")
    member("ParentImage", program.parent)
    member("ParentCommandLine", program.parentCommand, number: number)
    output.put("}}}")
    output.endLine()
  }

  private mutating func system(_ host: Int) {
    output.put(#"{"Event":{"System":{"Provider":{"Name":"Microsoft-Windows-Sysmon"},"EventID":1,"Version":5,"Level":4,"Task":1,"#)
    output.put(#""TimeCreated":{"SystemTime":""#)
    clock.put(to: output)
    output.put(byte: UInt8(ascii: "."))
    output.put(clock.microseconds % 1_000_000, width: 6)
    output.put(#"Z"},"EventRecordID":"#)
    output.put(output.lines)
    output.put(#","Channel":"Microsoft-Windows-Sysmon/Operational","Computer":"WS-"#)
    output.put(host, width: 4)
    output.put(#".corp.example.com"},"EventData":{"RuleName":"-""#)
  }

  private mutating func user(_ program: Program, host: Int) {
    begin("User")
    output.put(program.isSystem ? #"NT AUTHORITY\\SYSTEM"# : #"CORP\\user"#)
    if !program.isSystem { output.put(host) }
    end()
    begin("LogonId")
    output.put("0x")
    hexadecimal(program.isSystem ? 3 : 6)
    end()
    member("IntegrityLevel", program.isSystem ? "System" : "Medium")
  }

  private mutating func hashes() {
    begin("Hashes")
    output.put("MD5=")
    hexadecimal(32)
    output.put(",SHA256=")
    hexadecimal(64)
    output.put(",IMPHASH=")
    hexadecimal(32)
    end()
  }

  private func begin(_ name: StaticString) {
    output.put(",\"")
    output.put(name)
    output.put("\":\"")
  }

  private func end() { output.put(byte: UInt8(ascii: "\"")) }

  private func member(_ name: StaticString, _ value: StaticString) {
    begin(name)
    output.put(value)
    end()
  }

  /// `@` in a value is the event's number.
  private func member(_ name: StaticString, _ value: StaticString, number: Int) {
    begin(name)
    for byte in UnsafeBufferPointer(start: value.utf8Start, count: value.utf8CodeUnitCount) {
      if byte == UInt8(ascii: "@") { output.put(number) } else { output.put(byte: byte) }
    }
    end()
  }

  private mutating func process(_ name: StaticString) {
    output.put(",\"")
    output.put(name)
    output.put("\":")
    output.put(random.within(400...30_000))
  }

  private mutating func hexadecimal(_ digits: Int) {
    var bits = UInt64(0)
    for index in 0..<digits {
      if index % 16 == 0 { bits = random.next() }
      let digit = UInt8(truncatingIfNeeded: bits & 15)
      output.put(byte: digit < 10 ? 0x30 + digit : 0x37 + digit)
      bits >>= 4
    }
  }
}
