/// Somewhere that alerts go.
///
/// `deliver` returns when the receiver has the message, so far as the receiver can say: a file after `fsync`, a web service after
/// its 2xx. A thrown error says whether the same message may be tried again; where `stop` is asked meanwhile, it may come early. A
/// message may be delivered again after a crash, always with the same id: receivers that can tell, drop it. Sinks keep no queue and
/// do not retry; that is the `Outbox`, on whose thread they work. The process ignores SIGPIPE, so that a broken pipe is an error.
public protocol Sink: Sendable {
  /// Names the sink in reports (`file /var/log/tocsin/alerts.jsonl`); holds no secret.
  var name: String { get }

  func deliver(_ message: AlertMessage, until stop: DeliveryStop) throws(SinkError)
}
