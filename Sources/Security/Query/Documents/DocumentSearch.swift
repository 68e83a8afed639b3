internal import Elasticsearch
internal import HTTP
internal import JSON
internal import Keys

/// A search of users or roles that has been understood: all of them are gone through, a page is told.
struct DocumentSearch: Sendable {
    /// Fields of the content of such a search: nothing is counted.
    private static let bodyFields = ["query", "sort", "from", "size", "search_after"]

    private struct Hit {
        var document: SearchDocument
        var values: [KeyValue?]
    }

    private let condition: DocumentCondition
    private let sort: SortTranslator<DocumentScope>
    private let from: Int
    private let size: Int

    init(_ asked: SearchBody, _ scope: DocumentScope, now: Int64) throws(ErrorResponse) {
        let queries = QueryTranslator(scope: scope, now: now)
        self.condition =
            try asked.query.map { (node) throws(ErrorResponse) in try queries.condition(node) } ?? .all
        self.sort = try SortTranslator(asked.sorts, after: asked.searchAfter, scope: scope, now: now)
        self.from = asked.from
        self.size = asked.size
        try asked.checkWindow()
    }

    /// The route of such a search.
    ///
    /// - Parameters:
    ///   - name: of what is looked for, `user` or `role`: the last segment of the path.
    ///   - answer: tells what was found, off the loops.
    static func route(
        _ name: String, parameters: [String] = [], scope: DocumentScope, action: Action,
        check: @escaping @Sendable (SecurityRequest) throws(ErrorResponse) -> Void = { _ in },
        answer: @escaping @Sendable (DocumentSearch, SecurityRouter) -> SecurityResponse
    ) -> SecurityRoute {
        let parser = ObjectParser("query_\(name)_request_payload", self.bodyFields)
        return SecurityRoute(
            path: ["_security", "_query", name], methods: [.get, .post],
            parameters: parameters + ["source", "source_content_type"], takesBody: true,
            prepare: { (router, request) throws(ErrorResponse) in
                let asked = try SearchBody(request.content, parser)
                try check(request)
                return SecurityRoute.Prepared(
                    complaints: asked.complaints, right: .cluster(action),
                    run: { _, completion in
                        do throws(ErrorResponse) {
                            let search = try DocumentSearch(asked, scope, now: request.now)
                            router.searches.run(completion) {
                                completion(.success(answer(search, router)))
                            }
                        } catch {
                            completion(.failure(error))
                        }
                    })
            })
    }

    /// The answer: `total`, `count` and, as `name`, what was found, each object written by `write`.
    func answer(
        _ name: String, _ documents: [SearchDocument], _ write: (String, inout JSONWriter) -> Void
    ) -> SecurityResponse {
        let found = documents.filter { self.condition.holds($0) }
        let page = self.sorted(found).dropFirst(self.from).prefix(self.size)
        return .object { writer in
            writer.name("total")
            writer.integer(found.count)
            writer.name("count")
            writer.integer(page.count)
            writer.name(name)
            writer.beginArray()
            for hit in page {
                writer.beginObject()
                write(hit.document.name, &writer)
                self.sort.write(hit.values, &writer)
                writer.endObject()
            }
            writer.endArray()
        }
    }

    /// In the order that was asked for; what is beside each other, by name.
    private func sorted(_ documents: [SearchDocument]) -> [Hit] {
        var hits = documents.map { document in
            Hit(document: document, values: self.sort.columns.map { self.value($0, document) })
        }
        if let after = self.sort.after { hits = hits.filter { self.compare($0.values, after) > 0 } }
        hits.sort { left, right in
            let order = self.compare(left.values, right.values)
            return order != 0 ? order < 0 : left.document.name < right.document.name
        }
        return hits
    }

    private func value(
        _ column: SortTranslator<DocumentScope>.Column, _ document: SearchDocument
    ) -> KeyValue? {
        if column.field.name == "_doc" { return .text(Array(document.name.utf8)) }
        let values = column.field.sortValues(document)
        return (column.takesGreatest ?? column.isDescending ? values.last : values.first) ?? column.missing
    }

    private func compare(_ left: [KeyValue?], _ right: [KeyValue?]) -> Int {
        for ((left, right), column) in zip(zip(left, right), self.sort.columns) {
            let order = KeyValue.compare(
                left, right, isDescending: column.isDescending, missingFirst: column.missingFirst)
            if order != 0 { return order }
        }
        return 0
    }
}
