internal import Elasticsearch

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
