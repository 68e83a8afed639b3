internal import JSON

/// Documents, one by one and in bulk.
extension SampleCluster {
    mutating func write(_ name: String, _ id: String, _ request: Request, create: Bool) -> SampleResponse {
        guard let source = try? JSONParser.parse(request.body), source.members != nil else {
            return SampleResponse(400, error: "mapper_parsing_exception", "failed to parse")
        }
        let (status, item) = self.put(name, id, source, create: create)
        return SampleResponse(status, item)
    }

    /// - Returns: the status and what Elasticsearch tells of the item.
    private mutating func put(
        _ name: String, _ id: String, _ source: JSONValue, create: Bool
    ) -> (Int, JSONValue) {
        let target = self.writeTarget(name)
        if create, let found = self.indices[target]?.document(id) {
            let reason =
                "[\(id)]: version conflict, document already exists (current version [\(found.version)])"
            return (409, Self.itemError(409, "version_conflict_engine_exception", reason, target, id))
        }
        guard self.indices.values.reduce(0, { $0 + $1.bytes }) < Self.bytesMax else {
            return (
                429,
                Self.itemError(429, "es_rejected_execution_exception", "the sample keeps no more", target, id)
            )
        }
        let document = self.indices[target, default: SampleIndex()].put(id, source)
        let isNew = document.version == 1
        return (isNew ? 201 : 200, Self.item(target, document, isNew ? "created" : "updated"))
    }

    func get(_ name: String, _ id: String) -> SampleResponse {
        guard let target = self.resolve(name)?.first, let index = self.indices[target] else {
            return Self.noIndex(name)
        }
        guard let document = index.document(id) else {
            return SampleResponse(
                404,
                .make([
                    "_index": .make(target), "_type": .make("_doc"), "_id": .make(id), "found": .make(false),
                ]))
        }
        return SampleResponse(
            .make([
                "_index": .make(target), "_type": .make("_doc"), "_id": .make(id),
                "_version": .make(document.version),
                "_seq_no": .make(document.sequence), "_primary_term": .make(1), "found": .make(true),
                "_source": document.source,
            ]))
    }

    mutating func delete(_ name: String, _ id: String) -> SampleResponse {
        let (status, item) = self.remove(name, id)
        return SampleResponse(status, item)
    }

    private mutating func remove(_ name: String, _ id: String) -> (Int, JSONValue) {
        let target = self.writeTarget(name)
        guard var document = self.indices[target]?.remove(id) else {
            let missing = SampleIndex.Document(id: id, version: 1, sequence: 0, source: .make([:]), size: 0)
            return (404, Self.item(target, missing, "not_found"))
        }
        document.version += 1
        return (200, Self.item(target, document, "deleted"))
    }

    // MARK: Bulk

    mutating func bulk(_ request: Request, index: String?) -> SampleResponse {
        var items: [JSONValue] = []
        var hasErrors = false
        var lines = request.body.split(separator: 0x0a).map { line in
            line.last == 0x0d ? line.dropLast() : line
        }[...]
        while let line = lines.popFirst() {
            guard let action = try? JSONParser.parse(Array(line)), let members = action.members,
                members.count == 1
            else {
                return SampleResponse(
                    400, error: "illegal_argument_exception", "Malformed action/metadata line")
            }
            let kind = members[0].name
            let header = members[0].value
            guard let name = header["_index"]?.string ?? index else {
                return SampleResponse(
                    400, error: "action_request_validation_exception",
                    "Validation Failed: 1: index is missing;")
            }
            let id = header["_id"]?.string ?? header["_id"]?.integer.map { "\($0)" }
            var source: JSONValue?
            if kind != "delete" {
                guard let next = lines.popFirst(), let parsed = try? JSONParser.parse(Array(next)) else {
                    return SampleResponse(
                        400, error: "illegal_argument_exception",
                        "The bulk request must be terminated by a newline [\\n]")
                }
                source = parsed
            }
            let (status, item) = self.apply(kind, name, id, source)
            hasErrors = hasErrors || status >= 400 && item["error"] != nil
            var told = item.members ?? []
            if item["status"] == nil { told.append(.init(name: "status", value: .make(status))) }
            items.append(JSONValue(.object([.init(name: kind, value: JSONValue(.object(told)))])))
        }
        return SampleResponse(
            .make(["took": .make(1), "errors": .make(hasErrors), "items": JSONValue(.array(items))]))
    }

    private mutating func apply(
        _ kind: String, _ name: String, _ id: String?, _ source: JSONValue?
    ) -> (Int, JSONValue) {
        switch (kind, source) {
        case ("delete", _): return self.remove(name, id ?? "")
        case ("index", let source?): return self.put(name, id ?? self.freshID(), source, create: false)
        case ("create", let source?): return self.put(name, id ?? self.freshID(), source, create: true)
        case ("update", let source?):
            let target = self.writeTarget(name)
            guard let id, let before = self.indices[target]?.document(id) else {
                return (
                    404,
                    Self.itemError(
                        404, "document_missing_exception", "[\(id ?? "")]: document missing", target, id ?? ""
                    )
                )
            }
            var members = before.source.members ?? []
            for change in source["doc"]?.members ?? [] {
                members.removeAll { $0.name == change.name }
                members.append(change)
            }
            return self.put(name, id, JSONValue(.object(members)), create: false)
        default:
            return (
                400,
                Self.itemError(400, "illegal_argument_exception", "unknown action [\(kind)]", name, id ?? "")
            )
        }
    }

    private static func item(_ index: String, _ document: SampleIndex.Document, _ result: String) -> JSONValue
    {
        .make([
            "_index": .make(index), "_type": .make("_doc"), "_id": .make(document.id),
            "_version": .make(document.version),
            "result": .make(result),
            "_shards": .make(["total": .make(1), "successful": .make(1), "failed": .make(0)]),
            "_seq_no": .make(document.sequence), "_primary_term": .make(1),
        ])
    }

    private static func itemError(
        _ status: Int, _ type: String, _ reason: String, _ index: String, _ id: String
    ) -> JSONValue {
        .make([
            "_index": .make(index), "_type": .make("_doc"), "_id": .make(id),
            "error": .make(["type": .make(type), "reason": .make(reason), "index": .make(index)]),
            "status": .make(status),
        ])
    }
}
