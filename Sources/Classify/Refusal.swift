/// Why a request is refused though its path is known.
public struct Refusal: Error, Hashable, Sendable {
    public enum Rule: UInt8, Sendable, CaseIterable {
        /// A query parameter that could stand in for a part of the path.
        case shadowsPath
        /// `source`, `source_content_type`: content in the query.
        case contentInQuery
        /// `callback`: JSONP.
        case scriptCallback
        /// A parameter that names further indices.
        case namesIndices
        /// A value that Elasticsearch refuses too.
        case badValue
        /// A method that is none of Elasticsearch's.
        case method
    }

    public let rule: Rule
    /// Index of the parameter in the target, if one is to blame.
    public let parameter: Int?

    public init(_ rule: Rule, parameter: Int? = nil) {
        self.rule = rule
        self.parameter = parameter
    }
}
