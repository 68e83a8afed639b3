public import Bodies
internal import Cursors
public import Elasticsearch
internal import Resolve

extension ContentRefusal {
    public var response: ErrorResponse {
        switch self.status {
        case 403: .forbidden("the content is refused: \(self.reason)")
        case 406: .contentType(self.reason)
        case 429: .tooManyRequests(self.reason, retryAfter: 1)
        case 413: .httpRefusal(status: 413, reason: self.reason)
        default: self.rule == .missingIndex ? .validation([self.reason]) : .illegalArgument(self.reason)
        }
    }
}

extension BodyKind {
    /// What an id in such a content stands for.
    var cursor: CursorSeal.Kind {
        switch self {
        case .scroll, .clearScroll: .scroll
        case .sql: .sql
        default: .pointInTime
        }
    }
}

extension ContentJudge {
    /// Elasticsearch judges the name of an alias as it was written, and makes date math of it where one is added: both
    /// names must be granted. Where one is removed it stays as it was written, which is the name of none.
    func judgeDateMath(ofAlias named: String, _ target: BodyTarget) throws(Stop) {
        let written = named.split(separator: ",").map(String.init).filter { $0.contains("<") }
        guard !written.isEmpty else { return }
        for action in target.actions {
            let grant = Grant(privileges: self.requester.privileges, actions: [action])
            let denied = written.filter { !grant.allows($0) }
            if !denied.isEmpty { throw .denied(action, denied) }
        }
        guard target.allowsWildcards else { return }
        throw .error(
            ErrorResponse(
                status: 404, type: "aliases_not_found_exception",
                reason: "aliases [\(written.joined(separator: ","))] missing"),
            "date math is no name of an alias")
    }

    /// What Elasticsearch says of documents for which neither the content nor the path names an index: none is got then.
    func documentsWithoutIndex(_ found: BodyTargets, _ api: DeniedItems.API) -> [String]? {
        guard api != .multiSearch, self.passage.defaultIndex == nil else { return nil }
        var reasons: [String] = []
        for (position, item) in found.items.enumerated() {
            guard let first = item.targets.first, found.targets[first].expression == nil else { continue }
            // A name that is there and empty is not missing.
            if case .value = found.targets[first].place { continue }
            if api == .multiGet {
                reasons.append("index is missing for doc \(position)")
            } else {
                reasons += ["index is missing", "at multi term vectors for doc \(position)"]
            }
        }
        return reasons.isEmpty ? nil : reasons
    }
}

extension ExpressionOptions {
    /// What a search does, as far as the request does not say otherwise.
    init(_ expansion: ExpansionOptions) {
        self.init()
        if let ignore = expansion.ignoreUnavailable { self.ignoreUnavailable = ignore }
        if let allow = expansion.allowNoIndices { self.allowNoIndices = allow }
        guard let expand = expansion.expandWildcards else { return }
        let words = String(decoding: expand, as: UTF8.self).split(separator: ",").map { $0.lowercased() }
        let isAll = words.contains("all")
        self.expandOpen = isAll || words.contains("open")
        self.expandClosed = isAll || words.contains("closed")
        self.expandHidden = isAll || words.contains("hidden")
    }
}
