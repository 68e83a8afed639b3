import Testing

@testable import Upstream

/// What depends on the upstream's release besides its routes.
@Suite struct VersionTests {
    private func version(_ number: Int, isOpenSearch: Bool = false) -> UpstreamVersion {
        let version = UpstreamVersion()
        _ = version.set(number, isOpenSearch: isOpenSearch)
        return version
    }

    /// Straight to it, 6.8.23 takes `PUT /a+b` for `a b`, 7.17.28 and OpenSearch for `a+b`.
    @Test func plusInThePath() {
        #expect(self.version(60_823).plusIsSpace)
        #expect(self.version(70_302).plusIsSpace)
        for number in [70_400, 71_728, 80_000, 90_100] { #expect(!self.version(number).plusIsSpace) }
        #expect(!self.version(10_300, isOpenSearch: true).plusIsSpace)
    }
}
