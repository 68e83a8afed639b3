internal import Elasticsearch
internal import Keys

/// An aggregation over keys, checked: what is to be counted.
struct Aggregation: Sendable {
    indirect enum Kind: Sendable {
        case terms(KeyField, AggregationNode.Terms)
        case filter(KeyCondition)
        case filters([(name: String?, condition: KeyCondition)], other: String?)
        case missing(KeyField)
        case cardinality(KeyField)
        case valueCount(KeyField)
        case ranges([Range], isKeyed: Bool)
        case composite([Source], size: Int, after: [KeyValue?]?)
    }

    struct Range: Sendable {
        var key: String
        /// As they are told.
        var from: (number: Int64, text: String)?
        var to: (number: Int64, text: String)?
        var condition: KeyCondition
    }

    struct Source: Sendable {
        var name: String
        var field: KeyField
        var isDescending: Bool
        var hasMissingBucket: Bool
    }

    var name: String
    /// As `typed_keys` names the kind.
    var typeName: String
    var kind: Kind
    var children: [Aggregation] = []

    // MARK: Needs

    /// Conditions whose questions the store must answer.
    var conditions: [KeyCondition] {
        let own: [KeyCondition]
        switch self.kind {
        case .filter(let condition): own = [condition]
        case .filters(let filters, _): own = filters.map(\.condition)
        default: own = []
        }
        return own + self.children.flatMap(\.conditions)
    }

    /// Fields whose values are looked at.
    var fields: [KeyField] {
        let own: [KeyField]
        switch self.kind {
        case .terms(let field, _), .missing(let field), .cardinality(let field), .valueCount(let field):
            own = [field]
        case .composite(let sources, _, _): own = sources.map(\.field)
        case .filter, .filters, .ranges: own = []
        }
        return own + self.children.flatMap(\.fields)
    }
}

/// Checks aggregations: whatever is not allowed for keys is refused.
struct AggregationTranslator {
    /// Buckets of one aggregation.
    static let sizeMax = 65_536

    let queries: QueryTranslator

    func aggregations(_ nodes: [AggregationNode.Named]) throws(ErrorResponse) -> [Aggregation] {
        var all: [Aggregation] = []
        for node in nodes { all.append(try self.aggregation(node)) }
        return all
    }

    private func aggregation(_ named: AggregationNode.Named) throws(ErrorResponse) -> Aggregation {
        let kind = try self.kind(named)
        return Aggregation(
            name: named.name, typeName: named.node.typeName, kind: kind,
            children: try self.aggregations(named.children))
    }

    private func kind(_ named: AggregationNode.Named) throws(ErrorResponse) -> Aggregation.Kind {
        switch named.node {
        case .terms(let terms):
            for (key, _) in terms.order where !["_key", "_count", "_term"].contains(key) {
                throw SearchFault.illegal(
                    "terms aggregation ordered by [\(key)] is not supported by this proxy")
            }
            return .terms(try SearchFields.field(terms.field), terms)
        case .filter(let query): return .filter(try self.queries.condition(query))
        case .filters(let filters, let other):
            var conditions: [(name: String?, condition: KeyCondition)] = []
            for filter in filters {
                conditions.append((filter.name, try self.queries.condition(filter.query)))
            }
            return .filters(conditions, other: other)
        case .missing(let field): return .missing(try SearchFields.field(field))
        case .cardinality(let field): return .cardinality(try SearchFields.field(field))
        case .valueCount(let field): return .valueCount(try SearchFields.field(field))
        case .ranges(let field, let ranges, let isDate, let isKeyed, let format):
            return try self.ranges(named.name, field, ranges, isDate, isKeyed, format)
        case .composite(let sources, let size, let after):
            return try self.composite(sources, size, after)
        case .refused(let reason): throw .illegalArgument(reason)
        }
    }

    private func ranges(
        _ name: String, _ field: String, _ ranges: [AggregationNode.Range], _ isDate: Bool,
        _ isKeyed: Bool, _ format: String?
    ) throws(ErrorResponse) -> Aggregation.Kind {
        let field = try SearchFields.field(field)
        guard field.isTime else {
            throw SearchFault.illegal("Field [\(field)] is not supported for aggregation [range]")
        }
        guard !ranges.isEmpty else {
            throw SearchFault.illegal("No [ranges] specified for the [\(name)] aggregation")
        }
        let math = try DateMath(now: self.queries.now, format: format)
        func bound(_ value: QueryScalar?) throws(ErrorResponse) -> (number: Int64, text: String)? {
            guard let value else { return nil }
            let number =
                value.isNumber
                ? Double(value.text).flatMap { Int64(exactly: $0.rounded(.towardZero)) } ?? 0
                : try math.time(value.text, roundsUp: false)
            return (number, math.format.text(number))
        }
        var result: [Aggregation.Range] = []
        for range in ranges {
            let (from, to) = (try bound(range.from), try bound(range.to))
            let low = from?.number ?? .min
            let high = (to?.number ?? .max) &- (to == nil ? 0 : 1)
            let time: KeyCondition.TimeField =
                field == .expiration ? .expiration : field == .invalidation ? .invalidation : .creation
            result.append(
                Aggregation.Range(
                    key: range.key ?? "\(from?.text ?? "*")-\(to?.text ?? "*")", from: from, to: to,
                    condition: low <= high ? .time(time, low...high) : .none))
        }
        // In the order of their beginnings.
        result.sort {
            ($0.from?.number ?? .min, $0.to?.number ?? .max) < (
                $1.from?.number ?? .min, $1.to?.number ?? .max
            )
        }
        return .ranges(result, isKeyed: isKeyed)
    }

    private func composite(
        _ nodes: [AggregationNode.Source], _ size: Int, _ after: [String: QueryScalar?]?
    ) throws(ErrorResponse) -> Aggregation.Kind {
        var sources: [Aggregation.Source] = []
        for node in nodes {
            sources.append(
                Aggregation.Source(
                    name: node.name, field: try SearchFields.field(node.field),
                    isDescending: node.isDescending, hasMissingBucket: node.hasMissingBucket))
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
