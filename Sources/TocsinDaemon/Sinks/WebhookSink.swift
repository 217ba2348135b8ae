/// Posts each alert as JSON over HTTP, with its id as `Idempotency-Key`, on a thread of its own.
///
/// 2xx is success. 408, 425, 429, 5xx and a missing answer may be tried again, other answers are permanent; redirects are not
/// followed, since what was meant for one host must not go to another. No message shows more of the URL than scheme, host and port.
public actor WebhookSink: Sink {
  public nonisolated let name: String
  private let target: WebhookTarget
  private let thread: SinkThread
  private let stop = CurlTransfer.Stop()
  private var transfer: CurlTransfer?

  public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  public init(target: WebhookTarget) {
    self.target = target
    name = "webhook \(WebhookURL.origin(target.url.reveal))"
    thread = SinkThread(name: "webhook sink")
  }

  // On its own thread: closing a TLS connection writes, and only that thread is safe from SIGPIPE.
  isolated deinit { thread.stop() }

  /// Where the task is cancelled, the transfer ends within a second.
  public func deliver(_ message: AlertMessage) async throws(SinkError) {
    stop.reset()
    let result = await withTaskCancellationHandler {
      post(message)
    } onCancel: {
      stop.ask()
    }
    try result.get()
  }

  private func post(_ message: AlertMessage) -> Result<Void, SinkError> {
    guard let transfer = transfer ?? CurlTransfer(target: target, stop: stop) else {
      return .failure(.retryable("\(name): libcurl cannot be set up"))
    }
    self.transfer = transfer
    do throws(CurlTransfer.Failure) {
      let reply = try transfer.post(message.json, headers: headers(message))
      return reply.refusal(by: name, masked: target.masked).map { .failure($0) } ?? .success(())
    } catch {
      return .failure(CurlFault.error(error, at: name, masked: target.masked))
    }
  }

  private func headers(_ message: AlertMessage) -> [String] {
    var headers = [
      "Content-Type: application/json",
      "Idempotency-Key: \(message.id)",
      // Waiting for "100 Continue" would cost a second at receivers that do not know it.
      "Expect:",
    ]
    if let bearer = target.bearer { headers.append("Authorization: Bearer \(bearer.reveal)") }
    return headers + target.headers.map { "\($0.name): \($0.value.reveal)" }
  }
}
