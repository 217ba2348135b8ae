import Foundation

@testable import TocsinDaemon

/// OpenSSL's test server with a certificate of its own for `localhost`; it says nothing until told to.
final class TLSServer {
  let port = LoopbackServer.unusedPort()
  let certificate: String
  private let directory = TemporaryDirectory()
  private let process: pid_t
  private let answers: Int32

  init() {
    signal(SIGPIPE, SIG_IGN)
    let (key, certificate) = (directory.file("key.pem"), directory.file("certificate.pem"))
    self.certificate = certificate
    let request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    let files = ["-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate]
    waitpid(Self.spawn(request + files, input: -1), nil, 0)
    var ends: [Int32] = [0, 0]
    socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends)
    process = Self.spawn(["s_server", "-quiet", "-accept", "\(port)", "-cert", certificate, "-key", key], input: ends[0])
    close(ends[0])
    answers = ends[1]
  }

  /// What it is told on its standard input it sends to whoever connects.
  func answerOnce() {
    let answer = Array("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".utf8)
    _ = write(answers, answer, answer.count)
  }

  func stop() {
    kill(process, SIGKILL)
    waitpid(process, nil, 0)
    close(answers)
  }

  /// Tries until the server listens.
  func eventually(_ attempt: () -> SinkError?) -> SinkError? {
    for _ in 1...200 {
      let error = attempt()
      if error?.message.hasSuffix("nothing accepts the connection") != true { return error }
      usleep(50_000)
    }
    return nil
  }

  private static func spawn(_ arguments: [String], input: Int32) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if input >= 0 { posix_spawn_file_actions_adddup2(&actions, input, 0) }
    for output: Int32 in [1, 2] { posix_spawn_file_actions_addopen(&actions, output, "/dev/null", O_WRONLY, 0) }
    let path = "/usr/bin/openssl"
    var words = ([path] + arguments).map { strdup($0) } + [nil]
    defer { words.forEach { free($0) } }
    var process: pid_t = 0
    precondition(posix_spawn(&process, path, &actions, nil, &words, environ) == 0)
    return process
  }
}
