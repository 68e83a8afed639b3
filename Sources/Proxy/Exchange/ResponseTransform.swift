internal import Bodies
internal import Bytes
internal import Classify
internal import Cursors
internal import Decide
internal import HTTP

/// What an upstream's content goes through on its way to the client.
enum ResponseTransform {
    case none
    /// Ids of cursors become the client's own.
    case cursor(CursorRewriter, CursorSeal.Kind)
    /// Items that were taken out of a bulk request are put back, answered.
    case bulk(ResponseSplicer<DeniedBulkItems>)
    /// The same of a multi-search, or of a list of documents.
    case items(ResponseSplicer<DeniedItems>)

    /// Aliases that may not be seen are left out of a list.
    case aliases(AliasListFilter)
    /// Security is said to be on.
    case flag(FlagRewriter)

    /// An answer to a search in a point in time has its id.
    static var pointInTime: ResponseTransform { .cursor(CursorRewriter(names: ["pit_id"]), .pointInTime) }

    /// The same of several searches.
    static var pointsInTime: ResponseTransform {
        .cursor(CursorRewriter(names: ["pit_id"], level: 3), .pointInTime)
    }

    /// Whether what was decided says nothing of the answer.
    static func leavesAlone(_ passage: Passage) -> Bool { passage.gives == .none && !passage.hidesAliases }

    init(_ passage: Passage) {
        switch passage.gives {
        case .none: self = passage.hidesAliases ? .aliases(AliasListFilter()) : .none
        case .scroll: self = .cursor(CursorRewriter(names: ["_scroll_id"]), .scroll)
        case .pointInTime: self = .cursor(CursorRewriter(names: ["id", "pit_id"]), .pointInTime)
        case .asyncSearch: self = .cursor(CursorRewriter(names: ["id"]), .asyncSearch)
        case .sql: self = .cursor(CursorRewriter(names: ["cursor", "id"]), .sql)
        case .task: self = .cursor(CursorRewriter(names: ["task"]), .task)
        }
    }

    /// Whether ``init(informationOf:)`` has to look closer.
    static func mayInform(_ target: RequestTarget) -> Bool { target.segment(0, equals: "_xpack") }

    /// What clients and Kibana read at their start must tell the truth about this security, not about the upstream's.
    init(informationOf target: RequestTarget) {
        self = .none
        guard Self.mayInform(target) else { return }
        if target.segmentCount == 1 {
            self = .flag(FlagRewriter(path: ["features", "security", "enabled"]))
        } else if target.segmentCount == 2, target.segment(1, equals: "usage") {
            self = .flag(FlagRewriter(path: ["security", "enabled"]))
        }
    }

    var isNone: Bool { if case .none = self { true } else { false } }

    /// Of a statement, which may be answered with a table.
    var isOfStatement: Bool { if case .cursor(_, .sql) = self { true } else { false } }

    /// Appends what goes to the client.
    ///
    /// - Returns: false when the content is not what it must be.
    mutating func receive(
        _ bytes: UnsafeBufferPointer<UInt8>, into buffer: ByteBuffer, _ exchange: Exchange
    ) -> Bool {
        switch self {
        case .none: buffer.append(bytes)
        case .bulk(var splicer):
            // Moved out and back: no second reference, so no copy.
            self = .none
            splicer.splice(bytes.span, into: buffer)
            self = .bulk(splicer)
        case .items(var splicer):
            self = .none
            splicer.splice(bytes.span, into: buffer)
            self = .items(splicer)
        case .aliases(var filter):
            guard let requester = exchange.requester else { return false }
            self = .none
            filter.receive(bytes.span, into: buffer) { requester.maySeeAlias($0) }
            self = .aliases(filter)
        case .flag(var rewriter):
            self = .none
            rewriter.receive(bytes.span, into: buffer)
            self = .flag(rewriter)
        case .cursor(var rewriter, let kind):
            guard let requester = exchange.requester,
                let judge = exchange.context.judge(exchange.upstreamIndex)
            else { return false }
            // Moved out and back: no second reference, so no copy.
            self = .none
            defer { self = .cursor(rewriter, kind) }
            do throws(CursorRewriter.Fault) {
                try rewriter.receive(bytes, into: buffer) {
                    judge.seal.seal($0, kind, holder: requester.holder(of: kind))
                }
            } catch {
                return false
            }
        }
        return true
    }
}
