internal import JSON

/// An aggregation as it was written.
indirect enum AggregationNode: Sendable {
    struct Named: Sendable {
        var name: String
        var node: AggregationNode
        var children: [Named] = []
    }

    struct Terms: Sendable {
        var field: String
        var size = 10
        var minimumCount = 1
        var missing: String?
        var order: [(key: String, isDescending: Bool)] = []
    }

    struct Range: Sendable {
        var key: String?
        var from: QueryScalar?
        var to: QueryScalar?
    }

    struct Source: Sendable {
        var name: String
        var field: String
        var isDescending = false
        var hasMissingBucket = false
    }

    case terms(Terms)
    case filter(QueryNode)
    /// nil names: a list.
    case filters([(name: String?, query: QueryNode)], other: String?)
    case missing(String)
    case cardinality(String)
    case valueCount(String)
    case ranges(field: String, [Range], isDate: Bool, isKeyed: Bool, format: String?)
    case composite([Source], size: Int, after: [String: QueryScalar?]?)
    /// Known to Elasticsearch and not allowed for keys; the words say what.
    case refused(String)

    /// As `typed_keys` names the kind.
    var typeName: String {
        switch self {
        case .terms: "sterms"
        case .filter: "filter"
        case .filters: "filters"
        case .missing: "missing"
        case .cardinality: "cardinality"
        case .valueCount: "value_count"
        case .ranges(_, _, let isDate, _, _): isDate ? "date_range" : "range"
        case .composite: "composite"
        case .refused: ""
        }
    }
}
