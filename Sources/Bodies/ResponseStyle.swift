/// How a release writes its responses, and how a client asked for them.
public struct ResponseStyle: Sendable {
    /// Major version of Elasticsearch; OpenSearch answers as 8.
    public var major: Int
    public var isPretty: Bool
    public var filter: FilterPath

    public init(major: Int, isPretty: Bool = false, filter: FilterPath = FilterPath(nil)) {
        self.major = major
        self.isPretty = isPretty
        self.filter = filter
    }

    /// `_type` stands in responses up to 7.x.
    var hasTypes: Bool { self.major < 8 }
    /// 1.x tells an error as a text, `SecurityException[reason]`.
    var hasErrorObjects: Bool { self.major >= 2 }
    /// Up to 2.x, what is indexed without an id is called `create`.
    var createsWithoutID: Bool { self.major < 5 }
}
