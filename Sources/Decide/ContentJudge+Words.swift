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
        default: .illegalArgument(self.reason)
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
