import Testing

@testable import Proxy

@Suite struct HealthProbeTests {
    @Test(arguments: [
        ("7.17.28", 71_728), ("8.18.1", 81_801), ("9.0.0-SNAPSHOT", 90_000), ("6.8", 60_800),
        ("2.4.6-beta1-x", 20_406),
        ("", 0), ("-", 0), ("--8.1", 0), (".", 0), ("8", 0), ("8.", 0), ("8.x.1", 80_001), ("8.100.0", 0),
        ("99999999999999999999.1", 1_00), ("-8.1", 0), ("8.1.2.3", 80_102),
    ])
    func versionsOfAnySpelling(_ text: String, _ number: Int) {
        #expect(HealthProbe.number(text) == number)
    }
}
