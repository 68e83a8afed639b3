internal import Elasticsearch
internal import JSON

/// The content of a search as it was written: `query`, `sort`, a page, and where they are taken, aggregations.
struct SearchBody: Sendable {
    /// Things up to the end of a page, as in Elasticsearch (`index.max_result_window`).
    private static let windowMax = 10_000

    private(set) var query: QueryNode?
    private var givenFrom: Int?
    private var givenSize: Int?
    private(set) var sorts: [SortNode] = []
    private(set) var searchAfter: [QueryScalar?]?
    private(set) var aggregations: [AggregationNode.Named]?

    var from: Int { self.givenFrom ?? 0 }
    var size: Int { self.givenSize ?? 10 }

    /// What is wrong with it as a whole.
    var complaints: [String] {
        var complaints: [String] = []
        if self.from < 0 {
            complaints.append("[from] parameter cannot be negative but was [\(self.from)]")
        }
        if self.size < 0 {
            complaints.append("[size] parameter cannot be negative but was [\(self.size)]")
        }
        if self.searchAfter != nil, self.from > 0 {
            complaints.append("[from] parameter must be set to 0 when [search_after] is used")
        }
        return complaints
    }

    func checkWindow() throws(ErrorResponse) {
        let (end, overflows) = self.from.addingReportingOverflow(self.size)
        guard overflows || end > Self.windowMax else { return }
        throw SearchFault.illegal(
            "Result window is too large, from + size must be less than or equal to:"
                + " [\(Self.windowMax)] but was [\(overflows ? .max : end)]. See the scroll api for a"
                + " more efficient way to request large data sets. This limit can be set by changing the"
                + " [index.max_result_window] index level setting.")
    }

    /// - Parameter parser: with the fields that this search takes, and the name that errors say.
    init(_ bytes: [UInt8], _ parser: ObjectParser) throws(ErrorResponse) {
        guard !bytes.isEmpty else { return }
        let queries = QueryParser(bytes: bytes)
        var read = SearchBody()
        var aggregationCount = 0
        try parser.parse(bytes) { (field, reader) throws(ObjectParser.Fault) in
            switch field {
            case "from": read.givenFrom = try parser.integer(field, &reader)
            case "size": read.givenSize = try parser.integer(field, &reader)
            default:
                let value = try Self.value(field, parser, &reader)
                if field.hasPrefix("agg") { aggregationCount += 1 }
                do throws(QueryParser.Fault) {
                    try read.take(field, value, queries)
                } catch {
                    // The place is where the parser stands, which is inside the field.
                    throw .whole(
                        .contentParse(
                            "\(queries.place(error.offset)) [\(parser.name)] failed to parse field [\(field)]",
                            causedBy: error.cause))
                }
            }
        }
        guard aggregationCount < 2 else {
            throw parser.failedToBuild(
                .cause(
                    type: "illegal_argument_exception", reason: "Duplicate 'aggs' or 'aggregations' field"))
        }
        self = read
    }

    private init() {}

    private mutating func take(
        _ field: String, _ value: JSONValue, _ queries: QueryParser
    ) throws(QueryParser.Fault) {
        switch field {
        case "query": self.query = try queries.parse(value)
        case "sort": self.sorts = try SortParser(parser: queries).sorts(value)
        case "search_after": self.searchAfter = try SortParser(parser: queries).searchAfter(value)
        default: self.aggregations = try AggregationParser(parser: queries).parse(value)
        }
    }

    private static func value(
        _ field: String, _ parser: ObjectParser, _ reader: inout JSONReader
    ) throws(ObjectParser.Fault) -> JSONValue {
        let isTaken =
            switch field {
            case "sort": reader.token == .beginObject || reader.token == .beginArray
            case "search_after": reader.token != .null
            default: reader.token == .beginObject
            }
        guard isTaken else { throw parser.wrongType(field, reader) }
        do throws(JSONError) {
            return try reader.value()
        } catch {
            throw .json(error)
        }
    }
}
