internal import Elasticsearch
internal import JSON
internal import Keys

extension AggregationParser {
    // MARK: Terms

    func terms(_ body: JSONValue, _ name: String) throws(Fault) -> AggregationNode {
        try self.check(
            body, "terms",
            Self.valueFields + [
                "size", "shard_size", "min_doc_count", "shard_min_doc_count", "order", "include", "exclude",
                "execution_hint", "collect_mode", "show_term_doc_count_error",
            ])
        guard let field = try self.field(body) else { return self.script(name) }
        var terms = AggregationNode.Terms(field: field)
        if let size = body["size"] {
            terms.size = size.integer ?? 0
            guard terms.size > 0 else {
                throw Fault(
                    cause: .cause(
                        type: "x_content_parse_exception",
                        reason: "\(self.parser.place(size.start)) [terms] failed to parse field [size]",
                        by: .cause(
                            type: "illegal_argument_exception",
                            reason: "[size] must be greater than 0. Found [\(terms.size)] in [\(name)]")),
                    offset: size.start)
            }
        }
        terms.minimumCount = body["min_doc_count"]?.integer ?? 1
        terms.missing = body["missing"].flatMap { QueryScalar($0)?.text }
        terms.format = body["format"]?.string
        terms.showsErrors = body["show_term_doc_count_error"]?.bool ?? false
        for element in body["order"].map({ $0.elements ?? [$0] }) ?? [] {
            for member in element.members ?? [] {
                terms.order.append((member.name, member.value.string?.lowercased() == "desc"))
            }
        }
        for part in ["include", "exclude"] {
            guard let value = body[part], value.tokenName != "VALUE_NULL" else { continue }
            guard let test = Self.values(value) else {
                return .refused(
                    "[\(part)] with regular expressions or partitions is not supported by this proxy")
            }
            if part == "include" { terms.include = test } else { terms.exclude = test }
        }
        return .terms(terms)
    }

    /// A list of values, or a regular expression that is nothing but letters and `.*`.
    ///
    /// - Returns: nil for what is not understood.
    private static func values(_ value: JSONValue) -> TextTest? {
        if let elements = value.elements {
            return .oneOf(Set(elements.compactMap { QueryScalar($0)?.octets }))
        }
        guard let text = value.string else { return nil }
        let parts = text.split(separator: ".*", omittingEmptySubsequences: false)
        let special: Set<Character> = [
            ".", "?", "+", "*", "|", "{", "}", "[", "]", "(", ")", "\"", "\\", "#", "@", "&", "<", ">", "~",
        ]
        guard !parts.contains(where: { $0.contains { special.contains($0) } }) else { return nil }
        return parts.count == 1
            ? .oneOf([Array(text.utf8)]) : .wildcard(Wildcard(parts.joined(separator: "*")))
    }

    // MARK: Filters

    func filters(_ body: JSONValue, _ name: String) throws(Fault) -> AggregationNode {
        for member in body.members ?? []
        where !["filters", "other_bucket", "other_bucket_key", "keyed"].contains(member.name) {
            throw self.parser.parsing(
                "Unknown key for a \(member.value.tokenName) in [\(name)]: [\(member.name)].",
                member.value.start)
        }
        var filters: [(name: String?, query: QueryNode)] = []
        for member in body["filters"]?.members ?? [] {
            filters.append((member.name, try self.parser.parse(member.value)))
        }
        for element in body["filters"]?.elements ?? [] {
            filters.append((nil, try self.parser.parse(element)))
        }
        guard !filters.isEmpty else { throw self.parser.illegal("[filters] cannot be empty.", body.end) }
        let key = body["other_bucket_key"]?.string
        let hasOther = body["other_bucket"]?.bool ?? (key != nil)
        return .filters(
            filters, other: hasOther ? key ?? "_other_" : nil, isKeyed: body["keyed"]?.bool ?? true)
    }

    // MARK: Ranges

    func ranges(_ type: String, _ body: JSONValue, _ name: String) throws(Fault) -> AggregationNode {
        try self.check(body, type, Self.valueFields + ["ranges", "keyed"])
        guard let field = try self.field(body) else { return self.script(name) }
        var node = AggregationNode.Ranges(field: field, isDate: type == "date_range")
        for range in body["ranges"]?.elements ?? [] {
            do throws(Fault) {
                try self.check(range, "range", ["key", "from", "to"])
            } catch {
                throw Fault(
                    cause: .cause(
                        type: "x_content_parse_exception",
                        reason: "\(self.parser.place(error.offset)) [\(type)] failed to parse field [ranges]",
                        by: error.cause), offset: error.offset)
            }
            node.ranges.append(
                AggregationNode.Range(
                    key: range["key"]?.string, from: range["from"].flatMap { QueryScalar($0) },
                    to: range["to"].flatMap { QueryScalar($0) }))
        }
        node.isKeyed = body["keyed"]?.bool ?? false
        node.format = body["format"]?.string
        node.timeZone = body["time_zone"]?.string
        node.missing = body["missing"].flatMap { QueryScalar($0) }
        return .ranges(node)
    }

    // MARK: Composite

    func composite(_ body: JSONValue, _ name: String) throws(Fault) -> AggregationNode {
        try self.check(body, "composite", ["sources", "size", "after"])
        var sources: [AggregationNode.Source] = []
        for element in body["sources"]?.elements ?? [] {
            guard let member = element.members?.first else { continue }
            guard let terms = member.value["terms"] else {
                let type = member.value.members?.first?.name ?? ""
                return .refused(
                    "composite source [\(member.name)] of type [\(type)] is not supported by this proxy")
            }
            guard let field = try self.field(terms) else {
                return .refused(
                    "Unsupported script value source for [\(member.name)] of composite agg [\(name)]")
            }
            sources.append(
                AggregationNode.Source(
                    name: member.name, field: field,
                    isDescending: terms["order"]?.string?.lowercased() == "desc",
                    hasMissingBucket: terms["missing_bucket"]?.bool ?? false,
                    missingFirst: Self.missingFirst(terms["missing_order"]?.string)))
        }
        var names: Set<String> = []
        let repeated = Set(sources.map(\.name).filter { !names.insert($0).inserted }).sorted()
        if sources.isEmpty {
            throw self.sources(body, "Composite [sources] cannot be null or empty")
        }
        if !repeated.isEmpty {
            throw self.sources(
                body,
                "Composite source names must be unique, found duplicates: [\(repeated.joined(separator: ", "))]"
            )
        }
        var after: [String: QueryScalar?]?
        if let values = body["after"]?.members {
            after = Dictionary(values.map { ($0.name, QueryScalar($0.value)) }) { _, last in last }
        }
        return .composite(sources, size: max(1, body["size"]?.integer ?? 10), after: after)
    }

    private static func missingFirst(_ order: String?) -> Bool? {
        switch order?.lowercased() {
        case "first": true
        case "last": false
        default: nil
        }
    }

    /// What is found when all sources are there.
    private func sources(_ body: JSONValue, _ reason: String) -> Fault {
        let end = body["sources"]?.end ?? body.end
        let build = ErrorResponse.Cause.cause(
            type: "x_content_parse_exception",
            reason: "Failed to build [composite] after last required field arrived",
            by: .cause(type: "illegal_argument_exception", reason: reason))
        return Fault(
            cause: .cause(
                type: "x_content_parse_exception",
                reason: "\(self.parser.place(end)) [composite] failed to parse field [sources]", by: build),
            offset: end)
    }
}
