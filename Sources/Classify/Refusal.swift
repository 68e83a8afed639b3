public import HTTP

/// Why a request is refused though its path is known: 400 `illegal_argument_exception`.
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
    }

    public let rule: Rule
    /// Index of the parameter in the target, if one is to blame.
    public let parameter: Int?

    public init(_ rule: Rule, parameter: Int? = nil) {
        self.rule = rule
        self.parameter = parameter
    }

    /// For the answer: in Elasticsearch's words where it refuses the same.
    public func reason(in target: RequestTarget) -> String {
        var name = ""
        var value = ""
        if let index = self.parameter, index >= 0, index < target.parameters.count {
            name = target.text(target.parameters[index].name)
            value = target.text(target.parameters[index].value)
        }
        switch self.rule {
        case .shadowsPath:
            return "parameter [\(name)] is not allowed: names belong into the path of this request"
        case .contentInQuery:
            return "parameter [\(name)] is not allowed: content belongs into the body of this request"
        case .scriptCallback: return "parameter [\(name)] is not allowed: JSONP is not supported"
        case .namesIndices:
            return "parameter [\(name)] is not allowed: it names indices beside those of the path"
        case .badValue:
            return switch name {
            case "expand_wildcards": "No valid expand wildcard value [\(value)]"
            case "op_type": "opType must be 'create' or 'index', found: [\(value)]"
            default: "Could not convert [\(name)] to boolean"
            }
        }
    }
}
