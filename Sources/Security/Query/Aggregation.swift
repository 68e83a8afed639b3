internal import Elasticsearch
internal import JSON
internal import Keys

/// An aggregation over keys, checked: what is to be counted.
struct Aggregation: Sendable {
    indirect enum Kind: Sendable {
        case terms(KeyField, AggregationNode.Terms, format: DateFormat)
        case filter(KeyCondition)
        case filters([(name: String?, condition: KeyCondition)], other: String?, isKeyed: Bool)
        case missing(KeyField)
        case cardinality(KeyField)
        case valueCount(KeyField)
        case ranges([Range], isDate: Bool, isKeyed: Bool)
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
        /// Where keys without a value stand; nil: as the least.
        var missingFirst: Bool?
    }

    var name: String
    var kind: Kind
    var children: [Aggregation] = []
    /// What is told back with it.
    var meta: JSONValue?

    /// As `typed_keys` names the kind.
    var typeName: String {
        switch self.kind {
        case .terms(let field, _, _): field.isNumeric ? "lterms" : "sterms"
        case .filter: "filter"
        case .filters: "filters"
        case .missing: "missing"
        case .cardinality: "cardinality"
        case .valueCount: "value_count"
        case .ranges(_, let isDate, _): isDate ? "date_range" : "range"
        case .composite: "composite"
        }
    }

    // MARK: Needs

    /// Conditions whose questions the store must answer.
    var conditions: [KeyCondition] {
        let own: [KeyCondition]
        switch self.kind {
        case .filter(let condition): own = [condition]
        case .filters(let filters, _, _): own = filters.map(\.condition)
        default: own = []
        }
        return own + self.children.flatMap(\.conditions)
    }

    /// Fields whose values are looked at.
    var fields: [KeyField] {
        let own: [KeyField]
        switch self.kind {
        case .terms(let field, _, _), .missing(let field), .cardinality(let field), .valueCount(let field):
            own = [field]
        case .composite(let sources, _, _): own = sources.map(\.field)
        case .filter, .filters, .ranges: own = []
        }
        return own + self.children.flatMap(\.fields)
    }
}
