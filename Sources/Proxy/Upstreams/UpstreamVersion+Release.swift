internal import Classify
internal import Upstream

extension UpstreamVersion {
    /// nil while nothing is known.
    var release: Release? {
        let number = self.number
        guard number > 0 else { return nil }
        return Release(self.isOpenSearch ? .opensearch : .elasticsearch, number / 10_000, number / 100 % 100)
    }
}
