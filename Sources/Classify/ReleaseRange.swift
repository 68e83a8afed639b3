/// The releases of one product that have a route.
struct ReleaseRange: Hashable, Sendable {
    let product: Release.Product
    /// Only for a client that asks for the former major release's API (`compatible-with` in a media type).
    let isCompatibility: Bool
    let lower: Version
    /// Inclusive; nil for "still".
    let upper: Version?

    struct Version: Hashable, Comparable, Sendable {
        let major: Int
        let minor: Int

        static func < (left: Version, right: Version) -> Bool {
            (left.major, left.minor) < (right.major, right.minor)
        }
    }

    func contains(_ release: Release) -> Bool {
        let version = Version(major: release.major, minor: release.minor)
        guard self.product == release.product, version >= self.lower else { return false }
        guard let upper = self.upper else { return true }
        return version <= upper
    }

    /// Reads `1.0-`, `1.0-7`, `7.0-7.4`; with `os` before it for OpenSearch; `c8` for the API that 8 still
    /// has for clients of 7.
    ///
    /// - Returns: nil for anything else.
    init?(_ text: Substring) {
        var text = text
        self.product = text.hasPrefix("os") ? .opensearch : .elasticsearch
        if self.product == .opensearch { text = text.dropFirst(2) }
        if text.hasPrefix("c") {
            guard let major = Int(text.dropFirst()) else { return nil }
            self.isCompatibility = true
            self.lower = Version(major: major, minor: 0)
            self.upper = Version(major: major, minor: .max)
            return
        }
        self.isCompatibility = false
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let lower = Self.version(ends[0], openMinor: 0) else { return nil }
        self.lower = lower
        if ends[1].isEmpty {
            self.upper = nil
        } else {
            guard let upper = Self.version(ends[1], openMinor: .max), upper >= lower else { return nil }
            self.upper = upper
        }
    }

    private static func version(_ text: Substring, openMinor: Int) -> Version? {
        let parts = text.split(separator: ".")
        guard let first = parts.first, let major = Int(first), parts.count <= 2 else { return nil }
        guard parts.count == 2 else { return Version(major: major, minor: openMinor) }
        guard let minor = Int(parts[1]) else { return nil }
        return Version(major: major, minor: minor)
    }
}
