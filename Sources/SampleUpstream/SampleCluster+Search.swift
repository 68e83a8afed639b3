internal import JSON

/// Search, count and listings.
extension SampleCluster {
    func search(_ request: Request, _ names: [String]) -> SampleResponse {
        let body = request.body.isEmpty ? nil : try? JSONParser.parse(request.body)
        if !request.body.isEmpty, body == nil {
            return SampleResponse(400, error: "parsing_exception", "malformed query")
        }
        let from = body?["from"]?.integer ?? Int(request.parameters["from"] ?? "") ?? 0
        let size = body?["size"]?.integer ?? Int(request.parameters["size"] ?? "") ?? 10
        guard from >= 0, size >= 0, from <= Self.windowMax, size <= Self.windowMax,
            from + size <= Self.windowMax
        else {
            return SampleResponse(400, error: "illegal_argument_exception", "Result window is too large")
        }
        guard let found = self.matches(body?["query"], names) else {
            return SampleResponse(400, error: "parsing_exception", "unknown query")
        }
        let hits = found.dropFirst(from).prefix(size).map { name, document in
            JSONValue.make([
                "_index": .make(name), "_type": .make("_doc"), "_id": .make(document.id),
                "_score": JSONValue(.number("1.0")), "_source": document.source,
            ])
        }
        let shards = JSONValue.make([
            "total": .make(names.count), "successful": .make(names.count), "skipped": .make(0),
            "failed": .make(0),
        ])
        let total = JSONValue.make(["value": .make(found.count), "relation": .make("eq")])
        return SampleResponse(
            .make([
                "took": .make(1), "timed_out": .make(false), "_shards": shards,
                "hits": .make([
                    "total": total, "max_score": found.isEmpty ? JSONValue(.null) : JSONValue(.number("1.0")),
                    "hits": JSONValue(.array(Array(hits))),
                ]),
            ]))
    }

    func count(_ request: Request, _ names: [String]) -> SampleResponse {
        let body = request.body.isEmpty ? nil : try? JSONParser.parse(request.body)
        guard let found = self.matches(body?["query"], names) else {
            return SampleResponse(400, error: "parsing_exception", "unknown query")
        }
        return SampleResponse(
            .make([
                "count": .make(found.count),
                "_shards": .make([
                    "total": .make(names.count), "successful": .make(names.count), "skipped": .make(0),
                    "failed": .make(0),
                ]),
            ]))
    }

    /// nil for a query that is not known here.
    private func matches(_ query: JSONValue?, _ names: [String]) -> [(String, SampleIndex.Document)]? {
        var test: (SampleIndex.Document) -> Bool = { _ in true }
        if let query {
            guard let clause = query.members?.first, query.members?.count == 1 else { return nil }
            switch clause.name {
            case "match_all": break
            case "term", "match":
                guard let field = clause.value.members?.first else { return nil }
                let wanted = field.value["value"] ?? field.value["query"] ?? field.value
                test = { document in
                    guard let value = document.source[field.name] else { return false }
                    return value == wanted || value.string != nil && value.string == wanted.string
                }
            case "ids":
                let wanted = Set((clause.value["values"]?.elements ?? []).compactMap(\.string))
                test = { wanted.contains($0.id) }
            default: return nil
            }
        }
        return names.sorted().flatMap { name in
            (self.indices[name]?.all ?? []).filter(test).map { (name, $0) }
        }
    }

    // MARK: Listings

    func listIndices(_ request: Request) -> SampleResponse {
        let names = self.indices.keys.sorted()
        if request.parameters["format"] == "json" {
            return SampleResponse(
                JSONValue(
                    .array(
                        names.map { name in
                            .make([
                                "health": .make("green"), "status": .make("open"), "index": .make(name),
                                "docs.count": .make("\(self.indices[name]?.count ?? 0)"),
                            ])
                        })))
        }
        return SampleResponse(
            text: names.map {
                "green open \($0) 1 0 \(self.indices[$0]?.count ?? 0) 0 \(self.indices[$0]?.bytes ?? 0)b\n"
            }.joined())
    }

    func listAliases(_ request: Request) -> SampleResponse {
        let rows = self.aliases.sorted { $0.key < $1.key }.flatMap { alias, names in
            names.sorted().map { (alias, $0) }
        }
        if request.parameters["format"] == "json" {
            return SampleResponse(
                JSONValue(.array(rows.map { .make(["alias": .make($0.0), "index": .make($0.1)]) })))
        }
        return SampleResponse(text: rows.map { "\($0.0) \($0.1) - - - -\n" }.joined())
    }

    func aliasesByIndex(_ names: [String]) -> SampleResponse {
        SampleResponse(
            JSONValue(
                .object(
                    names.sorted().map { name in
                        let aliases = self.aliases.filter { $0.value.contains(name) }.keys.sorted()
                        let members = aliases.map { JSONValue.Member(name: $0, value: .make([:])) }
                        return JSONValue.Member(
                            name: name, value: .make(["aliases": JSONValue(.object(members))]))
                    })))
    }

    mutating func changeAliases(_ request: Request) -> SampleResponse {
        guard let actions = (try? JSONParser.parse(request.body))?["actions"]?.elements else {
            return SampleResponse(400, error: "illegal_argument_exception", "No action specified")
        }
        for action in actions {
            guard let member = action.members?.first, let alias = member.value["alias"]?.string,
                let index = member.value["index"]?.string, let names = self.resolve(index)
            else {
                return SampleResponse(
                    400, error: "illegal_argument_exception", "[alias] and [index] are required")
            }
            switch member.name {
            case "add": self.aliases[alias, default: []].formUnion(names)
            case "remove": self.aliases[alias]?.subtract(names)
            default:
                return SampleResponse(
                    400, error: "illegal_argument_exception", "unknown action [\(member.name)]")
            }
        }
        return SampleResponse(.make(["acknowledged": .make(true)]))
    }
}
