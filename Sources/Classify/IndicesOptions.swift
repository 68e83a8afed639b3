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

    /// With neither of both a wildcard is a name like others, hidden indices or not.
    public var expandsWildcards: Bool { !self.isDisjoint(with: [.expandOpen, .expandClosed]) }
    static let expansion: IndicesOptions = [.expandOpen, .expandClosed, .expandHidden]

    /// What an API does by default, by the names that the rows use; as observed at 7.17 and 8.18.
    static let presets: [Substring: IndicesOptions] = [
        "search": [.allowNoIndices, .expandOpen, .forbidClosed, .ignoreThrottled],
        "open": [.allowNoIndices, .expandOpen],
        "openOnly": [.allowNoIndices, .expandOpen, .forbidClosed],
        "openClosed": [.allowNoIndices, .expandOpen, .expandClosed],
        "closed": [.allowNoIndices, .expandClosed],
        "hidden": [.allowNoIndices, .expandOpen, .expandClosed, .expandHidden],
        "lenient": [.ignoreUnavailable, .allowNoIndices, .expandOpen],
        "lenientOpenOnly": [.ignoreUnavailable, .allowNoIndices, .expandOpen, .forbidClosed],
        "lenientHidden": [
            .ignoreUnavailable, .allowNoIndices, .expandOpen, .expandClosed, .expandHidden,
        ],
        "required": [.expandOpen, .expandClosed],
        "requiredOpen": [.expandOpen],
        "requiredClosed": [.expandClosed],
        "requiredAll": [.expandOpen, .expandClosed],
        "single": [.forbidClosed, .forbidAliasesToMany],
        "delete": [.allowNoIndices, .expandOpen, .expandClosed, .forbidAliasesToMany, .ignoreAliases],
        "aliasAction": [.expandOpen, .ignoreAliases],
    ]
}
