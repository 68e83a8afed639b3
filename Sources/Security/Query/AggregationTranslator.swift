internal import Elasticsearch
internal import Keys

/// Checks aggregations: whatever is not allowed for keys is refused.
struct AggregationTranslator {
    /// Buckets of one aggregation (`search.max_buckets`).
    static let sizeMax = 65_536

    let queries: QueryTranslator<KeyScope>

    func aggregations(_ nodes: [AggregationNode.Named]) throws(ErrorResponse) -> [Aggregation] {
        var all: [Aggregation] = []
        for node in nodes {
            let children = try self.aggregations(node.children)
            all.append(
                Aggregation(
                    name: node.name, kind: try self.kind(node, children), children: children, meta: node.meta)
            )
        }
        return all
    }

    private func field(_ name: String) throws(ErrorResponse) -> KeyField {
        try self.queries.scope.field(name)
    }

    private func kind(
        _ named: AggregationNode.Named, _ children: [Aggregation]
    ) throws(ErrorResponse) -> Aggregation.Kind {
        switch named.node {
        case .terms(let terms): return try self.terms(terms, children)
        case .filter(let query): return .filter(try self.queries.condition(query))
        case .filters(let filters, let other, let isKeyed):
            var conditions: [(name: String?, condition: KeyCondition)] = []
            for filter in filters {
                conditions.append((filter.name, try self.queries.condition(filter.query)))
            }
            return .filters(conditions, other: other, isKeyed: isKeyed)
        case .missing(let field): return .missing(try self.field(field))
        case .cardinality(let field): return .cardinality(try self.field(field))
        case .valueCount(let field): return .valueCount(try self.field(field))
        case .ranges(let ranges): return try self.ranges(named.name, ranges)
        case .composite(let sources, let size, let after):
            return try self.composite(sources, size, after)
        case .refused(let reason): throw .illegalArgument(reason)
        }
    }

    private func terms(
        _ terms: AggregationNode.Terms, _ children: [Aggregation]
    ) throws(ErrorResponse) -> Aggregation.Kind {
        let field = try self.field(terms.field)
        for (key, _) in terms.order where !["_key", "_count", "_term"].contains(key) {
            guard children.contains(where: { $0.isNumber(key) }) else {
                throw SearchFault.failed(
                    .cause(
                        type: "invalid_path",
                        reason:
                            "Invalid aggregation order path [\(key)]. The provided aggregation [\(key)] either does"
                            + " not exist, or is a pipeline aggregation and cannot be used to sort the buckets."
                    ))
            }
        }
        let math = try DateMath(now: self.queries.now, format: terms.format)
        return .terms(field, terms, format: math.format)
    }

    // MARK: Ranges

    private func ranges(
        _ name: String, _ node: AggregationNode.Ranges
    ) throws(ErrorResponse) -> Aggregation.Kind {
        let scope = self.queries.scope
        let field = try self.field(node.field)
        guard field.isTime else {
            throw SearchFault.illegal(
                "Field [\(scope.indexName(field))] of type [\(scope.kind(field).typeName)] is not supported for"
                    + " aggregation [\(node.isDate ? "date_range" : "range")]")
        }
        guard !node.ranges.isEmpty else {
            throw SearchFault.illegal("No [ranges] specified for the [\(name)] aggregation")
        }
        let math = try DateMath(now: self.queries.now, format: node.format, timeZone: node.timeZone)
        let missing = try self.bound(node.missing, math)?.number
        var result: [Aggregation.Range] = []
        for range in node.ranges {
            let (from, to) = (try self.bound(range.from, math), try self.bound(range.to, math))
            let low = from?.number ?? .min
            let high = (to?.number ?? .max) &- (to == nil ? 0 : 1)
            var condition = low <= high ? scope.time(field, low...high) : .none
            if let missing, low <= missing, missing <= high {
                condition = .or([condition, .not(scope.exists(field))], atLeast: 1)
            }
            result.append(
                Aggregation.Range(
                    key: range.key ?? "\(from?.text ?? "*")-\(to?.text ?? "*")", from: from, to: to,
                    condition: condition))
        }
        // In the order of their beginnings.
        result.sort {
            ($0.from?.number ?? .min, $0.to?.number ?? .max) < (
                $1.from?.number ?? .min, $1.to?.number ?? .max
            )
        }
        return .ranges(result, isDate: node.isDate, isKeyed: node.isKeyed)
    }

    private func bound(
        _ value: QueryScalar?, _ math: DateMath
    ) throws(ErrorResponse) -> (number: Int64, text: String)? {
        guard let value else { return nil }
        let number =
            value.isNumber
            ? Double(value.text).flatMap { Int64(exactly: $0.rounded(.towardZero)) } ?? 0
            : try math.time(value.text, roundsUp: false)
        return (number, math.text(number))
    }

    // MARK: Composite

    private func composite(
        _ nodes: [AggregationNode.Source], _ size: Int, _ after: [String: QueryScalar?]?
    ) throws(ErrorResponse) -> Aggregation.Kind {
        var sources: [Aggregation.Source] = []
        for node in nodes {
            sources.append(
                Aggregation.Source(
                    name: node.name, field: try self.field(node.field), isDescending: node.isDescending,
                    hasMissingBucket: node.hasMissingBucket, missingFirst: node.missingFirst))
        }
        if let after, after.count != sources.count {
            throw SearchFault.illegal(
                "[after] has \(after.count) value(s) but [sources] has \(sources.count)")
        }
        let values: [KeyValue?]? = after.map { after in
            sources.map { source in
                guard let scalar = after[source.name] ?? nil else { return nil }
                if source.field == .invalidated { return .number(scalar.text == "true" ? 1 : 0) }
                if source.field.isTime { return Int64(scalar.text).map { .number($0) } }
                return .text(scalar.octets)
            }
        }
        return .composite(sources, size: min(size, Self.sizeMax), after: values)
    }
}

extension Aggregation {
    /// Whether it comes to the one number that `path` names in an order.
    func isNumber(_ path: String) -> Bool {
        switch self.kind {
        case .cardinality, .valueCount: path == self.name || path == "\(self.name).value"
        case .filter, .missing: path == self.name || path == "\(self.name)._count"
        default: false
        }
    }
}
