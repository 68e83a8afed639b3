internal import Elasticsearch
internal import JSON

extension QueryParser {
    func range(_ body: JSONValue) throws(Fault) -> QueryNode {
        var node: RangeNode?
        for member in body.members ?? [] {
            guard let parts = member.value.members else {
                if member.name == "boost" || member.name == "_name" { continue }
                throw self.parsing("[range] query does not support [\(member.name)]", member.value.start)
            }
            if let former = node?.field {
                throw self.parsing(
                    "[range] query doesn't support multiple fields, found [\(former)] and [\(member.name)]",
                    member.value.start)
            }
            var range = RangeNode(field: member.name)
            for part in parts { try self.bound(part, &range) }
            node = range
        }
        guard let node else { throw self.illegal("field name is null or empty", body.end) }
        return .range(node)
    }

    private func bound(_ part: JSONValue.Member, _ range: inout RangeNode) throws(Fault) {
        switch part.name {
        case "from": range.lower = QueryScalar(part.value)
        case "to": range.upper = QueryScalar(part.value)
        case "gt", "gte", "ge":
            range.lower = QueryScalar(part.value)
            range.includesLower = part.name != "gt"
        case "lt", "lte", "le":
            range.upper = QueryScalar(part.value)
            range.includesUpper = part.name != "lt"
        case "include_lower": range.includesLower = part.value.bool ?? true
        case "include_upper": range.includesUpper = part.value.bool ?? true
        case "format": range.format = part.value.string
        case "time_zone": range.timeZone = part.value.string
        case "relation": range.hasRelation = true
        case "boost", "_name": break
        default: throw self.parsing("[range] query does not support [\(part.name)]", part.value.start)
        }
    }

    func bool(_ body: JSONValue, _ depth: Int) throws(Fault) -> QueryNode {
        let known = [
            "must", "must_not", "should", "filter", "minimum_should_match", "adjust_pure_negative", "boost",
            "_name",
        ]
        var node = BoolNode()
        for member in body.members ?? [] {
            switch member.name {
            case "must": node.must += try self.clauses(member, depth)
            case "must_not", "mustNot": node.mustNot += try self.clauses(member, depth)
            case "should": node.should += try self.clauses(member, depth)
            case "filter": node.filter += try self.clauses(member, depth)
            case "minimum_should_match":
                node.minimumShouldMatch = QueryScalar(member.value)?.text
            case "adjust_pure_negative", "boost", "_name": break
            default:
                let reason =
                    "\(self.place(member.start)) [bool] unknown field [\(member.name)]"
                    + Suggestion.fields(member.name, known)
                throw Fault(
                    cause: .cause(type: "x_content_parse_exception", reason: reason),
                    offset: member.value.start)
            }
        }
        return .bool(node)
    }

    private func clauses(_ member: JSONValue.Member, _ depth: Int) throws(Fault) -> [QueryNode] {
        var nodes: [QueryNode] = []
        for value in member.value.elements ?? [member.value] {
            do throws(Fault) {
                nodes.append(try self.parse(value, depth: depth + 1))
            } catch {
                throw Fault(
                    cause: .cause(
                        type: "x_content_parse_exception",
                        reason: "\(self.place(error.offset)) [bool] failed to parse field [\(member.name)]",
                        by: error.cause),
                    offset: error.offset)
            }
        }
        return nodes
    }

    func simpleQueryString(_ body: JSONValue) throws(Fault) -> QueryNode {
        var text: String?
        var fields: [String] = []
        var isAnd = false
        for member in body.members ?? [] {
            switch member.name {
            case "query": text = QueryScalar(member.value)?.text
            case "fields": fields = member.value.elements?.compactMap(\.string) ?? []
            case "default_operator": isAnd = member.value.string?.lowercased() == "and"
            case "lenient", "analyze_wildcard", "boost", "_name", "minimum_should_match", "flags",
                "quote_field_suffix", "auto_generate_synonyms_phrase_query", "fuzzy_prefix_length",
                "fuzzy_max_expansions", "fuzzy_transpositions", "analyzer":
                break
            default:
                throw self.parsing(
                    "[simple_query_string] unsupported field [\(member.name)]", member.value.start)
            }
        }
        guard let text else { throw self.parsing("[simple_query_string] query text missing", body.end) }
        return .simpleQueryString(SimpleQueryNode(text: text, fields: fields, isAnd: isAnd))
    }
}
