import Sigma
import Testing
import TocsinEngine

@testable import TocsinDaemon

@Suite struct UnfedRulesTests {
  private static let decoder = DecoderDefinition(
    name: "shop", scope: .programs(["shop"]), logSources: [LogSource(product: "shop", service: "orders")], set: [], patterns: [])

  private func unfed(_ source: LogSource, inputs: [LogSource] = []) -> [String] {
    let metadata = Metadata(title: "R", position: Position(path: "r.yml", line: 3, column: 1))
    let rule = Rule(metadata: metadata, logSource: source, expression: .always(true))
    return UnfedRules(decoders: [Self.decoder], inputs: inputs).find(in: [rule]).map(\.description)
  }

  @Test func decodersAndFormatsFeed() {
    #expect(unfed(LogSource(product: "shop", service: "orders")) == [])
    #expect(unfed(LogSource(service: "orders")) == [])
    #expect(unfed(LogSource(product: "linux", service: "auditd")) == [])
    #expect(unfed(LogSource(category: "webserver")) == [])
  }

  @Test func whatNothingYieldsIsNamed() {
    #expect(
      unfed(LogSource(category: "process_creation", product: "windows")) == [
        "r.yml:3:1: warning: no format, decoder or input here yields `product: windows`, `category: process_creation`, so the rule "
          + "sees nothing; give an input this `logsource`, or remove the rule [R]"
      ])
    #expect(unfed(LogSource(category: "cart", product: "shop", service: "orders")).count == 1)
    #expect(unfed(LogSource(product: "Shop")).count == 1, "log sources have case")
  }

  @Test func inputsOfTheConfigurationFeed() {
    let source = LogSource(category: "process_creation", product: "windows")
    #expect(unfed(source, inputs: [source]) == [])
    #expect(unfed(source, inputs: [LogSource(product: "windows")]).count == 1)
  }
}
