/// Names of Sigma's taxonomy for the fields that formats and decoders fill under their ECS names. A rule may use either.
enum FieldAliases {
  /// The names under which a rule's field may stand in an event, in the order tried.
  static func names(for field: String) -> [String] { [field] + (table[field] ?? []) }

  /// A request target is matched as sent and URL-decoded, once and twice.
  private static let target = ["url.original", "url.decoded", "url.decoded_twice"]

  /// Some logs call the whole target the query, others only what stands behind `?`; rules are written for both.
  private static let query = target + ["url.query"]
  private static let stem = target + ["url.path"]

  private static let table: [String: [String]] = [
    // Web servers
    "url.original": ["url.decoded", "url.decoded_twice"],
    "url.query": ["url.decoded", "url.decoded_twice"],
    "cs-uri-query": query, "cs-uri-stem": stem, "cs-uri": target, "c-uri": target, "c-uri-query": query, "c-uri-stem": stem,
    "c-ip": ["source.address"], "cs-method": ["http.request.method"], "sc-status": ["http.response.status_code"],
    "sc-bytes": ["http.response.body.bytes"], "cs-user-agent": ["user_agent.original"],
    "c-useragent": ["user_agent.original"], "cs-referer": ["http.request.referrer"],
    "cs-referrer": ["http.request.referrer"], "cs-username": ["user.name"], "cs-host": ["url.domain"],
    "cs-version": ["http.version"], "cs-content-type": ["http.request.mime_type"],
    // Hosts
    "src_ip": ["source.address"], "src_port": ["source.port"], "dst_ip": ["destination.address"],
    "dst_port": ["destination.port"], "SourceIp": ["source.address"], "DestinationIp": ["destination.address"],
    "DestinationPort": ["destination.port"], "username": ["user.name"],
    "Image": ["process.executable"], "CommandLine": ["process.command_line"], "ParentImage": ["process.parent.executable"],
    "CurrentDirectory": ["process.working_directory"], "ProcessId": ["process.pid"],
    "ParentProcessId": ["process.parent.pid"], "User": ["user.name"], "TargetFilename": ["file.path"],
    "USER": ["user.effective.name"],
    "source.address": ["source.ip"],
    // Google Workspace, in Google Cloud's audit log
    "eventService": ["protoPayload.serviceName"],
  ]
}
