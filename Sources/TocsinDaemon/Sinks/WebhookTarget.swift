/// Where and how a webhook is called.
public struct WebhookTarget: Sendable, Equatable {
  /// Often a secret itself: services put tokens into its path.
  public var url: Secret
  /// Sent as `Authorization: Bearer …`.
  public var bearer: Secret?
  public var headers: [(name: String, value: Secret)] = []
  /// File of certificates to trust instead of the system's.
  public var authorities: String?
  /// `tocsin/VERSION`.
  public var userAgent: String
  /// Milliseconds until a connection must stand, and until all must be done.
  public var connectTimeout = 5_000
  public var timeout = 15_000

  public init(url: Secret, bearer: Secret? = nil, userAgent: String) {
    (self.url, self.bearer, self.userAgent) = (url, bearer, userAgent)
  }

  public static func == (a: WebhookTarget, b: WebhookTarget) -> Bool {
    a.url == b.url && a.bearer == b.bearer && a.headers.elementsEqual(b.headers, by: ==) && a.authorities == b.authorities
      && a.userAgent == b.userAgent && a.connectTimeout == b.connectTimeout && a.timeout == b.timeout
  }

  /// The text without the secrets, where somebody has put them there.
  func masked(_ text: String) -> String {
    ([url, bearer].compactMap { $0 } + headers.map(\.value)).reduce(text) { $1.masked(in: $0) }
  }
}
