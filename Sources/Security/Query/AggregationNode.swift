internal import JSON
internal import Keys

/// An aggregation as it was written.
indirect enum AggregationNode: Sendable {
    struct Named: Sendable {
        var name: String
        var node: AggregationNode
        var children: [Named] = []
        /// What is told back with it.
        var meta: JSONValue?
    }

    struct Terms: Sendable {
        var field: String
        var size = 10
        var minimumCount = 1
        var missing: String?
        var order: [(key: String, isDescending: Bool)] = []
        /// Values that are counted; nil: all.
        var include: TextTest?
        /// Values that are not.
        var exclude: TextTest?
        /// Of times; nil: as a number.
        var format: String?
        var showsErrors = false
    }

    /// Parts of a date or of a number's range.
    struct Ranges: Sendable {
        var field: String
        var ranges: [Range] = []
        var isDate: Bool
        var isKeyed = false
        var format: String?
        var timeZone: String?
        /// What counts for keys without a value.
        var missing: QueryScalar?
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
        /// Where keys without a value stand; nil: as the least.
        var missingFirst: Bool?
    }

    case terms(Terms)
    case filter(QueryNode)
    /// nil names: a list.
    case filters([(name: String?, query: QueryNode)], other: String?, isKeyed: Bool)
    case missing(String)
    case cardinality(String)
    case valueCount(String)
    case ranges(Ranges)
    case composite([Source], size: Int, after: [String: QueryScalar?]?)
    /// Known to Elasticsearch and not allowed for keys; the words say what.
    case refused(String)
}
