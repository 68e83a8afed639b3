internal import Authorize
internal import Classify
internal import Elasticsearch
internal import HTTP
internal import Resolve

/// What was decided becomes what is forwarded.
extension NameJudge {
    mutating func write(_ names: [String], _ kind: NameKind, _ place: NamePlace) -> Verdict? {
        let octets = Array(names.joined(separator: ",").utf8)
        guard octets.count <= Judge.targetLengthMax else {
            return .refused(
                .illegalArgument(
                    "[\(names.count)] names are meant, whose list is too long for one request to the cluster: narrow the"
                        + " index expression"), "list of names is too long")
        }
        switch place {
        case .segment(let index): self.target.replaceSegment(index, with: octets)
        case .parameter(let index): self.target.replaceParameter(index, value: octets)
        case .everything:
            guard self.insert(octets, kind) || self.isAllGranted(kind) else {
                return .refused(
                    .forbidden(
                        "[\(self.endpoint.api)] tells of all indices and cannot be narrowed: it takes the privilege on"
                            + " all of them"), "names cannot be written")
            }
        case .none, .body: return nil
        }
        if kind == .index { self.names = names }
        return nil
    }

    /// Whether nothing that is there is out of bounds: then a request without names shows no more than it may.
    private func isAllGranted(_ kind: NameKind) -> Bool {
        guard let catalogue = self.catalogue else { return false }
        let actions = (self.endpoint.checks + self.endpoint.subChecks).filter { Self.concerns($0, kind) }.map(
            \.action)
        let grant = Grant(privileges: self.requester.privileges, actions: actions)
        return catalogue.entries.allSatisfy { grant.allows($0.name) }
    }

    /// Finds the route of the same API that has the names in its path.
    mutating func insert(_ octets: [UInt8], _ kind: NameKind) -> Bool {
        for place in [0, self.target.segmentCount] {
            self.target.insertSegment(octets, at: place)
            if case .endpoint(let sibling) = self.judge.table.match(self.method, self.target),
                sibling.endpoint.checks == self.endpoint.checks, sibling.place(of: kind) == .segment(place)
            {
                // Other names may have moved.
                self.request = sibling
                if kind == .index { self.insertedSegment = place }
                return true
            }
            self.target.removeSegment(at: place)
        }
        return false
    }

    static func error(_ fault: ExpressionReader.Fault) -> ErrorResponse {
        switch fault {
        case .remote(let name):
            .forbidden(
                "[\(name)] names an index of another cluster, whose privileges this proxy does not know")
        case .selector(let name):
            .forbidden("[\(name)] selects a part of a data stream, which is not supported")
        case .dateMath(let name, let reason):
            .illegalArgument("date math [\(name)] is not understood: \(reason)")
        case .emptyName: .illegalArgument("an index name is empty")
        case .tooLong: .illegalArgument("the index expression has too many or too long parts")
        }
    }
}
