import Testing

@testable import TocsinEngine

@Suite struct ThreatTests {
  @Test func tagsOfAllKinds() {
    let threat = Threat(tags: [
      "attack.credential_access", "attack.credential-access", "attack.T1110", "attack.t1110.001", "attack.g0007", "attack.s0002",
      "attack.ta0011", "attack.something-new", "cve.2021-44228", "cve.2021.1234", "detection.threat-hunting", "attack.",
      "attack.t",
      "attack.t1.2.3",
    ])
    #expect(threat.techniques == ["T1110"])
    #expect(threat.subtechniques == ["T1110.001"])
    #expect(threat.groups == ["G0007"] && threat.software == ["S0002"])
    #expect(threat.vulnerabilities == ["CVE-2021-44228", "CVE-2021-1234"])
    let tactics = threat.tactics.map { "\($0.id) \($0.name)" }
    #expect(tactics == ["TA0006 Credential Access", "TA0011 Command and Control", " Something New", " T", " T1.2.3"])
  }
}
