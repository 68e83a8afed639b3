internal import Authorize
internal import Classify
internal import Elasticsearch
internal import HTTP
internal import Resolve

/// What a request touches beside the names that it has: a pipeline, an index that it makes, what an id stands for.
extension NameJudge {
    /// What ends, opens or closes indices has to name them: nothing named is never all that may be seen. Elasticsearch
    /// says so before it looks at privileges.
    func namesThatAreMissing() -> Verdict? {
        guard self.request.place(of: .index) == .everything else { return nil }
        let reason: String
        switch self.endpoint.api {
        case "indices.delete": reason = "index / indices is missing"
        case "indices.open", "indices.close": reason = "index is missing"
        case "open_point_in_time": reason = "[index] is not specified"
        default: return nil
        }
        return .refused(.validation([reason]), "names of indices are missing")
    }

    /// `_cat/...?help` prints the columns that a table may have, before anything is looked up, to everybody.
    var asksForHelp: Bool {
        guard self.method == .get, self.endpoint.flags.contains(.isText),
            self.endpoint.api.hasPrefix("cat.")
        else { return false }
        let asked = self.target.parameters.filter { self.target.text($0.name) == "help" }
        return asked.count == 1 && ["", "true"].contains(self.target.text(asked[0].value))
    }

    /// A request of OpenSearch that searches and writes (`_update_by_query`) may name one of each kind.
    func judgePipeline() -> Verdict? {
        let reason =
            self.parameterValue(self.request.pipeline).flatMap {
                self.judge.pipelineDenial($0, self.requester)
            }
            ?? self.parameterValue(self.request.searchPipeline).flatMap {
                self.judge.searchPipelineDenial($0, self.requester)
            }
        return reason.map { .refused(.forbidden($0), "pipeline is unauthorized") }
    }

    private func parameterValue(_ index: Int?) -> String? {
        guard let index, index < self.target.parameters.count else { return nil }
        return self.target.text(self.target.parameters[index].value)
    }

    /// A document that is a query.
    func judgePercolator() -> Verdict? {
        guard self.judge.hasPercolatorType, self.endpoint.body == .document,
            let type = self.endpoint.typeSegment,
            type < self.target.segmentCount, self.target.segmentText(type) == ".percolator"
        else { return nil }
        return self.judge.percolatorDenial(self.requester).map {
            .refused(.forbidden($0), "stored query is unauthorized")
        }
    }

    /// Writing to a name that is not there makes it.
    func judgeCreation() -> Verdict? {
        for check in self.endpoint.subChecks where check.condition == .indexIsMissing {
            if self.endpoint.body == .bulk { continue }
            let grant = Grant(privileges: self.requester.privileges, actions: [check.action])
            for name in self.expressions(self.request.place(of: check.names)) where !grant.allows(name) {
                guard let catalogue = self.catalogue else { return .needsCatalogue }
                guard catalogue[name] != nil else { return self.deniedCreation(check.action, name) }
            }
        }
        return nil
    }

    private static let writes =
        "asked for as of release 7, this is a document where the cluster lacks the module: it takes the right to write"
        + " one, or another [compatible-with]"

    /// Where the upstream lacks the module that the path is of, it takes the request for one of a document, and makes
    /// the index: so that has to be there, but for who may make it.
    mutating func judgeModule() -> Verdict? {
        let place = self.request.place(of: .index)
        let dropsTypes = self.isCompatible && self.judge.dropsTypesOfFormer
        guard self.endpoint.flags.contains(.mayBeMissing), self.judge.hasTypes || dropsTypes,
            self.method == .post || self.method == .put, case .segment = place,
            let name = self.expressions(place).first, !name.contains(","), !name.contains("*"),
            let create = Judge.createIndex
        else { return nil }
        let write = Grant(privileges: self.requester.privileges, actions: Judge.writeDocument)
        if dropsTypes, !write.allows(name) {
            return .refused(.forbidden(Self.writes), "document of a missing module's path")
        }
        let make = Grant(privileges: self.requester.privileges, actions: [create])
        if make.allows(name) { return nil }
        guard let catalogue = self.catalogue else { return .needsCatalogue }
        if catalogue[name] != nil { return nil }
        guard self.request.options.contains(.ignoreUnavailable),
            self.endpoint.checks.contains(where: { $0.resolution == .wildcards })
        else { return .refused(.indexNotFound(name), "no such index") }
        return self.write(IndexExpression.nothing, .index, place)
    }

    /// Whether the items of a bulk request can be judged: some may be about names that have to be there.
    func judgeBulk() -> Verdict? {
        guard self.endpoint.body == .bulk, self.catalogue == nil, let create = Judge.autoCreate,
            !self.requester.privileges.allowsEverywhere(create)
        else { return nil }
        return .needsCatalogue
    }

    func openCursor() -> Verdict? {
        // Ids are the holder's own but for those to whom nothing is denied: their content is not read either.
        guard !self.requester.privileges.isUnrestricted, let kind = self.endpoint.takes.sealed,
            let range = self.range(self.request.place(of: .cursor))
        else {
            return nil
        }
        let given = self.target.text(range)
        let isList = self.endpoint.api == "clear_scroll"
        guard let ids = self.judge.open(given, isList: isList, kind, self.requester) else {
            return .refused(Judge.missing(kind, given), "id is not the caller's")
        }
        let id = Array(ids.joined(separator: [UInt8(ascii: ",")]))
        switch self.request.place(of: .cursor) {
        case .segment(let index): self.target.replaceSegment(index, with: id)
        case .parameter(let index): self.target.replaceParameter(index, value: id)
        case .none, .everything, .body: break
        }
        return nil
    }
}
