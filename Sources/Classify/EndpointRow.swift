internal import Elasticsearch
internal import HTTP

/// One route as the rows say it: a path, its methods, the releases that have it and what it means there.
struct EndpointRow: Sendable {
    /// A query parameter that makes another endpoint of a route: `op_type=create`.
    struct Condition: Hashable, Sendable {
        let name: [UInt8]
        /// nil: any value.
        let value: [UInt8]?
    }

    /// Where names stand, before a template has been looked at.
    enum Source: Hashable, Sendable {
        case segment(named: Substring)
        case parameter(named: Substring)
        case body
    }

    let methods: MethodSet
    /// e.g. `/{index}/_search`.
    let template: String
    let condition: Condition?
    let meaning: Meaning

    /// What all routes of one description share.
    struct Meaning: Sendable {
        var api = ""
        var releases: [ReleaseRange] = []
        var checks: [Endpoint.Check] = []
        var subChecks: [Endpoint.Check] = []
        var sources: [NameKind: Source] = [:]
        var options: IndicesOptions = []
        var body = BodyKind.opaque
        var flags: Endpoint.Flags = []
        var gives = CursorKind.none
        var takes = CursorKind.none
        var allowed: [Substring] = []
    }

    var segments: [Substring] { self.template.split(separator: "/") }

    /// Names of the path's parameters.
    var pathParameters: [Substring] {
        self.segments.filter { $0.hasPrefix("{") }.map { $0.dropFirst().dropLast() }
    }

    /// Whether the row holds for a release: for all clients, or only for those that ask for the former API.
    enum Membership { case current, compatibility }

    func membership(in release: Release) -> Membership? {
        let ranges = self.meaning.releases.filter { $0.contains(release) }
        if ranges.contains(where: { !$0.isCompatibility }) { return .current }
        return ranges.isEmpty ? nil : .compatibility
    }

    /// The index of the segment of a path parameter.
    private func segment(named name: Substring) -> Int? {
        self.segments.firstIndex { $0.count == name.count + 2 && $0.dropFirst().dropLast() == name }
    }

    private func place(of kind: NameKind) -> NamePlace {
        switch self.meaning.sources[kind] {
        case .segment(let name): self.segment(named: name).map(NamePlace.segment) ?? .none
        case .parameter, .body: .body
        case nil where kind == .index:
            if let index = self.segment(named: "index") {
                .segment(index)
            } else {
                self.usesIndex ? .everything : .none
            }
        case nil: .none
        }
    }

    private var usesIndex: Bool {
        (self.meaning.checks + self.meaning.subChecks).contains {
            $0.names == .index && [.wildcards, .explicit].contains($0.resolution)
        }
    }

    /// - Parameter family: path parameters of all routes of the same API, which must not come in the query.
    func endpoint(family: Set<Substring>) -> Endpoint {
        let meaning = self.meaning
        var places = NamePlaces()
        places.index = self.place(of: .index)
        places.alias = self.place(of: .alias)
        places.target = self.place(of: .target)
        places.cursor = self.place(of: .cursor)
        var rules = ParameterRules()
        for (kind, source) in meaning.sources {
            guard case .parameter(let name) = source else { continue }
            rules.places.append(ParameterRules.Place(name: Array(name.utf8), kind: kind))
        }
        let allowed = Set(meaning.allowed + rules.places.map { Substring(decoding: $0.name, as: UTF8.self) })
        rules.refused = family.union(["index", "type", "scroll_id"]).subtracting(allowed)
            .map { Array($0.utf8) }
            .sorted { $0.lexicographicallyPrecedes($1) }
        return Endpoint(
            api: meaning.api, template: self.template, methods: self.methods, checks: meaning.checks,
            subChecks: meaning.subChecks, body: meaning.body, options: meaning.options, flags: meaning.flags,
            gives: meaning.gives, takes: meaning.takes, places: places, parameters: rules,
            named: self.named)
    }

    /// Segments whose value must not be what a plugin may have a route for.
    private var named: [NamedSegment] {
        var named: [NamedSegment] = []
        let isTyped = self.pathParameters.contains("type")
        var indices: Set<Substring> = ["index"]
        for (kind, source) in self.meaning.sources where kind != .cursor {
            if case .segment(let name) = source { indices.insert(name) }
        }
        for (index, segment) in self.segments.enumerated() where segment.hasPrefix("{") {
            switch segment.dropFirst().dropLast() {
            case let name where indices.contains(name):
                named.append(NamedSegment(index: index, kind: .index))
            case "type": named.append(NamedSegment(index: index, kind: .type))
            case "id" where isTyped: named.append(NamedSegment(index: index, kind: .identifier))
            default: break
            }
        }
        return named
    }
}
