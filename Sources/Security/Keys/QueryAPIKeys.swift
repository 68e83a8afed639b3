internal import Authorize
internal import Elasticsearch
internal import HTTP
internal import JSON
internal import Keys

/// `GET|POST /_security/_query/api_key`: looks for keys, page by page, and counts them.
enum QueryAPIKeys {
    /// Keys up to the end of a page, as in Elasticsearch (`index.max_result_window`).
    private static let windowMax = 10_000

    private static let parser = ObjectParser(
        "query_api_key_request_payload",
        ["query", "from", "size", "sort", "search_after", "aggs", "aggregations"])

    static var route: SecurityRoute {
        SecurityRoute(
            path: ["_security", "_query", "api_key"], methods: [.get, .post],
            parameters: [
                "with_limited_by", "with_profile_uid", "typed_keys", "source", "source_content_type",
            ],
            takesBody: true, isOfKeyService: true,
            prepare: { (router, request) throws(ErrorResponse) in
                let asked = try self.read(request)
                let withLimitedBy = try request.flag("with_limited_by")
                let typedKeys = try request.flag("typed_keys")
                _ = try request.flag("with_profile_uid")
                return SecurityRoute.Prepared(
                    complaints: asked.complaints,
                    right: .keys(SecurityAction.queryKey) { !withLimitedBy || !$0.isKey },
                    run: { caller, completion in
                        do throws(ErrorResponse) {
                            var search = try Search(asked, now: request.now, typedKeys: typedKeys)
                            search.limit(to: caller)
                            router.searches.run(completion) { [search] in
                                search.run(router, withLimitedBy: withLimitedBy, completion)
                            }
                        } catch {
                            completion(.failure(error))
                        }
                    })
            })
    }

    /// The body.
    struct Asked: Sendable {
        var query: QueryNode?
        var from: Int?
        var size: Int?
        var sorts: [SortNode] = []
        var searchAfter: [QueryScalar?]?
        var aggregations: [AggregationNode.Named]?

        var complaints: [String] {
            var complaints: [String] = []
            if let from = self.from, from < 0 {
                complaints.append("[from] parameter cannot be negative but was [\(from)]")
            }
            if let size = self.size, size < 0 {
                complaints.append("[size] parameter cannot be negative but was [\(size)]")
            }
            if self.searchAfter != nil, let from = self.from, from > 0 {
                complaints.append("[from] parameter must be set to 0 when [search_after] is used")
            }
            return complaints
        }
    }

    private static func read(_ request: SecurityRequest) throws(ErrorResponse) -> Asked {
        var asked = Asked()
        let bytes = request.content
        guard !bytes.isEmpty else { return asked }
        let queries = QueryParser(bytes: bytes)
        var hasAggregations = 0
        try self.parser.parse(bytes) { (field, reader) throws(ObjectParser.Fault) in
            switch field {
            case "from": asked.from = try self.parser.integer(field, &reader)
            case "size": asked.size = try self.parser.integer(field, &reader)
            default:
                let value = try self.value(field, &reader)
                do throws(QueryParser.Fault) {
                    switch field {
                    case "query": asked.query = try queries.parse(value)
                    case "sort": asked.sorts = try SortParser(parser: queries).sorts(value)
                    case "search_after":
                        asked.searchAfter = try SortParser(parser: queries).searchAfter(value)
                    default:
                        hasAggregations += 1
                        asked.aggregations = try AggregationParser(parser: queries).parse(value)
                    }
                } catch {
                    // The place is where the parser stands, which is inside the field.
                    throw .whole(
                        .contentParse(
                            "\(queries.place(error.offset)) [\(self.parser.name)] failed to parse field [\(field)]",
                            causedBy: error.cause))
                }
            }
        }
        guard hasAggregations < 2 else {
            throw self.parser.failedToBuild(
                .cause(
                    type: "illegal_argument_exception", reason: "Duplicate 'aggs' or 'aggregations' field"))
        }
        return asked
    }

    private static func value(
        _ field: String, _ reader: inout JSONReader
    ) throws(ObjectParser.Fault) -> JSONValue {
        let isTaken =
            switch field {
            case "sort": reader.token == .beginObject || reader.token == .beginArray
            case "search_after": reader.token != .null
            default: reader.token == .beginObject
            }
        guard isTaken else { throw self.parser.wrongType(field, reader) }
        do throws(JSONError) {
            return try reader.value()
        } catch {
            throw .json(error)
        }
    }

    // MARK: Search

    /// A search that has been understood.
    private struct Search: Sendable {
        private var condition: KeyCondition
        private let sort: SortTranslator
        private let aggregations: [Aggregation]?
        private let from: Int
        private let size: Int
        private let typedKeys: Bool

        init(_ asked: Asked, now: Int64, typedKeys: Bool) throws(ErrorResponse) {
            let queries = QueryTranslator(now: now)
            self.condition =
                try asked.query.map { (node) throws(ErrorResponse) in try queries.condition(node) }
                ?? .all
            self.aggregations = try asked.aggregations.map { (nodes) throws(ErrorResponse) in
                try AggregationTranslator(queries: queries).aggregations(nodes)
            }
            self.sort = try SortTranslator(asked.sorts, after: asked.searchAfter, now: now)
            self.from = asked.from ?? 0
            self.size = asked.size ?? 10
            self.typedKeys = typedKeys
            guard self.from + self.size <= QueryAPIKeys.windowMax else {
                throw SearchFault.illegal(
                    "Result window is too large, from + size must be less than or equal to:"
                        + " [\(QueryAPIKeys.windowMax)] but was [\(self.from + self.size)]. See the scroll api for a"
                        + " more efficient way to request large data sets. This limit can be set by changing the"
                        + " [index.max_result_window] index level setting.")
            }
        }

        /// Whoever may see his own keys only finds no others: a user those that are his, a key itself.
        mutating func limit(to caller: Caller) {
            guard caller.privileges.apiKeyScope(SecurityAction.queryKey) != .all else { return }
            let own: KeyCondition
            if let id = caller.keyID {
                own = .ids([id])
            } else {
                own = .and([
                    .username(.oneOf([Array(caller.owner.username.utf8)])),
                    .realm(.oneOf([Array(caller.owner.realm.utf8)])),
                ])
            }
            self.condition = .and([own, self.condition])
        }

        func run(
            _ router: SecurityRouter, withLimitedBy: Bool,
            _ completion: @escaping SecurityRoute.Completion
        ) {
            let conditions = [self.condition] + (self.aggregations?.flatMap(\.conditions) ?? [])
            let fields = self.sort.columns.map(\.field) + (self.aggregations?.flatMap(\.fields) ?? [])
            let lookup = MetadataLookup(
                matches: Set(conditions.flatMap(\.metadataMatches)),
                paths: Set(
                    fields.compactMap { field in
                        if case .metadata(let path) = field { return .some(path) }
                        return nil
                    }))
            lookup.run(router.registry) { result in
                switch result {
                case .failure(let error): completion(.failure(StoreFailure.response(error)))
                case .success(let found):
                    let keys = router.registry.table.all.selecting(self.condition.resolved(found.answers))
                    let hits = keys.page(
                        self.sort.order, from: self.from, size: self.size, metadata: found.values)
                    router.registry.find(KeyQuery(ids: hits.map(\.id))) { result in
                        completion(
                            result.mapError(StoreFailure.response).map { records in
                                self.answer(keys, hits, records, found, withLimitedBy)
                            })
                    }
                }
            }
        }

        private func answer(
            _ keys: KeySelection, _ hits: [KeyHit], _ records: [KeyRecord], _ found: MetadataLookup.Found,
            _ withLimitedBy: Bool
        ) -> SecurityResponse {
            let byID = Dictionary(records.map { ($0.id, $0) }) { first, _ in first }
            let shown = hits.filter { byID[$0.id] != nil }
            return .object { writer in
                KeyView.writePage(total: keys.count, shown, &writer) { hit, writer in
                    guard let record = byID[hit.id] else { return }
                    writer.beginObject()
                    KeyView.write(record, withLimitedBy: withLimitedBy, &writer)
                    if !self.sort.columns.isEmpty { self.write(hit.values, &writer) }
                    writer.endObject()
                }
                guard let aggregations = self.aggregations, !aggregations.isEmpty else { return }
                writer.name("aggregations")
                writer.beginObject()
                Aggregator(answers: found.answers, metadata: found.values, typedKeys: self.typedKeys)
                    .write(aggregations, keys, &writer)
                writer.endObject()
            }
        }

        private func write(_ values: [KeyValue?], _ writer: inout JSONWriter) {
            writer.name("_sort")
            writer.beginArray()
            for (value, column) in zip(values, self.sort.columns) {
                switch value ?? column.missing {
                case nil: writer.null()
                case .text(let octets): writer.string(String(decoding: octets, as: UTF8.self))
                case .number(let number):
                    if let format = column.format {
                        writer.string(format.text(number))
                    } else {
                        writer.integer(Int(number))
                    }
                }
            }
            writer.endArray()
        }
    }
}
