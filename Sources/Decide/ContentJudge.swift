internal import Authorize
public import Bodies
public import Bytes
public import Elasticsearch
internal import Resolve

/// What becomes of a request whose content names indices.
public enum ContentVerdict: Sendable {
    /// It goes on as it is.
    case unchanged(hasPointInTime: Bool)
    /// It goes on as it was written anew; items that were taken out are answered in their places. With the id of a
    /// point in time in it, the answer has one too.
    case rewritten(DeniedItems?, hasPointInTime: Bool)
    /// No item is left: the answer is made here.
    case answered(DeniedItems)
    case needsCatalogue
    /// It names a template that is kept in the cluster, or brings one that cannot be read: what it comes to is to be
    /// judged in its place.
    case needsRendering
    case refused(ErrorResponse, StaticString)
}

/// Judges what the content of a request touches: item by item where it has items, else as a whole.
public struct ContentJudge {
    let judge: Judge
    let requester: Requester
    let passage: Passage
    let now: Int64

    /// - Parameters:
    ///   - passage: with the catalogue, if there is one that is fresh.
    ///   - now: milliseconds since 1970.
    public init(_ judge: Judge, _ requester: Requester, _ passage: Passage, now: Int64) {
        self.judge = judge
        self.requester = requester
        self.passage = passage
        self.now = now
    }

    /// Why a target stops the request, or the item that it is of.
    enum Stop: Error {
        case denied(Action, [String])
        case error(ErrorResponse, StaticString)
        case needsCatalogue
    }

    /// - Parameter output: gets the content that goes on, when it is written anew.
    public func judge(
        _ kind: BodyKind, _ bytes: borrowing Span<UInt8>, limits: BodyLimits, style: ResponseStyle,
        into output: ByteBuffer
    ) -> ContentVerdict {
        if self.passage.refusesScripts, BodyReader.mayHoldScript(bytes) {
            return .refused(ContentRefusal(.script).response, "content may hold a script")
        }
        var limits = limits
        limits.readsTags = self.judge.escapesTemplates
        let found: BodyTargets
        do throws(ContentRefusal) {
            found = try BodyReader.read(kind, bytes, limits: limits)
        } catch {
            if self.passage.passesUnread { return .unchanged(hasPointInTime: false) }
            // A template that cannot be seen through can be when the cluster has filled it in.
            if kind == .searchTemplate, error.rule == .hiddenQuery, !self.judge.hasOpenScripts {
                return .needsRendering
            }
            return .refused(error.response, "content is refused")
        }
        if kind == .searchTemplate, found.targets.contains(where: { $0.role == .storedTemplate }) {
            if self.passage.passesUnread { return .unchanged(hasPointInTime: false) }
            guard self.judge.hasOpenScripts else { return .needsRendering }
            return .refused(ContentRefusal(.hiddenQuery).response, "content is refused")
        }
        var edits = BodyEdits(found)
        var denied: DeniedItems?
        do throws(Stop) {
            try self.judgeOthers(found, kind, &edits)
            denied = try self.judgeItems(found, kind, style, &edits)
        } catch {
            switch error {
            case .needsCatalogue: return .needsCatalogue
            case .error(let error, let reason): return .refused(error, reason)
            case .denied(let action, let names):
                return .refused(.forbidden(self.denial(action, names)), "action is unauthorized")
            }
        }
        if let denied, edits.dropsEverything { return .answered(denied) }
        let hasPointInTime =
            (kind == .search || kind == .multiSearch) && found.targets.contains { $0.role == .cursor }
        guard !edits.isEmpty else { return .unchanged(hasPointInTime: hasPointInTime) }
        edits.write(bytes, to: output)
        return .rewritten(denied, hasPointInTime: hasPointInTime)
    }

    private func denial(_ action: Action, _ names: [String]) -> String {
        let isNamed =
            !self.judge.speaksAs7 || action.looksAtNamesFirst
            || self.requester.privileges.allowsSomewhere(action)
        return self.judge.denial(
            action, isNamed ? names : nil, self.requester,
            catalogue: self.passage.known ?? self.passage.catalogue)
    }

    // MARK: Items

    static func api(_ kind: BodyKind) -> DeniedItems.API? {
        switch kind {
        case .multiSearch, .multiSearchTemplate: .multiSearch
        case .multiGet: .multiGet
        case .multiTermVectors: .multiTermVectors
        default: nil
        }
    }

    /// - Returns: the items that were taken out; nil for none.
    private func judgeItems(
        _ found: BodyTargets, _ kind: BodyKind, _ style: ResponseStyle, _ edits: inout BodyEdits
    ) throws(Stop) -> DeniedItems? {
        guard let api = Self.api(kind) else { return nil }
        if let reasons = self.documentsWithoutIndex(found, api) {
            throw .error(.validation(reasons), "a document has no index")
        }
        var denied = DeniedItems(api, style: style)
        for (position, item) in found.items.enumerated() {
            do throws(Stop) {
                for number in item.targets where !self.isOfPointInTime(number, item, found) {
                    try self.judge(number, found, kind, item.options, &edits)
                }
                try self.judgeDocuments(of: item, found)
            } catch {
                let told: ItemError
                switch error {
                case .needsCatalogue: throw error
                case .error(let error, _):
                    told = ItemError(status: error.status, type: error.type, reason: error.reason)
                case .denied(let action, let names): told = .denied(self.denial(action, names))
                }
                let named = item.targets.first.flatMap { found.targets[$0].expression }
                denied.append(
                    position: position, item: item,
                    index: named ?? Array((self.passage.defaultIndex ?? "").utf8),
                    error: told)
                edits.drop(item: position)
            }
        }
        return denied.count == 0 ? nil : denied
    }

    /// Whether a target stands for the indices of a point in time, which a search must not name: it is of a header
    /// that names none, and so does the path.
    private func isOfPointInTime(_ number: Int, _ item: BodyItem, _ found: BodyTargets) -> Bool {
        let target = found.targets[number]
        guard target.role == .index, target.expression == nil, self.passage.defaultIndex == nil else {
            return false
        }
        switch target.place {
        case .absent, .emptyLine: return item.targets.contains { found.targets[$0].role == .cursor }
        case .value, .none, .text, .encoded: return false
        }
    }

    // MARK: The rest

    private func judgeOthers(_ found: BodyTargets, _ kind: BodyKind, _ edits: inout BodyEdits) throws(Stop) {
        var items: Set<Int> = []
        if Self.api(kind) != nil { for item in found.items { items.formUnion(item.targets) } }
        for number in found.targets.indices where !items.contains(number) {
            do throws(Stop) {
                try self.judge(number, found, kind, ExpansionOptions(), &edits)
            } catch {
                guard case .denied(let action, let names) = error else { throw error }
                throw .denied(action, self.together(names, action, found, kind, found.targets[number].role))
            }
        }
        try self.judgeAliases(found, edits)
        try self.judgeDocuments(found, kind)
    }

    /// Elasticsearch looks at all indices and aliases of a change of aliases at once, and names all that are denied;
    /// since 8 no aliases.
    private func together(
        _ names: [String], _ action: Action, _ found: BodyTargets, _ kind: BodyKind, _ role: BodyTarget.Role
    ) -> [String] {
        guard kind == .aliases else { return names }
        let namesAliases = self.judge.speaksAs7
        if role == .alias, !namesAliases { return [] }
        let grant = Grant(privileges: self.requester.privileges, actions: [action])
        let others = found.targets.filter { $0.actions == [action] && (namesAliases || $0.role != .alias) }
            .compactMap { $0.expression.map { String(decoding: $0, as: UTF8.self) } }
            .filter { !$0.utf8.contains(UInt8(ascii: "*")) && !names.contains($0) && !grant.allows($0) }
        return names + others
    }

    /// An alias must not open what its index closes.
    private func judgeAliases(_ found: BodyTargets, _ edits: BodyEdits) throws(Stop) {
        for alias in found.targets where alias.role == .alias {
            guard let name = alias.expression.map({ String(decoding: $0, as: UTF8.self) }) else { continue }
            var indices = found.targets.indices.filter {
                found.targets[$0].role == .index && found.targets[$0].statement == alias.statement
            }.flatMap { edits.names(of: $0) }.map { String(decoding: $0, as: UTF8.self) }
            if indices.isEmpty, let path = self.passage.defaultIndex {
                indices = [path]
                // The content of a request that makes an index: the alias is put on it as if by a request of its own.
                for action in alias.actions {
                    let grant = Grant(privileges: self.requester.privileges, actions: [action])
                    guard grant.allows(path) else { throw .denied(action, [path]) }
                }
            }
            for index in indices.flatMap({ $0.split(separator: ",") })
            where !self.requester.privileges.grantsNoMore(on: name, than: String(index)) {
                throw .error(
                    .forbidden(
                        "Adding an alias is not allowed when the alias has more permissions than any of the indices"
                    ),
                    "alias would have more privileges than its index")
            }
        }
    }

    // MARK: One target

    private func judge(
        _ number: Int, _ found: BodyTargets, _ kind: BodyKind, _ expansion: ExpansionOptions,
        _ edits: inout BodyEdits
    ) throws(Stop) {
        let target = found.targets[number]
        switch target.role {
        case .pattern: return
        case .pipeline:
            let name = String(decoding: target.expression ?? [], as: UTF8.self)
            if let reason = self.judge.pipelineDenial(name, self.requester) {
                throw .error(.forbidden(reason), "pipeline is unauthorized")
            }
        case .searchPipeline:
            let name = String(decoding: target.expression ?? [], as: UTF8.self)
            if let reason = self.judge.searchPipelineDenial(name, self.requester) {
                throw .error(.forbidden(reason), "pipeline is unauthorized")
            }
        case .storedTemplate:
            // Among several searches none is rendered.
            if self.passage.passesUnread { return }
            throw .error(ContentRefusal(.hiddenQuery).response, "content is refused")
        case .anywhere:
            for action in target.actions where !self.requester.privileges.allowsEverywhere(action) {
                throw .denied(action, ["*"])
            }
        case .cursor: try self.open(number, target, kind, &edits)
        case .index, .source, .destination, .removed, .alias, .lookup, .liked, .join, .boost:
            try self.resolve(number, target, kind, expansion, &edits)
        }
    }

    private func open(
        _ number: Int, _ target: BodyTarget, _ kind: BodyKind, _ edits: inout BodyEdits
    ) throws(Stop) {
        // Whoever may do all gets ids as they are.
        if self.requester.privileges.isUnrestricted { return }
        let given = target.expression ?? []
        if kind == .clearScroll, given == Array("_all".utf8) {
            guard let action = Self.clearAll, self.requester.privileges.allows(action) else {
                throw .error(.searchContextMissing(), "scrolls of others")
            }
            return
        }
        let cursor = kind.cursor
        let text = String(decoding: given, as: UTF8.self)
        // Several may be closed at once; one is gone on with.
        let isList = target.list == .array && kind != .scroll
        guard let ids = self.judge.open(text, isList: isList, cursor, self.requester),
            edits.canReplace(number, count: ids.count)
        else {
            throw .error(Judge.missing(cursor, text), "id is not the caller's")
        }
        edits.replace(number, with: ids)
    }

    private static let clearAll = Action("cluster:admin/indices/scroll/clear_all")

    private func resolve(
        _ number: Int, _ target: BodyTarget, _ kind: BodyKind, _ expansion: ExpansionOptions,
        _ edits: inout BodyEdits
    ) throws(Stop) {
        guard !target.actions.isEmpty else { return }
        let named = target.expression.map { String(decoding: $0, as: UTF8.self) }
        // A name that is there and empty means all, whatever the path says.
        let isEmpty = if case .value = target.place { named == nil } else { false }
        let given = (isEmpty ? nil : named ?? self.passage.defaultIndex).map { [$0] } ?? []
        let parts: [IndexExpression]
        do throws(ExpressionReader.Fault) {
            parts = try ExpressionReader.read(given, major: self.judge.expressionMajor, now: self.now)
        } catch {
            throw .error(NameJudge.error(error), "index expression is not understood")
        }
        let granted = Grant(privileges: self.requester.privileges, actions: target.actions)
        if target.role == .alias, let named { try self.judgeDateMath(ofAlias: named, target) }
        var options = ExpressionOptions(expansion)
        options.allowsWildcards = target.allowsWildcards
        // A change of aliases is one of indices.
        options.includesAliases = kind != .aliases || target.role == .alias
        let catalogue = self.passage.catalogue ?? NameJudge.emptyCatalogue
        var resolver = IndexResolver(
            catalogue: target.role == .alias ? catalogue.aliasesOnly : catalogue, options: options)
        resolver.deniesDateMath = !self.judge.speaksAs7
        if self.passage.catalogue == nil,
            resolver.needsNames(parts, allows: granted.allows, contains: granted.contains)
        {
            throw .needsCatalogue
        }
        let resolution = resolver.resolve(
            parts, given: given, allows: granted.allows, contains: granted.contains)
        switch resolution {
        case .asGiven: return
        case .names(let names): try self.write(names, number, given, &edits)
        case .nothing:
            let privileges = self.requester.privileges
            if let action = target.actions.first(where: { !privileges.allowsSomewhere($0) }) {
                throw .denied(action, given)
            }
            let nothing = target.role == .alias ? AliasExpression.nothing : IndexExpression.nothing
            try self.write(nothing, number, given, &edits)
        case .denied(let names):
            let blamed = target.actions.first { action in
                !names.allSatisfy {
                    Grant(privileges: self.requester.privileges, actions: [action]).allows($0)
                }
            }
            throw .denied(blamed ?? target.actions[0], names)
        case .notFound(let name): throw .error(.indexNotFound(name), "no index is left")
        case .invalid(let name): throw .error(.invalidIndexName(name), "index name is invalid")
        case .wildcardsNotAllowed:
            throw .error(.wildcardsNotAllowed(target.actions[0], given), "wildcards are not allowed")
        case .nameRequired: throw .error(.nameRequired(target.actions[0], given), "an index name is required")
        }
    }

    private func write(
        _ names: [String], _ number: Int, _ given: [String], _ edits: inout BodyEdits
    ) throws(Stop) {
        guard edits.canReplace(number, count: names.count) else {
            throw .error(
                .forbidden(
                    "[\(given.joined(separator: ","))] stands where it cannot be narrowed: name the indices"),
                "names cannot be written")
        }
        edits.replace(number, with: names.map { Array($0.utf8) })
    }
}
