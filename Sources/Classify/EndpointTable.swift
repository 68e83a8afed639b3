public import HTTP

/// The routes of one release, and what each means. Immutable: built once for each release that an upstream
/// has told, shared by the loops.
public final class EndpointTable: Sendable {
    public let release: Release
    private let endpoints: [Endpoint]
    /// Other endpoints of the same route, by the endpoint: which one is meant is up to a parameter.
    private let alternatives: [[Alternative]]
    private let trie: RouteTrie

    struct Alternative: Sendable {
        let condition: EndpointRow.Condition
        let endpoint: Int
    }

    public convenience init(release: Release) { self.init(release: release, rows: EndpointRows.all) }

    init(release: Release, rows: [EndpointRow]) {
        self.release = release
        let members = rows.compactMap { row in
            row.membership(in: release).map { (row: row, isCompatibility: $0 == .compatibility) }
        }
        var families: [String: Set<Substring>] = [:]
        for (row, _) in members { families[row.meaning.api, default: []].formUnion(row.pathParameters) }
        var endpoints: [Endpoint] = []
        var alternatives: [[Alternative]] = []
        var paths: [(segments: [Substring], route: RouteTrie.Route)] = []
        for (row, isCompatibility) in members where row.condition == nil {
            let others = members.filter {
                $0.row.condition != nil && $0.row.template == row.template
                    && $0.row.methods.isSuperset(of: row.methods) && $0.isCompatibility == isCompatibility
            }
            let family = families[row.meaning.api] ?? []
            let index = endpoints.count
            paths.append(
                (
                    row.segments,
                    RouteTrie.Route(methods: row.methods, isCompatibility: isCompatibility, endpoint: index)
                ))
            endpoints.append(row.endpoint(family: family))
            alternatives.append([])
            for other in others {
                guard let condition = other.row.condition else { continue }
                alternatives[index].append(Alternative(condition: condition, endpoint: endpoints.count))
                endpoints.append(other.row.endpoint(family: family))
                alternatives.append([])
            }
        }
        self.endpoints = endpoints
        self.alternatives = alternatives
        self.trie = RouteTrie(
            paths, isPerMethod: release.product == .elasticsearch && release.major < 6)
    }

    /// All endpoints, alternatives included.
    public var all: [Endpoint] { self.endpoints }

    /// Finds what a request is. Allocates nothing.
    ///
    /// - Parameter isCompatible: the client asks for the former major release's API by `compatible-with` in
    ///   `Accept` or `Content-Type`; only Elasticsearch from 8 on knows that.
    public func match(_ method: Method, _ target: RequestTarget, isCompatible: Bool = false) -> Match {
        if target.isAsterisk { return method == .options ? .options([]) : .unknown }
        switch self.trie.find(method, target, isCompatible: isCompatible) {
        case .none(let methods): return self.nothing(method, methods)
        case .route(let index):
            let endpoint = self.endpoints[index]
            for segment in endpoint.named where Self.isOfAnotherRoute(segment, target) { return .unknown }
            let reader = QueryReader(release: self.release)
            var chosen = index
            for alternative in self.alternatives[index]
            where reader.holds(alternative.condition, target) { chosen = alternative.endpoint }
            switch reader.read(self.endpoints[chosen], target) {
            case .success(let request): return .endpoint(request)
            case .failure(let refusal): return .refused(refusal)
            }
        }
    }

    private func nothing(_ method: Method, _ methods: MethodSet) -> Match {
        switch method {
        case .options: .options(methods)
        // Elasticsearch up to 5 takes methods that it does not know for GET: they are never passed on.
        case .patch, .trace, .connect, .unknown: .methodNotAllowed(methods)
        case .get, .head, .post, .put, .delete:
            methods.isEmpty || methods.contains(MethodSet(method)) ? .unknown : .methodNotAllowed(methods)
        }
    }

    private static func isOfAnotherRoute(_ segment: NamedSegment, _ target: RequestTarget) -> Bool {
        let range = target.segment(segment.index)
        guard target.startsWithUnderscore(range) else { return false }
        switch segment.kind {
        case .index: return !target.equals(range, "_all")
        case .type:
            return !target.equals(range, "_doc") && !target.equals(range, "_all")
                && !target.equals(range, "_default_")
        case .identifier: return true
        }
    }
}

extension RequestTarget {
    @inline(__always)
    func startsWithUnderscore(_ range: Range<Int>) -> Bool {
        unsafe self.withBytes(range) { unsafe $0.first == UInt8(ascii: "_") }
    }

    @inline(__always)
    func equals(_ range: Range<Int>, _ bytes: [UInt8]) -> Bool {
        guard range.count == bytes.count else { return false }
        return unsafe self.withBytes(range) { found in
            for index in 0..<bytes.count where unsafe found[index] != bytes[index] { return false }
            return true
        }
    }
}
