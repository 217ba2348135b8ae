import CCurl

/// What a failed transfer means to the operator.
enum CurlFault {
  /// - Parameter name: the sink, which names the receiver without its secrets.
  static func error(_ failure: CurlTransfer.Failure, at name: String, masked: (String) -> String) -> SinkError {
    switch failure.code {
    case CURLE_COULDNT_RESOLVE_HOST: .retryable("\(name): its name cannot be resolved")
    case CURLE_COULDNT_RESOLVE_PROXY: .retryable("\(name): the name of the proxy cannot be resolved")
    case CURLE_COULDNT_CONNECT: .retryable("\(name): nothing accepts the connection")
    case CURLE_OPERATION_TIMEDOUT: .retryable("\(name): no answer in time")
    case CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_PARTIAL_FILE:
      .retryable("\(name): the connection was dropped before the answer")
    case CURLE_WEIRD_SERVER_REPLY: .retryable("\(name): the answer is not HTTP")
    // What comes without a status line would be HTTP/0.9.
    case CURLE_UNSUPPORTED_PROTOCOL where failure.details.contains("HTTP/0.9"): .retryable("\(name): the answer is not HTTP")
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE:
      .retryable("\(name): its certificate is not trusted\(words(failure, masked))")
    case CURLE_SSL_CONNECT_ERROR: .retryable("\(name): TLS failed\(words(failure, masked))")
    case CURLE_ABORTED_BY_CALLBACK: .retryable("\(name): given up because Tocsin ends")
    case CURLE_URL_MALFORMAT: .permanent("\(name): not a URL")
    case CURLE_UNSUPPORTED_PROTOCOL: .permanent("\(name): not http or https")
    default: .retryable("\(name): \(String(cString: curl_easy_strerror(failure.code)))")
    }
  }

  private static func words(_ failure: CurlTransfer.Failure, _ masked: (String) -> String) -> String {
    let words = masked(failure.details).unicodeScalars.filter { $0.value >= 32 && $0.value < 127 }.prefix(160)
    return words.isEmpty ? "" : ": \(String(String.UnicodeScalarView(words)))"
  }
}
