/// How an index expression is resolved: Elasticsearch's options of the same name.
public struct IndicesOptions: OptionSet, Hashable, Sendable {
    public let rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// `ignore_unavailable`: names that are missing or closed are skipped.
    public static let ignoreUnavailable = IndicesOptions(rawValue: 1 << 0)
    /// `allow_no_indices`: an expression may come to nothing.
    public static let allowNoIndices = IndicesOptions(rawValue: 1 << 1)
    /// `expand_wildcards`.
    public static let expandOpen = IndicesOptions(rawValue: 1 << 2)
    public static let expandClosed = IndicesOptions(rawValue: 1 << 3)
    public static let expandHidden = IndicesOptions(rawValue: 1 << 4)
    /// A closed index is an error.
    public static let forbidClosed = IndicesOptions(rawValue: 1 << 5)
    /// An alias must stand for one index.
    public static let forbidAliasesToMany = IndicesOptions(rawValue: 1 << 6)
    /// Aliases are no names here.
    public static let ignoreAliases = IndicesOptions(rawValue: 1 << 7)
    /// `ignore_throttled`: frozen indices are skipped.
    public static let ignoreThrottled = IndicesOptions(rawValue: 1 << 8)

    public var expandsWildcards: Bool {
        self.contains(.expandOpen) || self.contains(.expandClosed) || self.contains(.expandHidden)
    }
}
