public import Elasticsearch

/// Reads from a request's content what it touches besides what its path names, strictly: what is not understood is
/// refused. One pass; a search of usual size costs less than a microsecond.
public enum BodyReader {
    /// - Parameters:
    ///   - kind: all but `bulk`, which ``BulkFilter`` reads while it streams.
    ///   - bytes: the whole content, in identity coding and a format that ``ContentFormat`` accepts.
    public static func read(
        _ kind: BodyKind, _ bytes: borrowing Span<UInt8>, limits: BodyLimits = BodyLimits()
    ) throws(ContentRefusal) -> BodyTargets {
        guard bytes.count <= limits.contentBytesMax else { throw ContentRefusal(.tooLong) }
        var walker = Walker(limits)
        do throws(Fault) {
            switch kind {
            case .opaque, .document: return BodyTargets()
            case .bulk, .unreadable: throw Fault(rule: .unreadableKind, offset: 0)
            case .multiSearch: try walker.searches(bytes, body: Self.forms.search)
            case .multiSearchTemplate: try walker.searches(bytes, body: Self.forms.searchTemplate)
            case .scroll, .clearScroll: try walker.scroll(bytes)
            case .pipeline:
                // What its processors do to `_index`, and what they look up, is known only when they run.
                try walker.optionalText(bytes, Grammar.any)
                try walker.noteAnywhere("enriched", Walker.Position())
            default: try walker.optionalText(bytes, Self.forms.form(of: kind))
            }
        } catch {
            throw Self.refusal(error, bytes)
        }
        if walker.creates { Self.create(&walker.found) }
        return walker.found
    }

    /// Whether a content may hold a script: releases before 5.0 run scripts that reach more than their index. May be
    /// wrong about a content without one, never about one with.
    public static func mayHoldScript(_ bytes: borrowing Span<UInt8>) -> Bool {
        var watch = ScriptWatch()
        return watch.sees(bytes)
    }

    private static func refusal(_ fault: Fault, _ bytes: borrowing Span<UInt8>) -> ContentRefusal {
        ContentRefusal(fault.rule, offset: fault.offset, path: JSONPath.place(of: fault.offset, in: bytes))
    }

    /// The destination of a copy that makes new documents only.
    private static func create(_ found: inout BodyTargets) {
        guard let leaf = Leaf.named["created"] else { return }
        for index in found.targets.indices where found.targets[index].role == .destination {
            found.targets[index].actions = leaf.actions
        }
    }

    /// The forms that contents begin with.
    private struct Forms: Sendable {
        let search: Grammar.FormID
        let searchTemplate: Grammar.FormID
        private let byKind: [Grammar.FormID]

        init(_ grammar: Grammar) {
            self.search = grammar.form("search")
            self.searchTemplate = grammar.form("searchTemplate")
            self.byKind = BodyKind.allCases.map { kind in
                Self.name(kind).map { grammar.form($0) } ?? Grammar.refused
            }
        }

        func form(of kind: BodyKind) -> Grammar.FormID {
            let index = Int(kind.rawValue)
            return index < self.byKind.count ? self.byKind[index] : Grammar.refused
        }

        /// Nil for what is read otherwise.
        private static func name(_ kind: BodyKind) -> String? {
            switch kind {
            case .opaque, .document, .bulk, .multiSearch, .multiSearchTemplate, .scroll, .clearScroll,
                .pipeline,
                .unreadable:
                nil
            case .multiGet: "multiGet"
            case .multiTermVectors: "multiTermVectors"
            case .search: "search"
            case .query: "queryBody"
            case .vectorTile: "vectorTile"
            case .graph: "graph"
            case .suggest: "suggest"
            case .fieldStatistics: "fieldStatistics"
            case .updateByQuery: "updateByQuery"
            case .searchTemplate: "searchTemplate"
            case .rankEval: "rankEval"
            case .reindex: "reindex"
            case .aliases: "aliases"
            case .putAlias: "putAlias"
            case .createIndex: "createIndex"
            case .newIndex: "newIndex"
            case .settings: "!settings"
            case .template: "template"
            case .mapping: "mappings"
            case .closePointInTime: "closePointInTime"
            case .sql: "sql"
            case .esql: "esql"
            case .eql: "eql"
            case .painlessExecute: "painlessExecute"
            case .termsEnum: "termsEnum"
            case .fieldCapabilities: "fieldCapabilities"
            case .termVectors: "termVectors"
            case .percolate: "percolate"
            case .analyze: "analyze"
            }
        }
    }

    private static let forms = Forms(.shared)
}
