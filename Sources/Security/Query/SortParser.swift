internal import Elasticsearch
internal import JSON
internal import Keys

/// One part of a sort as it was asked for.
struct SortNode: Sendable {
    var field: String
    var isDescending = false
    var missing: String?
    var format: String?
    var isNested = false
    /// `min` or `max` of several values; nil: the one that comes first in the order.
    var mode: Mode?

    enum Mode: String, Sendable { case min, max, sum, avg, median }
}

/// Reads `sort` and `search_after`.
struct SortParser {
    private typealias Fault = QueryParser.Fault
    private static let options = [
        "missing", "unmapped_type", "order", "mode", "nested", "numeric_type", "format",
    ]

    let parser: QueryParser

    func sorts(_ value: JSONValue) throws(QueryParser.Fault) -> [SortNode] {
        guard let elements = value.elements else {
            guard value.members?.isEmpty == false else {
                throw self.parser.parsing(
                    "Failed to parse object: expecting token of type [FIELD_NAME] but found [END_OBJECT]",
                    value.end)
            }
            return try self.sort(value)
        }
        var nodes: [SortNode] = []
        for element in elements {
            if let field = element.string {
                nodes.append(SortNode(field: field))
            } else if element.members != nil {
                nodes += try self.sort(element)
            } else {
                throw self.parser.illegal("mal-formatted sort object", element.start)
            }
        }
        return nodes
    }

    private func sort(_ value: JSONValue) throws(QueryParser.Fault) -> [SortNode] {
        var nodes: [SortNode] = []
        for member in value.members ?? [] {
            guard let options = member.value.members else {
                throw self.object(
                    "Expected START_OBJECT but was: \(member.value.tokenName)", member.value.start,
                    member.value.start)
            }
            var node = SortNode(field: member.name)
            for option in options {
                switch option.name {
                case "order": node.isDescending = try self.order(option.value)
                case "missing": node.missing = QueryScalar(option.value)?.text
                case "format": node.format = option.value.string
                case "nested": node.isNested = true
                case "mode": node.mode = try self.mode(option.value)
                case "unmapped_type", "numeric_type": break
                default:
                    let hint = Suggestion.fields(option.name, Self.options)
                    throw self.object(
                        "unknown field [\(option.name)]\(hint)", option.start, option.value.start)
                }
            }
            nodes.append(node)
        }
        return nodes
    }

    private func order(_ value: JSONValue) throws(QueryParser.Fault) -> Bool {
        switch value.string?.lowercased() {
        case "asc": return false
        case "desc": return true
        case let text:
            let upper = (text ?? "").uppercased()
            throw self.option(
                "order", value, "No enum constant org.elasticsearch.search.sort.SortOrder.\(upper)")
        }
    }

    private func mode(_ value: JSONValue) throws(QueryParser.Fault) -> SortNode.Mode {
        let text = value.string ?? ""
        guard let mode = SortNode.Mode(rawValue: text.lowercased()) else {
            throw self.option("mode", value, "Unknown SortMode [\(text)]")
        }
        return mode
    }

    private func option(_ name: String, _ value: JSONValue, _ reason: String) -> QueryParser.Fault {
        QueryParser.Fault(
            cause: .cause(
                type: "x_content_parse_exception",
                reason: "\(self.parser.place(value.start)) [field_sort] failed to parse field [\(name)]",
                by: .cause(type: "illegal_argument_exception", reason: reason)), offset: value.start)
    }

    private func object(_ reason: String, _ place: Int, _ offset: Int) -> QueryParser.Fault {
        QueryParser.Fault(
            cause: .cause(
                type: "x_content_parse_exception",
                reason: "\(self.parser.place(place)) [field_sort] \(reason)"),
            offset: offset)
    }

    /// nil in it: no value.
    func searchAfter(_ value: JSONValue) throws(QueryParser.Fault) -> [QueryScalar?] {
        guard let elements = value.elements else {
            throw self.parser.parsing(
                "Expected [START_ARRAY] in [search_after] but found [\(value.tokenName)] inside search_after",
                value.start)
        }
        guard !elements.isEmpty else {
            throw self.parser.illegal("Values must contains at least one value.", value.end)
        }
        var values: [QueryScalar?] = []
        for element in elements {
            switch element.kind {
            case .null: values.append(nil)
            case .array, .object:
                throw self.parser.parsing(
                    "Expected [VALUE_STRING] or [VALUE_NUMBER] or [VALUE_BOOLEAN] or [VALUE_NULL] but found"
                        + " [\(element.tokenName)] inside search_after.", element.start)
            default: values.append(QueryScalar(element))
            }
        }
        return values
    }
}
