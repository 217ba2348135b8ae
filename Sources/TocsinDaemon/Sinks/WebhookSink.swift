import Synchronization

/// Posts each alert as JSON over HTTP, with its id as `Idempotency-Key`.
///
/// 2xx is success. 408, 425, 429, 5xx and a missing answer may be tried again, other answers are permanent; redirects are not
/// followed, since what was meant for one host must not go to another. No message shows more of the URL than scheme, host and port.
public final class WebhookSink: Sink {
  public let name: String
  private let target: WebhookTarget
  private let transfer = Mutex<CurlTransfer?>(nil)

  public init(target: WebhookTarget) {
    self.target = target
    name = "webhook \(WebhookURL.origin(target.url.reveal))"
  }

  /// Where `stop` is asked, the transfer ends within a second.
  public func deliver(_ message: AlertMessage, until stop: DeliveryStop) throws(SinkError) {
    try transfer.withLock { transfer throws(SinkError) in
      let ready = transfer ?? CurlTransfer(target: target)
      guard let ready else { throw .retryable("\(name): libcurl cannot be set up") }
      transfer = ready
      try post(message, by: ready, until: stop)
    }
  }

  private func post(_ message: AlertMessage, by transfer: CurlTransfer, until stop: DeliveryStop) throws(SinkError) {
    let reply: WebhookReply
    do throws(CurlTransfer.Failure) {
      reply = try transfer.post(message.json, headers: headers(message), until: stop)
    } catch {
      throw CurlFault.error(error, at: name, masked: target.masked)
    }
    if let refusal = reply.refusal(by: name, masked: target.masked) { throw refusal }
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
