/// `GET /path?query HTTP/1.1`, as access and error logs quote it.
extension RecordReader {
  /// Fills method, target, its parts and version; what is no request line (TLS bytes, `-`) is kept as the target.
  @inline(__always)
  func readRequest(_ line: ByteView, into event: Event) {
    guard let space = line.firstIndex(of: 0x20), space <= 24, isMethod(line.slice(0, space)) else {
      event.addNew(.urlOriginal, line)
      return
    }
    var end = line.count
    if let last = versionStart(line), last > space {
      event.addNew(.httpVersion, line.from(last + 6))
      end = last
    } else if !isTarget(line.from(space + 1)) {
      event.addNew(.urlOriginal, line)
      return
    }
    event.addNew(.httpRequestMethod, line.slice(0, space))
    readTarget(line.slice(min(space + 1, end), end), into: event)
  }

  /// The space before `HTTP/x.y` at the end of the line.
  @inline(__always)
  private func versionStart(_ line: ByteView) -> Int? {
    for length in 7...9 {
      let at = line.count - length
      if line.byte(at) == 0x20, line.has("HTTP/", at: at + 1) || line.has("http/", at: at + 1), line.byte(at + 6).isDigit {
        return at
      }
    }
    return nil
  }

  @inline(__always)
  private func isMethod(_ word: ByteView) -> Bool {
    for index in 0..<word.count where !(word[index].isLetter || index > 0 && (word[index] == 0x5F || word[index] == 0x2D)) {
      return false
    }
    return word.count > 0
  }

  /// Whether this is a target although no version follows (HTTP/0.9, a line that was cut).
  private func isTarget(_ text: ByteView) -> Bool {
    text.byte(0) == 0x2F || text == "*" || text.has("http://") || text.has("https://")
  }

  /// The full target, its path and query, and what decoding makes of it.
  @inline(__always)
  func readTarget(_ target: ByteView, into event: Event) {
    event.addNew(.urlOriginal, target)
    guard target.count > 0 else { return }
    var path = 0
    if target[0] != 0x2F, let scheme = target.firstIndex(of: 0x3A), target.has("://", at: scheme) {
      path = target.firstIndex(of: 0x2F, or: 0x3F, from: scheme + 3) ?? target.count
    }
    let query = target.firstIndex(of: 0x3F, from: path)
    event.addNew(.urlPath, target.slice(path, query ?? target.count))
    if let query { event.addNew(.urlQuery, target.from(query + 1)) }
    guard target.firstIndex(of: 0x25, or: 0x2B) != nil,
      let once = URLDecoding.decode(target, into: event.arena)
    else { return }
    event.hasEscapes = true
    event.addNew(.urlDecoded, once)
    if let twice = URLDecoding.decode(once, plus: false, into: event.arena) { event.addNew(.urlDecodedTwice, twice) }
  }

  /// The words before an access log's time: `[vhost ]address[ ident[ user]]`; the user may hold spaces, the address may be a list
  /// that proxies made.
  @inline(__always)
  func readClient(_ text: ByteView, into event: Event) {
    guard text.count > 0, let first = text.firstIndex(of: 0x20) else { return addAddress(text, into: event) }
    if text[first - (first > 0 ? 1 : 0)] == 0x2C { return readForwarded(text, into: event) }
    let head = text.slice(0, first)
    // Nearly always: an address, no ident, and the user.
    if text.byte(first + 1) == 0x2D, text.byte(first + 2) == 0x20, head.isDottedIPv4 {
      addIP(head, into: event)
      return addUser(text.from(first + 3), into: event)
    }
    let second = text.firstIndex(of: 0x20, from: first + 1) ?? text.count
    let next = text.slice(first + 1, second)
    let headIsAddress = isAddress(head)
    // A virtual host comes first where the second word is the address.
    let rest = min(second + 1, text.count)
    if !headIsAddress, !(next == "-"), isAddress(next) || text.from(rest).has("- ") {
      addHost(head, into: event)
      addAddress(next, into: event)
      let ident = text.firstIndex(of: 0x20, from: rest) ?? text.count
      addUser(text.from(min(ident + 1, text.count)), into: event)
      return
    }
    headIsAddress ? addIP(head.withoutMappedPrefix, into: event) : addAddress(head, into: event)
    guard second < text.count else { return addUser(next, into: event) }
    // lighttpd writes the host where others write the ident.
    if headIsAddress, next.firstIndex(of: 0x2E) != nil { addHost(next, into: event) }
    addUser(text.from(rest), into: event)
  }

  @inline(__always)
  private func isAddress(_ word: ByteView) -> Bool {
    let first = word.byte(0)
    guard first.isDigit || first == 0x3A || word.firstIndex(of: 0x3A) != nil else { return false }
    return IPAddress.isAddress(word.withoutMappedPrefix)
  }

  @inline(__always)
  private func addUser(_ user: ByteView, into event: Event) {
    var user = user
    if user.count >= 2, user[0] == 0x22, user[user.count - 1] == 0x22 { user = user.slice(1, user.count - 1) }
    if user.count > 1 || user.count == 1 && user[0] != 0x2D { event.addNew(.userName, user) }
  }

  /// `host` or `host:port`.
  private func addHost(_ host: ByteView, into event: Event) {
    var end = host.count
    while end > 0, host[end - 1].isDigit { end -= 1 }
    event.addNew(.urlDomain, end > 1 && end < host.count && host[end - 1] == 0x3A ? host.slice(0, end - 1) : host)
  }

  /// `203.0.113.9, 10.0.0.1 - user`: the first public address is the client's, else the first of all.
  private func readForwarded(_ text: ByteView, into event: Event) {
    var at = 0
    var chosen: ByteView?
    var isFound = false
    var more = true
    while more, at < text.count {
      let end = text.firstIndex(of: 0x20, from: at) ?? text.count
      more = end > at && text[end - 1] == 0x2C
      let word = text.slice(at, more ? end - 1 : end)
      if chosen == nil { chosen = word }
      if !isFound, let address = IPAddress.parse(word), address.isPublic { (chosen, isFound) = (word, true) }
      at = min(end + 1, text.count)
    }
    if let chosen { addAddress(chosen, into: event) }
    guard let ident = text.firstIndex(of: 0x20, from: at) else { return }
    addUser(text.from(ident + 1), into: event)
  }

  /// Adds source.address, and source.ip where it is an address; a port after an IPv4 address is taken off.
  @inline(__always)
  func addAddress(_ word: ByteView, into event: Event) {
    let address = word.withoutMappedPrefix
    guard address.count > 0 else { return }
    if IPAddress.isAddress(address) {
      addIP(address, into: event)
    } else if let (ip, port) = splitPort(address) {
      event.addNew(.sourceAddress, ip)
      event.addNew(.sourceIp, ip)
      event.addNew(.sourcePort, port)
    } else {
      event.addNew(.sourceAddress, address)
    }
  }

  @inline(__always)
  private func addIP(_ address: ByteView, into event: Event) {
    event.addNew(.sourceAddress, address)
    event.addNew(.sourceIp, address)
  }

  /// `1.2.3.4:56` or `[2001:db8::1]:56` as its parts.
  private func splitPort(_ text: ByteView) -> (ByteView, ByteView)? {
    guard let colon = text.lastIndex(of: 0x3A), colon > 1, text.from(colon + 1).isDigits else { return nil }
    let isBracketed = text[0] == 0x5B && text[colon - 1] == 0x5D
    let ip = (isBracketed ? text.slice(1, max(colon - 1, 1)) : text.slice(0, colon)).withoutMappedPrefix
    return IPAddress.parse(ip) == nil ? nil : (ip, text.from(colon + 1))
  }
}
