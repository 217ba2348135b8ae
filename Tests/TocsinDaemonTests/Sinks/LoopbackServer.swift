import Foundation
import Synchronization

/// An HTTP server on 127.0.0.1 that does what it is told, request by request, and remembers what it was sent.
final class LoopbackServer: Sendable {
  enum Behaviour: Sendable {
    case answer(Int, headers: [String] = [], body: String = "")
    /// These bytes, and then the connection is closed.
    case raw(String)
    /// These bytes one by one, so many milliseconds apart.
    case trickle(String, milliseconds: UInt32)
    /// The head of an answer and then a body without end.
    case flood(Int)
    /// Reads the request and never answers.
    case hang
    /// Reads the request and closes the connection.
    case drop
  }

  struct Request: Sendable, Equatable {
    /// `POST /hook HTTP/1.1`
    var line: String
    /// Names in lower case.
    var headers: [String: String]
    var body: String
    /// Which of the server's connections it came over, from 1.
    var connection: Int
  }

  private struct State {
    var script: [Behaviour]
    var requests: [Request] = []
    var connections: Set<Int32> = []
    var connectionCount = 0
    var isStopped = false
  }

  let port: Int
  private let listener: Int32
  private let state: Mutex<State>

  /// Does what the script says and answers 200 when it has ended.
  init(_ script: [Behaviour] = []) {
    // As the program does: a connection that is gone is an error of whoever writes.
    signal(SIGPIPE, SIG_IGN)
    state = Mutex(State(script: script))
    (listener, port) = Self.listen()
    let thread = Thread { [listener, self] in
      while true {
        let connection = accept(listener, nil, nil)
        if connection < 0 || self.state.withLock({ $0.isStopped }) {
          if connection >= 0 { close(connection) }
          close(listener)
          return
        }
        let number = self.state.withLock { state in
          state.connections.insert(connection)
          state.connectionCount += 1
          return state.connectionCount
        }
        Thread { self.serve(connection, number) }.start()
      }
    }
    thread.start()
  }

  var url: String { "http://127.0.0.1:\(port)/hook" }
  var requests: [Request] { state.withLock { $0.requests } }
  var keys: [String] { requests.map { $0.headers["idempotency-key"] ?? "-" } }

  /// Closes everything; whoever connects now is refused.
  func stop() {
    state.withLock { state in
      state.isStopped = true
      for connection in state.connections { shutdown(connection, Int32(SHUT_RDWR)) }
    }
    shutdown(listener, Int32(SHUT_RDWR))
  }

  /// A port on which nothing listens.
  static func unusedPort() -> Int {
    let (listener, port) = listen()
    close(listener)
    return port
  }

  private static func listen() -> (Int32, Int) {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        precondition(bind(listener, address, length) == 0 && Foundation.listen(listener, 16) == 0)
        precondition(getsockname(listener, address, &length) == 0)
      }
    }
    return (listener, Int(UInt16(bigEndian: address.sin_port)))
  }

  private func serve(_ connection: Int32, _ number: Int) {
    defer {
      // `close` alone would not end it while a process that a test started holds a copy.
      shutdown(connection, Int32(SHUT_RDWR))
      // Under the lock: `stop` must not shut down a number that belongs to somebody else by then.
      state.withLock { state in
        state.connections.remove(connection)
        close(connection)
      }
    }
    while let request = Self.readRequest(connection, number) {
      let behaviour = state.withLock { state in
        state.requests.append(request)
        return state.script.isEmpty ? Behaviour.answer(200) : state.script.removeFirst()
      }
      guard perform(behaviour, connection) else { return }
    }
  }

  /// Returns whether the connection goes on.
  private func perform(_ behaviour: Behaviour, _ connection: Int32) -> Bool {
    switch behaviour {
    case .answer(let status, let headers, let body):
      let head = ["HTTP/1.1 \(status) X", "Content-Length: \(body.utf8.count)"] + headers
      return Self.send(head.joined(separator: "\r\n") + "\r\n\r\n" + body, connection)
    case .raw(let text):
      _ = Self.send(text, connection)
      return false
    case .trickle(let text, let milliseconds):
      for byte in text.unicodeScalars {
        guard Self.send(String(byte), connection) else { return false }
        usleep(milliseconds * 1_000)
      }
      return true
    case .flood(let status):
      let piece = String(repeating: "x", count: 8_192)
      guard Self.send("HTTP/1.1 \(status) X\r\n\r\n", connection) else { return false }
      while Self.send(piece, connection) {}
      return false
    case .hang:
      var byte: UInt8 = 0
      _ = recv(connection, &byte, 1, 0)
      return false
    case .drop: return false
    }
  }

  private static func send(_ text: String, _ connection: Int32) -> Bool {
    let bytes = Array(text.utf8)
    return Foundation.send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
  }

  private static func readRequest(_ connection: Int32, _ number: Int) -> Request? {
    var received: [UInt8] = []
    var byte: UInt8 = 0
    while received.suffix(4) != [13, 10, 13, 10] {
      guard recv(connection, &byte, 1, 0) == 1 else { return nil }
      received.append(byte)
    }
    var lines = String(decoding: received.dropLast(4), as: UTF8.self).components(separatedBy: "\r\n")
    let first = lines.removeFirst()
    var headers: [String: String] = [:]
    for line in lines {
      let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
      headers[parts[0].lowercased()] = parts.count > 1 ? parts[1] : ""
    }
    var body = [UInt8](repeating: 0, count: Int(headers["content-length"] ?? "") ?? 0)
    var count = 0
    while count < body.count {
      let got = body.withUnsafeMutableBytes { recv(connection, $0.baseAddress! + count, $0.count - count, 0) }
      guard got > 0 else { return nil }
      count += got
    }
    return Request(line: first, headers: headers, body: String(decoding: body, as: UTF8.self), connection: number)
  }
}
