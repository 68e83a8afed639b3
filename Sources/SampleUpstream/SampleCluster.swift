internal import JSON

/// A small in-memory server that answers like Elasticsearch 7.17: for trying the proxy out and for its tests,
/// not for keeping data. Confined to one queue.
struct SampleCluster {
    /// Bytes of sources that are kept at most.
    static let bytesMax = 256 << 20
    /// Hits of one search at most, Elasticsearch's `index.max_result_window`.
    static let windowMax = 10_000
    static let versionNumber = "7.17.28"

    var indices: [String: SampleIndex] = [:]
    /// Indices by alias.
    var aliases: [String: Set<String>] = [:]
    private var nextID = 0

    struct Request {
        var method: String
        var segments: [String]
        var parameters: [String: String]
        var body: [UInt8]
    }

    mutating func answer(_ request: Request) -> SampleResponse {
        let path = request.segments
        switch (request.method, path.count) {
        case ("GET", 0), ("HEAD", 0): return self.root()
        case (_, 0): return self.unknown(request)
        default: break
        }
        if path[0].hasPrefix("_") { return self.answerCluster(request) }
        return self.answerIndex(request, path[0], Array(path.dropFirst()))
    }

    private func root() -> SampleResponse {
        SampleResponse(
            .make([
                "name": .make("sample"), "cluster_name": .make("keyward-sample"),
                "cluster_uuid": .make("c2FtcGxlLWNsdXN0ZXIuLg"),
                "version": .make([
                    "number": .make(Self.versionNumber), "build_flavor": .make("default"),
                    "build_type": .make("sample"),
                    "build_snapshot": .make(false), "lucene_version": .make("8.11.3"),
                    "minimum_wire_compatibility_version": .make("6.8.0"),
                    "minimum_index_compatibility_version": .make("6.0.0-beta1"),
                ]), "tagline": .make("You Know, for Search"),
            ]))
    }

    func unknown(_ request: Request) -> SampleResponse {
        let uri = "/" + request.segments.joined(separator: "/")
        return SampleResponse(
            400, .make(["error": .make("no handler found for uri [\(uri)] and method [\(request.method)]")]))
    }

    // MARK: Routes without an index

    private mutating func answerCluster(_ request: Request) -> SampleResponse {
        let path = request.segments
        switch (request.method, path) {
        case ("POST", ["_bulk"]), ("PUT", ["_bulk"]): return self.bulk(request, index: nil)
        case ("GET", ["_search"]), ("POST", ["_search"]):
            return self.search(request, Array(self.indices.keys))
        case ("GET", ["_count"]), ("POST", ["_count"]): return self.count(request, Array(self.indices.keys))
        case ("GET", ["_cat", "indices"]): return self.listIndices(request)
        case ("GET", ["_cat", "aliases"]): return self.listAliases(request)
        case ("GET", ["_cluster", "health"]):
            return SampleResponse(
                .make([
                    "cluster_name": .make("keyward-sample"), "status": .make("green"),
                    "timed_out": .make(false),
                    "number_of_nodes": .make(1), "number_of_data_nodes": .make(1),
                    "active_shards": .make(self.indices.count),
                ]))
        case ("GET", ["_cluster", "state", "metadata"]): return self.state()
        case ("POST", ["_aliases"]): return self.changeAliases(request)
        case ("GET", ["_alias"]), ("GET", ["_aliases"]): return self.aliasesByIndex(Array(self.indices.keys))
        case ("POST", ["_refresh"]), ("GET", ["_refresh"]): return Self.shards(self.indices.count)
        default: return self.unknown(request)
        }
    }

    // MARK: Routes of an index

    private mutating func answerIndex(
        _ request: Request, _ expression: String, _ rest: [String]
    ) -> SampleResponse {
        switch (request.method, rest.first, rest.count) {
        case ("PUT", nil, 0): return self.create(expression, request)
        case ("POST", "_bulk", 1), ("PUT", "_bulk", 1): return self.bulk(request, index: expression)
        case ("POST", "_doc", 1): return self.write(expression, self.freshID(), request, create: false)
        case ("PUT", "_doc", 2), ("POST", "_doc", 2):
            return self.write(expression, rest[1], request, create: false)
        case ("PUT", "_create", 2), ("POST", "_create", 2):
            return self.write(expression, rest[1], request, create: true)
        case ("GET", "_doc", 2), ("HEAD", "_doc", 2): return self.get(expression, rest[1])
        case ("DELETE", "_doc", 2): return self.delete(expression, rest[1])
        default: break
        }
        guard let names = self.resolve(expression) else { return Self.noIndex(expression) }
        switch (request.method, rest.first, rest.count) {
        case ("HEAD", nil, 0): return SampleResponse(.make([:]))
        case ("GET", nil, 0): return self.describe(names)
        case ("DELETE", nil, 0):
            for name in names { self.removeIndex(name) }
            return SampleResponse(.make(["acknowledged": .make(true)]))
        case ("GET", "_search", 1), ("POST", "_search", 1): return self.search(request, names)
        case ("GET", "_count", 1), ("POST", "_count", 1): return self.count(request, names)
        case ("POST", "_refresh", 1), ("GET", "_refresh", 1): return Self.shards(names.count)
        case ("GET", "_alias", 1): return self.aliasesByIndex(names)
        case ("PUT", "_alias", 2), ("POST", "_alias", 2):
            self.aliases[rest[1], default: []].formUnion(names)
            return SampleResponse(.make(["acknowledged": .make(true)]))
        case ("DELETE", "_alias", 2):
            self.aliases[rest[1]]?.subtract(names)
            return SampleResponse(.make(["acknowledged": .make(true)]))
        default: return self.unknown(request)
        }
    }

    mutating func freshID() -> String {
        self.nextID += 1
        return "sample-\(self.nextID)"
    }

    /// Names that an expression with commas, stars and aliases stands for; nil when an explicit one is missing.
    func resolve(_ expression: String) -> [String]? {
        var names: Set<String> = []
        var hasWildcard = false
        for part in expression.split(separator: ",").map(String.init) {
            if hasWildcard, part.hasPrefix("-") {
                let pattern = String(part.dropFirst())
                names = names.filter { !Wildcard.matches(pattern, $0) }
                continue
            }
            hasWildcard = hasWildcard || part.contains("*")
            if part == "_all" || part.contains("*") {
                let pattern = part == "_all" ? "*" : part
                names.formUnion(self.indices.keys.filter { Wildcard.matches(pattern, $0) })
                for (alias, targets) in self.aliases where Wildcard.matches(pattern, alias) {
                    names.formUnion(targets)
                }
            } else if let targets = self.aliases[part], !targets.isEmpty {
                names.formUnion(targets)
            } else if self.indices[part] != nil {
                names.insert(part)
            } else {
                return nil
            }
        }
        return names.sorted()
    }

    /// The index that a document of `name` goes to: an alias of one index stands for it.
    func writeTarget(_ name: String) -> String {
        if let targets = self.aliases[name], targets.count == 1, let target = targets.first { return target }
        return name
    }

    private mutating func create(_ name: String, _ request: Request) -> SampleResponse {
        guard self.indices[name] == nil else {
            return SampleResponse(
                400, error: "resource_already_exists_exception", "index [\(name)] already exists")
        }
        guard name == name.lowercased(), !name.contains("*"), !name.contains(",") else {
            return SampleResponse(400, error: "invalid_index_name_exception", "Invalid index name [\(name)]")
        }
        self.indices[name] = SampleIndex()
        return SampleResponse(
            .make(["acknowledged": .make(true), "shards_acknowledged": .make(true), "index": .make(name)]))
    }

    /// The part of the cluster state that names and aliases are in.
    private func state() -> SampleResponse {
        let indices = self.indices.keys.sorted().map { name in
            let aliases = self.aliases.filter { $0.value.contains(name) }.keys.sorted()
            return JSONValue.Member(
                name: name,
                value: .make([
                    "state": .make("open"), "aliases": JSONValue(.array(aliases.map { .make($0) })),
                ]))
        }
        return SampleResponse(
            .make([
                "cluster_name": .make("keyward-sample"),
                "metadata": .make(["indices": JSONValue(.object(indices))]),
            ]))
    }

    private mutating func removeIndex(_ name: String) {
        self.indices[name] = nil
        for alias in self.aliases.keys { self.aliases[alias]?.remove(name) }
    }

    private func describe(_ names: [String]) -> SampleResponse {
        SampleResponse(
            JSONValue(
                .object(
                    names.map { name in
                        let aliases = self.aliases.filter { $0.value.contains(name) }.keys.sorted()
                        return JSONValue.Member(
                            name: name,
                            value: .make([
                                "aliases": JSONValue(
                                    .object(aliases.map { .init(name: $0, value: .make([:])) })),
                                "mappings": .make([:]), "settings": .make([:]),
                            ]))
                    })))
    }

    static func noIndex(_ name: String) -> SampleResponse {
        SampleResponse(404, error: "index_not_found_exception", "no such index [\(name)]")
    }

    static func shards(_ count: Int) -> SampleResponse {
        SampleResponse(
            .make(["_shards": .make(["total": .make(count), "successful": .make(count), "failed": .make(0)])])
        )
    }
}

/// `*` stands for any characters, none included.
enum Wildcard {
    static func matches(_ pattern: String, _ text: String) -> Bool {
        let pattern = Array(pattern.utf8)
        let text = Array(text.utf8)
        var p = 0
        var t = 0
        var star: (Int, Int)?
        while t < text.count {
            if p < pattern.count, pattern[p] == UInt8(ascii: "*") {
                star = (p, t)
                p += 1
            } else if p < pattern.count, pattern[p] == text[t] {
                p += 1
                t += 1
            } else if let (before, from) = star {
                p = before + 1
                t = from + 1
                star = (before, t)
            } else {
                return false
            }
        }
        return pattern[p...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
