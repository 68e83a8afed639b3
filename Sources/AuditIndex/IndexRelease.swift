internal import JSON

/// What a cluster says of itself in `GET /`, as far as requests depend on it.
struct IndexRelease: Equatable {
    var major: Int
    var minor: Int
    var isOpenSearch: Bool

    /// - Returns: nil for what is no answer of a cluster.
    init?(_ answer: JSONValue) {
        guard let version = answer["version"], let parts = version["number"]?.string?.split(separator: "."),
            parts.count >= 2, let major = Int(parts[0]), let minor = Int(parts[1])
        else { return nil }
        self.major = major
        self.minor = minor
        self.isOpenSearch = version["distribution"]?.string == "opensearch"
    }

    init(major: Int, minor: Int, isOpenSearch: Bool = false) {
        (self.major, self.minor, self.isOpenSearch) = (major, minor, isOpenSearch)
    }

    /// Older ones know no `_doc`.
    var isSupported: Bool { self.isOpenSearch || self.major > 6 || self.major == 6 && self.minor >= 8 }
    /// Up to Elasticsearch 6 an action of a bulk request names a type.
    var namesTypes: Bool { !self.isOpenSearch && self.major < 7 }
    /// `_index_template`, since 7.8.
    var hasComposableTemplates: Bool {
        self.isOpenSearch || self.major > 7 || self.major == 7 && self.minor >= 8
    }
}
