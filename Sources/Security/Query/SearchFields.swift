internal import Elasticsearch
internal import Keys

/// Names of fields that keys can be looked for, sorted and counted by, as Elasticsearch offers them.
enum SearchFields {
    /// In the order in which a query over all fields goes through them.
    static let all = [
        "username", "realm_name", "name", "type", "creation", "expiration", "invalidated", "invalidation",
    ]

    static func field(_ name: String) throws(ErrorResponse) -> KeyField {
        switch name {
        case "username": return .username
        case "realm_name": return .realm
        case "name": return .name
        case "type": return .type
        case "creation": return .creation
        case "expiration": return .expiration
        case "invalidated": return .invalidated
        case "invalidation": return .invalidation
        case "metadata": return .metadata(nil)
        default:
            if name.hasPrefix("metadata."), name.utf8.count > 9 {
                return .metadata(String(name.dropFirst(9)))
            }
            throw .illegalArgument("Field [\(name)] is not allowed for querying or aggregation")
        }
    }

    /// What a field of `simple_query_string` means: none, one, or those that a pattern names.
    static func fields(matching pattern: String) -> [KeyField] {
        // A weight behind `^` changes the order of relevance only.
        let name =
            pattern.split(separator: "^", omittingEmptySubsequences: false).first.map(String.init) ?? ""
        if let field = try? self.field(name), !name.contains("*") { return [field] }
        return (self.all + ["metadata"]).filter { FilterPath.matches(name[...], $0) }.compactMap {
            try? self.field($0)
        }
    }
}

/// Errors that Elasticsearch finds when it looks at its index.
enum SearchFault {
    /// The search failed; the cause is told as the root.
    static func failed(_ cause: ErrorResponse.Cause) -> ErrorResponse {
        var error = ErrorResponse(
            status: 400, type: "search_phase_execution_exception", reason: "all shards failed")
        error.root = .cause(type: cause.type, reason: cause.reason)
        // What is not of Elasticsearch's own kind is told twice more.
        if cause.type == "illegal_argument_exception" {
            let plain = ErrorResponse.Cause.cause(type: cause.type, reason: cause.reason)
            error.causedBy = .cause(type: cause.type, reason: cause.reason, by: plain)
        }
        return error
    }

    static func illegal(_ reason: String) -> ErrorResponse {
        self.failed(.cause(type: "illegal_argument_exception", reason: reason))
    }

    static func query(_ reason: String) -> ErrorResponse {
        self.failed(.cause(type: "query_shard_exception", reason: "failed to create query: \(reason)"))
    }

    static func date(_ text: String, _ format: String) -> ErrorResponse {
        let reason = "failed to parse date field [\(text)] with format [\(format)]"
        return self.failed(.cause(type: "parse_exception", reason: "\(reason): [\(reason)]"))
    }
}
