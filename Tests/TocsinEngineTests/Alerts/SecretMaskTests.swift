import TestSupport
import Testing

@testable import TocsinEngine

@Suite struct SecretMaskTests {
  private func mask(_ bytes: [UInt8]) -> [UInt8]? { bytes.withView { SecretMask.mask($0) } }

  private func mask(_ text: String) -> String { mask(Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) } ?? text }

  /// `§…§` marks what must become `***`; all else must stay.
  private func check(_ marked: String, location: SourceLocation = #_sourceLocation) {
    let parts = marked.split(separator: "§", omittingEmptySubsequences: false)
    let text = parts.joined()
    let expected = parts.enumerated().map { $0.offset % 2 == 1 ? "***" : String($0.element) }.joined()
    #expect(mask(text) == expected, sourceLocation: location)
    #expect(mask(Array(expected.utf8)) == nil, "not idempotent", sourceLocation: location)
  }

  /// Among pairs, words without a name of their own are part of the value before them; elsewhere a space ends it.
  @Test func passwordsWithSpaces() {
    check("user=ana password=§my secret phrase§ ip=192.0.2.9")
    check("user=ana password=§my secret phrase§")
    check("level=info user=ana secret=§a b§ msg=\"x y\"")
    check("user=ana password=§one§")
    check("tool user=ana --password=§one§ file")
    check("login failed password=§one§ from 192.0.2.9")
    check("env PGUSER=ana PGPASSWORD=§one§ psql -h db dbname=x")
    check("user=ana password=§one§ -v x")
    check("user=ana password=§one§, host=x y")
  }

  /// One of each kind that issuers give a shape, wherever it stands.
  @Test(arguments: [
    "AKIAIOSFODNN7EXAMPLE", "ASIAIOSFODNN7EXAMPLE", "ghp_0123456789abcdefghijABCDEFGHIJ012345",
    "github_pat_11ABCDEFG0123456789_abcdefghij", "xoxb-123456789012-abcdefghijkl", "xoxp-1-2-3-abcdef0123456789",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", "glpat-abcdefghij0123456789", "hvs.abcdefghijklmnopqrstuvwx",
    "SG.abcdefghijklmnop.qrstuvwxyz0123456789", "AIzaSyA0123456789abcdefghijklmnopqrstuv",
  ])
  func shapes(_ token: String) {
    for (before, after) in [("", ""), ("x ", " y"), ("a=", "&b=1"), ("\"", "\""), ("/", "/x"), ("[", "]")] {
      let masked = mask(before + token + after)
      #expect(!masked.contains(token.suffix(8)), "\(masked)")
    }
  }

  @Test func aKeyInPEMOverOneLineOrMany() {
    for gap in ["\n", "\\n", " "] {
      let masked = mask(
        "x -----BEGIN EC PRIVATE KEY-----\(gap)MHcCAQEEIabc\(gap)oAoGCCqGSM49\(gap)-----END EC PRIVATE KEY----- y")
      #expect(!masked.contains("MHcCAQEE") && !masked.contains("oAoGCC"), "\(masked)")
    }
  }

  @Test func aFieldsNameSaysThatItIsASecret() {
    Array("hunter2".utf8).withView { value in
      #expect(SecretMask.masked(value, of: "user.password") == "***")
      #expect(SecretMask.masked(value, of: "http.request.headers.authorization") == "***")
      #expect(SecretMask.masked(value, of: "user.name") == "hunter2")
    }
    #expect(SecretMask.masked(.empty, of: "user.password") == "")
  }

  @Test(arguments: [
    "Nov 24 15:46:27 web1 sshd[814]: Failed password for root from 203.0.113.9 port 52114 ssh2",
    "Failed password for invalid user password from 203.0.113.9 port 5 ssh2",
    "Accepted publickey for bob from 10.0.0.1 port 22 ssh2: RSA SHA256:uNiVztksCsDhcc0u9e8BgrJXVGDIOWgTVr2ndJdvcxk",
    "pam_unix(passwd:chauthtok): password changed for bob",
    "pam_unix(sshd:session): session opened for user bob(uid=1000) by (uid=0)",
    "passwd: pam_unix(passwd:chauthtok): password changed for bob", "passwd[12]: password for 'bob' changed by 'root'",
    "unix_chkpwd: password check failed for user (bob)", "passwd: Authentication token manipulation error",
    "sudo: bob : 3 incorrect password attempts ; TTY=pts/0 ; PWD=/home/bob ; USER=root ; COMMAND=/bin/ls",
    "sudo: bob : a password is required ; TTY=unknown ; PWD=/ ; USER=root ; COMMAND=/usr/bin/true",
    #"type=SYSCALL msg=audit(1700000000.123:42): arch=c000003e syscall=59 success=yes exit=0 ses=3 comm="ls" key="secrets""#,
    #"type=USER_AUTH msg=audit(1.2:3): pid=1 op=PAM:authentication grantors=pam_unix acct="root" exe="/usr/sbin/sshd" res=failed"#,
    "Access denied for user 'root'@'10.0.0.1' (using password: YES)", "GET /?page=2&sort=key HTTP/1.1",
    "https://example.org/a:b@c",
    "http://[::1]:80/x@y", "ssh://git@example.org/x.git", "mkdir -p /srv/data", "ssh -p 22 host", "password=", "password: ",
    "token=null",
    "bypass=5", "pass: 5 fail: 3", "tokens=512", "Basic authentication failed", "Bearer of bad news", "monkey=1",
    "risk-assessment-for-2024-and-2025",
    "invalid token: unexpected end of input", "-----BEGIN PUBLIC KEY-----abc-----END PUBLIC KEY-----", "PWD=/root OLDPWD=/",
    "passwordless sudo",
    "login: user= password= host=web1", "--password --verbose",
    "10.0.0.1 - - [24/Nov/2026:15:46:27 +0000] \"GET / HTTP/1.1\" 200 5",
  ])
  func ordinaryLinesStay(line: String) { #expect(mask(Array(line.utf8)) == nil, "\(mask(line))") }

  @Test func urls() {
    check("clone https://bob:§hunter2§@git.example/x")
    check("DSN postgres://u:§p@ss§@db:5432/x?sslmode=off")
    check("redis://:§secret§@cache:6379/0")
    check("postgres://u:§pa/ss?#word§@db/x")
    check(#""url":"http:\/\/u:§pw§@host\/""#)
    check("GET /?next=https%3A%2F%2Fbob%3A§hunter2§%40host%2Fx HTTP/1.1")
    check("https://hooks.slack.com/services/§T000/B000/XXXXXXXX§")
  }

  @Test func queries() {
    check("GET /login?user=bob&password=§hunter2§&x=1 HTTP/1.1")
    check("GET /a?API_KEY=§abc§&Access_Token=§def§#top HTTP/1.1")
    check("GET /a?auth=§x§&sig=§y§&key=§z§&session=§w§&signature=§v§ HTTP/1.1")
    check("GET /r?to=%2Flogin%3Fuser%3Dbob%26password%3D§hunter2§%26x%3D1&y=2 HTTP/1.1")
    check("GET /r?to=%252Flogin%253Fpassword%253D§hunter2§%2526x%253D1&y=2 HTTP/1.1")
    check("POST user%5Bpassword%5D=§x§&user[passwd]=§y§&commit=1")
    check("q=1;client_secret=§a%26b§&refresh_token=§t,u§&pwd=§/x§&z")
    check("password=§x§&key=§y§")
    check("a=1\\u0026password=§x§\\u0026b=2")
  }

  @Test func commandLines() {
    check("COMMAND=/usr/bin/tool --password=§hunter2§ --verbose")
    check("tool --password §hunter2§ --verbose")
    check("tool --PassWord '§hunter 2§' -v")
    check("tool -token §abc§ x")
    check("tool --api-key \"§a b§\"")
    check("mysql -u root -p§hunter2§ db")
    check("mysqldump -uroot -p'§hunter 2§' db")
    check("sshpass -p §hunter2§ ssh host")
    check("sshpass -p§hunter2§ ssh host")
    check("curl -u bob:§hunter2§ https://x/")
    check("curl --user \"bob:§hunter2§\" https://x/")
    check("redis-cli -a §hunter2§ ping")
    check("PGPASSWORD=§hunter2§ psql")
    check("env GITHUB_TOKEN=§abc§ MY_SECRET=§def§ DB_PASSWORD=\"§g h§\" DB_PASS=§i§ run")
    check(#"type=EXECVE argc=3 a0="sshpass" a1="-p" a2="§hunter2§" a3="ssh""#)
    check(#"type=EXECVE argc=3 a0="tool" a1="--password" a2="§hunter2§""#)
    check(#"type=EXECVE a0="mysql" a1="-p§hunter2§""#)
    check(#"["tool","--password","§hunter2§"]"#)
    check("tool\u{0}--password\u{0}§hunter2§\u{0}x")
  }

  @Test func headers() {
    check("Authorization: Basic §dXNlcjpwYXNz§")
    check("authorization: bearer §abc§")
    check("Proxy-Authorization: Negotiate §YII=§")
    check(#"curl -H "Authorization: Bearer §abc.def§" https://x/"#)
    check(#"curl -H 'X-Api-Key: §abc§' https://x/"#)
    check(#"{"Authorization":"Bearer §abc def§","x":1}"#)
    check(#"Authorization: Digest §username="bob", response="abc"§"#)
    check("Authorization Basic §dXNlcjpwYXNz§")
    check("Authorization=§opaque§ x")
    check("Authorization: AWS4-HMAC-SHA256 §Credential=a/b, Signature=c§")
    check("sent Bearer §abcdefgh12345678§ to x")
    check("sent Basic §dXNlcjpwYXNzd29yZA==§ to x")
    check("Cookie: §a=b; c=d§")
    check("Set-Cookie: §sid=x; Path=/; HttpOnly§")
    check(#"{"cookie":"§a=b; c=d§","x":1}"#)
    check(#"hdr=x\r\nCookie: §a=b; c=d§\r\nHost: y"#)
    check("cookie=§a=b; c=d§ user=x")
    check("JSESSIONID=§0A1B§ x")
  }

  @Test func structured() {
    check(#"{"user":"bob","password":"§hunter2§","x":1}"#)
    check(#"{"user":"bob","Password" : "§hun\"ter2§","x":1}"#)
    check(#"{"log":"{\"password\":\"§hunter2§\",\"x\":1}"}"#)
    check(#"{"log":"{\"log\":\"{\\\"password\\\":\\\"§hunter2§\\\"}\"}"}"#)
    check(#"{\x22password\x22:\x22§hun\x5C\x22ter2§\x22,\x22x\x22:1}"#)
    check("body=%7B%22password%22%3A%22§hunter2§%22%2C%22x%22%3A1%7D&y")
    check("{&quot;password&quot;:&quot;§hunter2§&quot;}")
    check(#"{"pin":1,"password":§12345§,"x":[1]}"#)
    check(#"{"passwords":1,"password":null,"token":true}"#)
    check("{'password': '§hunter2§', 'x': 1}")
    check(":password => \"§hunter2§\", 'secret' => '§x§'")
    check("password = §hunter2§ and more")
    check("Password: §hunter2§")
    check("user=bob,password=§x§,src=10.0.0.1")
    check("(password=§x§)")
    check("<user>bob</user><password>§x y§</password>")
    check("ALTER USER bob IDENTIFIED BY '§hunter2§'")
    check("ALTER ROLE bob WITH PASSWORD '§hunter2§'")
    check("Server=db;Uid=sa;Pwd=§x;y§;Database=z")
    check("password_confirmation=§x§ new-password1=§y§")
  }

  @Test func shapes() {
    check("id §AKIAABCDEFGHIJKLMNOP§ and §ASIAABCDEFGHIJKLMNOP§.")
    let body = "abcdefghij0123456789ABCDEFGHIJ012345"
    for prefix in [
      "ghp_", "gho_", "ghs_", "github_pat_", "glpat-", "xoxb-", "xoxp-", "xapp-", "sk_live_", "rk_live_", "sk-", "AIza", "npm_",
      "pypi-",
      "hf_", "dop_v1_",
    ] {
      check("saw §\(prefix)\(body)§ in a log")
      check("x=§\(prefix)\(body)§,y=1")
    }
    check("jwt §eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl§ end")
    check("key §SG.abcdefghijklmnopqrstuv.abcdefghijklmnopqrstuvwxyz§ end")
    check("§AGE-SECRET-KEY-1QQQQQQQQQQQQQQQQQQQQ§")
    check("-----BEGIN RSA PRIVATE KEY-----§\nMIIabc\n-x§-----END RSA PRIVATE KEY-----")
    check("-----BEGIN OPENSSH PRIVATE KEY-----§\\nb3BlbnNzaC1rZXktdjEAAAAA§")
    check("line §b3BlbnNzaC1rZXktdjEAAAAABG5vbmU=§")
  }

  @Test func auditHexadecimal() {
    func hex(_ text: String) -> String {
      text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined()
    }
    let before = "type=PROCTITLE msg=audit(1.2:3): proctitle=" + hex("mysql\u{0}-uroot\u{0}-phunter2")
    #expect(mask(before) == "type=PROCTITLE msg=audit(1.2:3): proctitle=" + hex("mysql\u{0}-uroot\u{0}-p***"))
    #expect(mask(Array(mask(before).utf8)) == nil)
    #expect(mask("a1=" + hex("--password=hun ter2")) == "a1=" + hex("--password=*** ter2"))
    #expect(mask("cmd=" + hex("PGPASSWORD=x psql") + " x=1") == "cmd=" + hex("PGPASSWORD=*** psql") + " x=1")
    let harmless = "proctitle=" + hex("ls\u{0}-l\u{0}/srv")
    #expect(mask(harmless) == harmless)
  }

  @Test func names() {
    func isSecret(_ name: String) -> Bool { Array(name.utf8).withView { SecretMask.isSecretName($0) } }
    for name in [
      "password", "user.password", "http.request.headers.authorization", "Set-Cookie", "awsSecretAccessKey", "API_KEY", "db.pass",
    ] {
      #expect(isSecret(name), "\(name)")
    }
    for name in ["", "user.name", "audit.key", "session.id", "event.code", "bypass", "key", "PWD", "process.working_directory"] {
      #expect(!isSecret(name), "\(name)")
    }
  }

  /// Random joints of what masks look for, and random bytes: no crash, and a second mask finds nothing.
  @Test func idempotentOnNoise() {
    let atoms = [
      "password", "token", "key", "auth", "Authorization", "Cookie", "Basic ", "Bearer ", "=", ":", "://", "%3D", "%253A", "%22",
      "\"", "\\\"",
      "'", "&", ";", ",", " ", "@", "/", "?", "-", "--", "-p", "mysql ", "curl ", "ghp_abcdefghij0123456789", "sk-", "eyJ", ".",
      "{", "}", "[",
      "]", "(", ")", "***", "\n", "\\n", "\\u003d", "\\x22", "&quot;", "-----BEGIN X PRIVATE KEY-----", "IDENTIFIED BY ", "abc",
      "x1", "<", ">",
      "70617373776F72643D6162636465", "null", "AKIAABCDEFGHIJKLMNOP", "a1=", "_",
    ]
    var noise = Dice(seed: 42)
    for round in 0..<6_000 {
      var bytes: [UInt8] = []
      for _ in 0..<Int.random(in: 1...14, using: &noise) {
        if Int.random(in: 0..<9, using: &noise) == 0 {
          bytes += noise.bytes(atMost: 3)
        } else {
          bytes += atoms.randomElement(using: &noise)!.utf8
        }
      }
      guard let once = mask(bytes) else { continue }
      let twice = mask(once)
      #expect(
        twice == nil,
        "round \(round): \(String(decoding: bytes, as: UTF8.self)) → \(String(decoding: once, as: UTF8.self)) → \(String(decoding: twice ?? [], as: UTF8.self))"
      )
    }
  }

  /// What an attacker would repeat to make a scanner look at the same bytes again and again.
  @Test(arguments: [
    "password=", "authorization: ", "authorization:basic ", "Cookie: ", "://a:b", "://", "sk-", "eyJ-", "eyJ", "bearer+",
    "basic+", "%25", "%3D", "\\",
    "\\\"", "\"", "-p", "-p mysql ", "--password ", "-----BEGIN", "-----BEGIN PRIVATE KEY-----", "=", ":", "=ab", "a=00",
    "password=\"", "password=\\\"",
    "x@", "http://a:b/", "<password>", "identified by '", ",a", "password=,", "password=%", "&quot;", "\\u003d", "SG.",
    "password: ", "cookie=a;", "a1=41414141414141414",
  ])
  func linear(atom: String) {
    func seconds(_ size: Int) -> Double {
      let text = Array(String(repeating: atom, count: size / atom.utf8.count).utf8)
      return AlertFixtures.processorSeconds { _ = mask(text) }
    }
    _ = seconds(1_000)
    let (small, large) = (seconds(16_000), seconds(128_000))
    // Eight times the text; a quadratic mask would take 64 times as long.
    #expect(large < max(small, 0.0005) * 24, "\(small) s → \(large) s")
  }
}
