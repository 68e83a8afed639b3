internal import Elasticsearch
internal import JSON

/// Reads the query language of Elasticsearch as far as keys can be looked for with it, and reports faults as its
/// parsers do.
struct QueryParser {
    /// Queries inside each other.
    private static let depthMax = 30

    /// What is wrong, and where the parser stands.
    struct Fault: Error {
        var cause: ErrorResponse.Cause
        var offset: Int
    }

    let bytes: [UInt8]

    /// Types that there are in Elasticsearch beside those that are read here.
    private static let otherTypes: Set<String> = [
        "boosting", "combined_fields", "constant_score", "dis_max", "distance_feature", "function_score",
        "fuzzy", "geo_bounding_box", "geo_distance", "geo_grid", "geo_polygon", "geo_shape", "has_child",
        "has_parent", "intervals", "knn", "match_bool_prefix", "match_none", "match_phrase",
        "match_phrase_prefix", "more_like_this", "multi_match", "nested", "parent_id", "percolate", "pinned",
        "query_string", "rank_feature", "regexp", "rule", "script", "script_score", "semantic", "shape",
        "span_containing", "span_first", "span_multi", "span_near", "span_not", "span_or", "span_term",
        "span_within", "sparse_vector", "terms_set", "text_expansion", "weighted_tokens", "wrapper",
    ]

    private static let types: [String] = [
        "bool", "exists", "ids", "match", "match_all", "prefix", "range", "simple_query_string", "term",
        "terms", "wildcard",
    ]

    func parse(_ value: JSONValue, depth: Int = 0) throws(Fault) -> QueryNode {
        guard let members = value.members else {
            // It has looked for the beginning in the next token already.
            throw self.parsing("[_na] query malformed, must start with start_object", value.end + 1)
        }
        guard let first = members.first else {
            throw self.illegal("query malformed, empty clause found at \(self.place(value.end))", value.end)
        }
        guard first.value.members != nil else {
            throw self.parsing(
                "[\(first.name)] query malformed, no start_object after query name", first.value.start)
        }
        guard depth < Self.depthMax else {
            throw self.illegal("queries are nested deeper than \(Self.depthMax)", value.start)
        }
        let node = try self.query(first.name, first.value, depth)
        if members.count > 1 {
            throw self.parsing(
                "[\(first.name)] malformed query, expected [END_OBJECT] but found [FIELD_NAME]",
                members[1].start)
        }
        return node
    }

    private func query(_ type: String, _ body: JSONValue, _ depth: Int) throws(Fault) -> QueryNode {
        switch type {
        case "match_all":
            try self.check(body, "match_all", ["boost", "_name"])
            return .matchAll
        case "ids": return .ids(try self.ids(body))
        case "term": return try self.term(body)
        case "terms": return try self.terms(body)
        case "prefix", "wildcard": return try self.pattern(type, body)
        case "exists": return try self.exists(body)
        case "range": return try self.range(body)
        case "match": return try self.match(body)
        case "simple_query_string": return try self.simpleQueryString(body)
        case "bool": return try self.bool(body, depth)
        default:
            guard !Self.otherTypes.contains(type) else {
                return .refused("Query type [\(type)] is not currently supported in this context")
            }
            let hint = Suggestion.fields(type, Self.types + Self.otherTypes)
            throw self.parsing(
                "unknown query [\(type)]\(hint)", body.start,
                by: .cause(
                    type: "named_object_not_found_exception",
                    reason: "\(self.place(body.start)) unknown field [\(type)]\(hint)"))
        }
    }

    // MARK: Faults

    func place(_ offset: Int) -> String {
        let (line, column) = JSONParser.position(offset, in: self.bytes)
        return "[\(line):\(column)]"
    }

    func parsing(_ reason: String, _ offset: Int, by: ErrorResponse.Cause? = nil) -> Fault {
        let (line, column) = JSONParser.position(offset, in: self.bytes)
        var cause = ErrorResponse.Cause.cause(type: "parsing_exception", reason: reason, by: by)
        cause.extras = [ErrorResponse.Extra("line", line), ErrorResponse.Extra("col", column)]
        return Fault(cause: cause, offset: offset)
    }

    func illegal(_ reason: String, _ offset: Int) -> Fault {
        Fault(cause: .cause(type: "illegal_argument_exception", reason: reason), offset: offset)
    }

    /// As Elasticsearch's object parsers: with the place, and told once more by the query.
    private func nested(_ reason: String, at place: Int, standing offset: Int) -> Fault {
        let text = "\(self.place(place)) \(reason)"
        return self.parsing(
            text, offset, by: .cause(type: "x_content_parse_exception", reason: text))
    }

    private func check(_ body: JSONValue, _ parser: String, _ known: [String]) throws(Fault) {
        for member in body.members ?? [] where !known.contains(member.name) {
            throw self.nested(
                "[\(parser)] unknown field [\(member.name)]\(Suggestion.fields(member.name, known))",
                at: member.start, standing: member.value.start)
        }
    }

    // MARK: Leaves

    private func ids(_ body: JSONValue) throws(Fault) -> [String] {
        try self.check(body, "ids", ["values", "boost", "_name"])
        guard let values = body["values"] else { return [] }
        if let string = values.string { return [string] }
        guard let elements = values.elements else {
            throw self.nested(
                "[ids] values doesn't support values of type: \(values.tokenName)", at: values.start,
                standing: values.start)
        }
        return elements.compactMap { QueryScalar($0)?.text }
    }

    private func term(_ body: JSONValue) throws(Fault) -> QueryNode {
        var field: String?
        var value: QueryScalar?
        var ignoresCase = false
        for member in body.members ?? [] {
            if member.name == "boost" || member.name == "_name" { continue }
            if let former = field {
                throw self.parsing(
                    "[term] query doesn't support multiple fields, found [\(former)] and [\(member.name)]",
                    member.value.start)
            }
            switch member.value.kind {
            case .array:
                throw self.parsing("[term] query does not support array of values", member.value.start)
            case .object(let parts):
                field = member.name
                for part in parts {
                    switch part.name {
                    case "value", "term": value = QueryScalar(part.value)
                    case "case_insensitive": ignoresCase = part.value.bool ?? false
                    case "boost", "_name": break
                    default:
                        throw self.parsing("[term] query does not support [\(part.name)]", part.value.start)
                    }
                }
            case .null: break
            default:
                field = member.name
                value = QueryScalar(member.value)
            }
        }
        guard let field, !field.isEmpty else { throw self.illegal("field name is null or empty", body.end) }
        guard let value else { throw self.illegal("value cannot be null", body.end) }
        return .term(field, value, ignoresCase: ignoresCase)
    }

    private func terms(_ body: JSONValue) throws(Fault) -> QueryNode {
        var node: QueryNode?
        for member in body.members ?? [] {
            switch member.value.kind {
            case .array(let elements):
                guard node == nil else {
                    throw self.parsing("[terms] query does not support multiple fields", member.value.start)
                }
                node = .terms(member.name, elements.compactMap { QueryScalar($0) })
            case .object:
                node = .refused("terms query with terms lookup is not currently supported in this context")
            default:
                guard member.name == "boost" || member.name == "_name" else {
                    throw self.parsing("[terms] query does not support [\(member.name)]", member.value.start)
                }
            }
        }
        guard let node else {
            throw self.parsing(
                "[terms] query requires a field name, followed by array of terms or a document lookup"
                    + " specification", body.end)
        }
        return node
    }

    private func pattern(_ type: String, _ body: JSONValue) throws(Fault) -> QueryNode {
        var field: String?
        var value: QueryScalar?
        var ignoresCase = false
        for member in body.members ?? [] {
            if let former = field {
                throw self.parsing(
                    "[\(type)] query doesn't support multiple fields, found [\(former)] and [\(member.name)]",
                    member.value.start)
            }
            field = member.name
            guard let parts = member.value.members else {
                value = QueryScalar(member.value)
                continue
            }
            for part in parts {
                switch part.name {
                case "value": value = QueryScalar(part.value)
                case "wildcard" where type == "wildcard": value = QueryScalar(part.value)
                case "case_insensitive": ignoresCase = part.value.bool ?? false
                case "boost", "_name", "rewrite": break
                default:
                    throw self.parsing("[\(type)] query does not support [\(part.name)]", part.value.start)
                }
            }
        }
        guard let field, !field.isEmpty else { throw self.illegal("field name is null or empty", body.end) }
        guard let value else { throw self.illegal("value cannot be null", body.end) }
        return type == "prefix"
            ? .prefix(field, value, ignoresCase: ignoresCase)
            : .wildcard(field, value, ignoresCase: ignoresCase)
    }

    private func exists(_ body: JSONValue) throws(Fault) -> QueryNode {
        for member in body.members ?? [] where !["field", "boost", "_name"].contains(member.name) {
            throw self.parsing("[exists] query does not support [\(member.name)]", member.value.start)
        }
        guard let field = body["field"].flatMap({ QueryScalar($0)?.text }) else {
            throw self.parsing("[exists] must be provided with a [field]", body.end)
        }
        return .exists(field)
    }

    private func match(_ body: JSONValue) throws(Fault) -> QueryNode {
        guard let member = body.members?.first else {
            throw self.parsing("No text specified for text query", body.end)
        }
        if let other = body.members?.dropFirst().first {
            throw self.parsing(
                "[match] query doesn't support multiple fields, found [\(member.name)] and [\(other.name)]",
                other.value.start)
        }
        guard let parts = member.value.members else {
            guard let value = QueryScalar(member.value) else {
                throw self.parsing(
                    "[match] unknown token [\(member.value.tokenName)] after [null]", member.value.start)
            }
            return .match(member.name, value, .any)
        }
        let known = [
            "query", "operator", "boost", "_name", "lenient", "analyzer", "minimum_should_match",
            "zero_terms_query", "auto_generate_synonyms_phrase_query", "fuzzy_transpositions",
            "fuzzy_rewrite",
            "max_expansions", "prefix_length",
        ]
        for part in parts where !known.contains(part.name) {
            throw self.parsing("[match] query does not support [\(part.name)]", part.value.start)
        }
        guard let value = member.value["query"].flatMap({ QueryScalar($0) }) else {
            throw self.parsing("No text specified for text query", body.end)
        }
        let isAnd = member.value["operator"]?.string?.lowercased() == "and"
        return .match(member.name, value, isAnd ? .all : .any)
    }
}
