internal import Authorize
internal import Elasticsearch
internal import HTTP
internal import JSON
internal import Keys

/// `GET|POST /_security/_query/api_key`: looks for keys, page by page, and counts them.
enum QueryAPIKeys {
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
                let asked = try SearchBody(request.content, self.parser)
                let withLimitedBy = try request.flag("with_limited_by")
                let typedKeys = try request.flag("typed_keys")
                _ = try request.flag("with_profile_uid")
                return SecurityRoute.Prepared(
                    complaints: asked.complaints,
                    right: .keys(SecurityAction.queryKey) { !withLimitedBy || !$0.isKey },
                    run: { caller, completion in
                        do throws(ErrorResponse) {
                            let search = try Search(asked, caller, now: request.now, typedKeys: typedKeys)
                            router.searches.run(completion) {
                                search.run(router, withLimitedBy: withLimitedBy, completion)
                            }
                        } catch {
                            completion(.failure(error))
                        }
                    })
            })
    }

    /// Runs a search of this form that was not sent to the route, as far as `caller` may see keys.
    static func search(
        _ body: JSONValue, _ router: SecurityRouter, _ caller: Caller, now: Int64,
        _ completion: @escaping SecurityRoute.Completion
    ) {
        do throws(ErrorResponse) {
            let asked = try SearchBody(Array(JSONWriter.text(body).utf8), self.parser)
            guard asked.complaints.isEmpty else { throw .validation(asked.complaints) }
            let search = try Search(asked, caller, now: now, typedKeys: false)
            router.searches.run(completion) { search.run(router, withLimitedBy: false, completion) }
        } catch {
            completion(.failure(error))
        }
    }

    // MARK: Search

    /// A search that has been understood.
    private struct Search: Sendable {
        private var condition: KeyCondition
        private let sort: SortTranslator<KeyScope>
        private let aggregations: [Aggregation]?
        private let from: Int
        private let size: Int
        private let typedKeys: Bool

        init(
            _ asked: SearchBody, _ caller: Caller, now: Int64, typedKeys: Bool
        ) throws(ErrorResponse) {
            let queries = QueryTranslator(scope: KeyScope(), now: now)
            self.condition =
                try asked.query.map { (node) throws(ErrorResponse) in try queries.condition(node) }
                ?? .all
            self.aggregations = try asked.aggregations.map { (nodes) throws(ErrorResponse) in
                try AggregationTranslator(queries: queries).aggregations(nodes)
            }
            self.sort = try SortTranslator(
                asked.sorts, after: asked.searchAfter, scope: KeyScope(), now: now)
            self.from = asked.from
            self.size = asked.size
            self.typedKeys = typedKeys
            try asked.checkWindow()
            self.limit(to: caller)
        }

        /// Whoever may see his own keys only finds no others: a user those that are his, a key itself.
        private mutating func limit(to caller: Caller) {
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
                    self.sort.write(hit.values, &writer)
                    writer.endObject()
                }
                // Where nothing is found Elasticsearch does not tell them.
                guard let aggregations = self.aggregations, !aggregations.isEmpty, keys.count > 0 else {
                    return
                }
                writer.name("aggregations")
                writer.beginObject()
                Aggregator(answers: found.answers, metadata: found.values, typedKeys: self.typedKeys)
                    .write(aggregations, keys, &writer)
                writer.endObject()
            }
        }
    }
}
