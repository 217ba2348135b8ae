import CCurl
import Foundation

/// One libcurl handle, its connection kept from request to request. Used by one thread at a time.
final class CurlTransfer {
  /// What the callbacks fill in.
  private final class Answer {
    var excerpt: [UInt8] = []
    private var received = 0

    /// Bytes taken; fewer than there were end the transfer.
    func take(_ bytes: UnsafeRawBufferPointer) -> Int {
      received += bytes.count
      excerpt += bytes.prefix(max(0, excerptLimit - excerpt.count))
      return received <= bodyLimit ? bytes.count : 0
    }
  }

  /// Why there was no answer.
  struct Failure: Error {
    var code: CURLcode
    /// libcurl's words, which may name host and port.
    var details: String
  }

  /// Bytes of an answer's body that are read; the rest is cut off with the connection.
  private static let bodyLimit = 64 << 10
  private static let excerptLimit = 2 << 10
  /// Once per process, before the first handle.
  private static let isReady: Bool = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  private let handle: UnsafeMutableRawPointer
  private let details: UnsafeMutablePointer<CChar>

  /// Nil where libcurl has no memory or lacks what is needed.
  init?(target: WebhookTarget) {
    guard Self.isReady, let handle = curl_easy_init() else { return nil }
    self.handle = handle
    details = .allocate(capacity: Int(CURL_ERROR_SIZE))
    details.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    guard configure(target) else { return nil }
  }

  deinit {
    curl_easy_cleanup(handle)
    details.deallocate()
  }

  private func configure(_ target: WebhookTarget) -> Bool {
    let results = [
      tocsin_curl_allow_only_http(handle),
      tocsin_curl_set_string(handle, CURLOPT_URL, target.url.reveal),
      tocsin_curl_set_string(handle, CURLOPT_USERAGENT, target.userAgent),
      tocsin_curl_set_long(handle, CURLOPT_POST, 1),
      tocsin_curl_set_long(handle, CURLOPT_FOLLOWLOCATION, 0),
      tocsin_curl_set_long(handle, CURLOPT_CONNECTTIMEOUT_MS, target.connectTimeout),
      tocsin_curl_set_long(handle, CURLOPT_TIMEOUT_MS, target.timeout),
      tocsin_curl_set_long(handle, CURLOPT_SSL_VERIFYPEER, 1),
      tocsin_curl_set_long(handle, CURLOPT_SSL_VERIFYHOST, 2),
      tocsin_curl_set_long(handle, CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2)),
      target.authorities.map { tocsin_curl_set_string(handle, CURLOPT_CAINFO, $0) } ?? CURLE_OK,
      // Signals are the service's; the process ignores SIGPIPE.
      tocsin_curl_set_long(handle, CURLOPT_NOSIGNAL, 1),
      tocsin_curl_set_pointer(handle, CURLOPT_ERRORBUFFER, details),
    ]
    return results.allSatisfy { $0 == CURLE_OK }
  }

  /// Sends one POST and waits for the answer. Throws only where no final status came.
  func post(_ body: [UInt8], headers: [String], until stop: DeliveryStop) throws(Failure) -> WebhookReply {
    let answer = Answer()
    let writer: curl_write_callback = { bytes, size, count, context in
      guard let bytes, let context else { return 0 }
      return Unmanaged<Answer>.fromOpaque(context).takeUnretainedValue().take(
        UnsafeRawBufferPointer(start: bytes, count: size * count))
    }
    let progress: curl_xferinfo_callback = { context, _, _, _, _ in
      guard let context else { return 0 }
      return Unmanaged<DeliveryStop>.fromOpaque(context).takeUnretainedValue().isAsked ? 1 : 0
    }
    var list: UnsafeMutablePointer<curl_slist>?
    defer { curl_slist_free_all(list) }
    for header in headers { list = curl_slist_append(list, header) ?? list }
    details[0] = 0
    tocsin_curl_set_writer(handle, writer, Unmanaged.passUnretained(answer).toOpaque())
    tocsin_curl_set_pointer(handle, CURLOPT_HTTPHEADER, list)
    tocsin_curl_set_progress(handle, progress, Unmanaged.passUnretained(stop).toOpaque())
    let code = withExtendedLifetime((answer, stop)) {
      body.withUnsafeBytes { bytes in
        tocsin_curl_set_body(handle, bytes.baseAddress, bytes.count)
        return curl_easy_perform(handle)
      }
    }
    let reply = reply(answer)
    if code != CURLE_OK && reply.status < 200 {
      throw Failure(code: code, details: String(cString: details))
    }
    return reply
  }

  private func reply(_ answer: Answer) -> WebhookReply {
    var status = 0
    var retryAfter: curl_off_t = 0
    var location: UnsafePointer<CChar>?
    tocsin_curl_response_code(handle, &status)
    tocsin_curl_retry_after(handle, &retryAfter)
    tocsin_curl_redirect_url(handle, &location)
    return WebhookReply(
      status: status, retryAfter: Int(retryAfter), location: location.map { String(cString: $0) }, excerpt: answer.excerpt)
  }
}
