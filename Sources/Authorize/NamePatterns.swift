/// Some patterns over names as roles have them: `*`, `?`, and regular expressions between slashes. Immutable.
public struct NamePatterns: Sendable {
    /// As they were given.
    public let texts: [String]
    private let set: PatternSet

    /// - Throws: for a pattern that is malformed or too complex.
    public init(_ texts: [String]) throws(AuthorizeError) {
        var effort = Effort()
        self.texts = texts
        self.set = try PatternSet(texts, .lucene9, &effort)
    }

    public func contains(_ name: String) -> Bool { self.set.contains(name) }
}
