internal import Authorize
internal import Classify
internal import Elasticsearch
internal import HTTP
internal import Resolve

/// Judges the names in the path and query of one request, and writes what was decided into its target.
struct NameJudge {
    let judge: Judge
    let method: Method
    var request: ClassifiedRequest
    let target: RequestTarget
    let requester: Requester
    let catalogue: IndexCatalogue?
    /// The client asks for the former major release's API.
    let isCompatible: Bool
    let now: Int64
    /// Names that were written, for the audit trail.
    var names: [String] = []
    /// See ``Passage/isRepeatable``.
    private var isRepeatable = true
    /// The segment of names that the request did not have.
    var insertedSegment: Int?
    /// No index is left, so that no alias of one can be told.
    private var hasNoIndex = false
    /// What the request names beside what it is denied: it was looked at and is granted.
    private(set) var granted: [String] = []

    init(
        judge: Judge, method: Method, request: ClassifiedRequest, target: RequestTarget, requester: Requester,
        catalogue: IndexCatalogue?, isCompatible: Bool, now: Int64
    ) {
        self.judge = judge
        self.method = method
        self.request = request
        self.target = target
        self.requester = requester
        self.catalogue = catalogue
        self.isCompatible = isCompatible
        self.now = now
    }

    var endpoint: Endpoint { self.request.endpoint }

    mutating func verdict() -> Verdict {
        if self.endpoint.flags.contains(.neverForwarded) {
            return .refused(
                .forbidden("[\(self.method.text) \(Judge.uri(self.target))] is never forwarded"),
                "endpoint is blocked")
        }
        if self.asksForHelp { return .forward(self.passage()) }
        if let verdict = self.namesThatAreMissing() ?? self.judgeChecks() { return verdict }
        if let verdict = self.judgePipeline() ?? self.judgePercolator() { return verdict }
        if let verdict = self.judgeCreation() ?? self.judgeModule() ?? self.judgeBulk() { return verdict }
        if let verdict = self.openCursor() { return verdict }
        if self.hidesAliases, self.request.hasForeignFormat {
            return .refused(
                .illegalArgument(
                    "aliases that may not be seen can be left out of a list in [format=json] only"),
                "list of aliases in another format")
        }
        return .forward(self.passage())
    }

    // MARK: Actions

    /// In their order, so that the first that fails is the reason that Elasticsearch gives.
    private mutating func judgeChecks() -> Verdict? {
        // Its indices cannot be named: what is wrong with its aliases comes first.
        if self.endpoint.api == "cat.aliases", self.request.options.contains(.expandOpen),
            let first = self.endpoint.checks.first
        {
            let aliases = self.deniedAliases()
            if !aliases.isEmpty, self.requester.privileges.allowsSomewhere(first.action) {
                return self.denied(first.action, self.judge.speaksAs7 ? aliases : nil)
            }
        }
        var judged: [NameKind] = []
        for check in self.endpoint.checks {
            if let verdict = self.judgeAction(check) { return verdict }
            guard check.resolution == .wildcards || check.resolution == .explicit,
                !judged.contains(check.names)
            else {
                continue
            }
            judged.append(check.names)
            if check.names == .alias, self.hasNoIndex, self.method == .get || self.method == .head {
                continue
            }
            if let verdict = self.judgeNames(check.names) { return verdict }
        }
        for check in self.endpoint.subChecks where check.condition == .always {
            if let verdict = self.judgeAction(check) { return verdict }
        }
        return nil
    }

    private func judgeAction(_ check: Endpoint.Check) -> Verdict? {
        let privileges = self.requester.privileges
        switch check.resolution {
        case .cluster: return privileges.allows(check.action) ? nil : self.denied(check.action, nil)
        case .nameOnly:
            if privileges.allowsSomewhere(check.action) { return nil }
            return self.denied(check.action, check.action.isOfOneDocument ? self.asked(check.names) : nil)
        // Granted on no name at all: no name is looked at, but where names may be of other clusters.
        case .wildcards, .explicit:
            if check.action.looksAtNamesFirst || privileges.allowsSomewhere(check.action) { return nil }
            // Since 8 the indices of the content are named: see there.
            if !self.judge.speaksAs7, self.endpoint.body == .aliases { return nil }
            return self.denied(check.action, self.asked(check.names))
        case .cursor, .anyone: return nil
        }
    }

    /// What a denial names where an action is granted nowhere: nothing in 7, since then what was asked for.
    private func asked(_ kind: NameKind) -> [String]? {
        guard !self.judge.speaksAs7, kind == .index else { return nil }
        let names = self.expressions(self.request.place(of: kind)).flatMap { $0.split(separator: ",") }
            .map(String.init)
        return names.isEmpty || names == IndexExpression.nothing ? nil : names
    }

    func denied(_ action: Action, _ names: [String]?) -> Verdict {
        .denied(action, names, beside: self.granted)
    }

    // MARK: Names

    static func concerns(_ check: Endpoint.Check, _ kind: NameKind) -> Bool {
        check.names == kind && (check.resolution == .wildcards || check.resolution == .explicit)
    }

    private mutating func judgeNames(_ kind: NameKind) -> Verdict? {
        let place = self.request.place(of: kind)
        if place == .none || place == .body { return nil }
        if self.isPlainAndGranted(kind, place) {
            if kind == .index, self.request.place(of: .alias) != .none {
                self.granted = self.expressions(place)
            }
            return nil
        }
        self.isRepeatable = false
        let checks = self.endpoint.checks.filter { Self.concerns($0, kind) }
        guard let first = checks.first else { return nil }
        if kind == .alias, first.resolution == .wildcards { return self.judgeAliases(place, checks) }
        let given = self.expressions(place)
        if kind == .alias, let verdict = self.deniedAsWritten(given, checks) { return verdict }
        let parts: [IndexExpression]
        do throws(ExpressionReader.Fault) {
            parts =
                first.resolution == .explicit
                ? try ExpressionReader.read(
                    single: given, major: self.judge.expressionMajor, now: self.now)
                : try ExpressionReader.read(
                    given, major: self.judge.expressionMajor,
                    expands: self.request.options.expandsWildcards, now: self.now)
        } catch {
            if error == .emptyName { return self.denied(first.action, nil) }
            return .refused(Self.error(error), "index expression is not understood")
        }
        var options = ExpressionOptions(self.request.options)
        options.allowsWildcards = first.resolution == .wildcards
        // An action that is granted nowhere is a denial of its own, in its turn.
        let granted = Grant(
            privileges: self.requester.privileges,
            actions: checks.map(\.action).prefix { action in
                action == first.action || action.looksAtNamesFirst
                    || self.requester.privileges.allowsSomewhere(action)
            })
        // Asked for as the same principal, on the names that are left: not narrowed, but denied.
        let further = self.endpoint.subChecks.filter { Self.concerns($0, kind) && $0.condition == .always }
        let all = Grant(
            privileges: self.requester.privileges, actions: granted.actions + further.map(\.action))
        var resolver = IndexResolver(catalogue: self.catalogue ?? Self.emptyCatalogue, options: options)
        resolver.deniesDateMath = !self.judge.speaksAs7
        let contains = further.isEmpty ? granted.contains : all.contains
        if self.catalogue == nil, resolver.needsNames(parts, allows: granted.allows, contains: contains) {
            return .needsCatalogue
        }
        let resolution = resolver.resolve(parts, given: given, allows: granted.allows, contains: contains)
        if let verdict = self.judgeFurther(further, after: granted.actions, resolution, parts) {
            return verdict
        }
        self.note(resolution, kind, resolver.allowed(parts, allows: granted.allows))
        return self.take(resolution, kind, place, checks, given)
    }

    private func judgeFurther(
        _ checks: [Endpoint.Check], after granted: [Action], _ resolution: Resolution,
        _ parts: [IndexExpression]
    ) -> Verdict? {
        let names: [String]
        switch resolution {
        case .asGiven: names = parts.filter { $0.sign == .include && !$0.isPattern }.map(\.text)
        case .names(let list): names = list
        case .nothing:
            // No name is left to look at: then it must be granted on some.
            let privileges = self.requester.privileges
            guard granted.allSatisfy({ privileges.allowsSomewhere($0) }) else { return nil }
            return checks.first { !privileges.allowsSomewhere($0.action) }.map { self.denied($0.action, nil) }
        case .denied, .notFound, .invalid, .wildcardsNotAllowed, .nameRequired: return nil
        }
        for check in checks {
            let grant = Grant(privileges: self.requester.privileges, actions: [check.action])
            let refused = names.filter { !grant.allows($0) }
            if !refused.isEmpty { return self.denied(check.action, refused) }
        }
        return nil
    }

    static let emptyCatalogue = IndexCatalogue(entries: [], generation: 0, takenAt: 0)

    func range(_ place: NamePlace) -> Range<Int>? {
        switch place {
        case .segment(let index): index < self.target.segmentCount ? self.target.segment(index) : nil
        case .parameter(let index):
            index < self.target.parameters.count ? self.target.parameters[index].value : nil
        case .none, .everything, .body: nil
        }
    }

    func expressions(_ place: NamePlace) -> [String] {
        self.range(place).map { [self.target.text($0)] } ?? []
    }

    private mutating func take(
        _ resolution: Resolution, _ kind: NameKind, _ place: NamePlace, _ checks: [Endpoint.Check],
        _ given: [String]
    ) -> Verdict? {
        let action = checks[0].action
        switch resolution {
        case .asGiven: return nil
        case .names(let names): return self.write(names, kind, place)
        case .nothing:
            guard self.requester.privileges.allowsSomewhere(action) else { return self.denied(action, nil) }
            if kind == .index { self.hasNoIndex = true }
            return self.write(
                kind == .alias ? AliasExpression.nothing : IndexExpression.nothing, kind, place)
        case .denied(let names): return self.deny(names, checks, kind)
        case .notFound(let name):
            guard action.takesRemoteNames || self.requester.privileges.allowsSomewhere(action) else {
                return self.denied(action, nil)
            }
            return .refused(.indexNotFound(name), "no index is left")
        case .invalid(let name): return .refused(.invalidIndexName(name), "index name is invalid")
        case .wildcardsNotAllowed:
            return .refused(.wildcardsNotAllowed(action, given), "wildcards are not allowed")
        case .nameRequired: return .refused(.nameRequired(action, given), "an index name is required")
        }
    }

    /// Keeps what is granted of the names: a denial of others leaves them out.
    private mutating func note(
        _ resolution: Resolution, _ kind: NameKind, _ allowed: @autoclosure () -> [String]
    ) {
        guard kind == .index else { return }
        switch resolution {
        case .names(let names): self.granted = names
        case .asGiven, .denied: self.granted = allowed()
        case .nothing, .notFound, .invalid, .wildcardsNotAllowed, .nameRequired: break
        }
    }

    private func deny(_ names: [String], _ checks: [Endpoint.Check], _ kind: NameKind) -> Verdict {
        let privileges = self.requester.privileges
        // The first action that is not granted on all of them is the one that Elasticsearch stops at.
        let blamed = checks.first { check in
            !names.allSatisfy { Grant(privileges: privileges, actions: [check.action]).allows($0) }
        }
        let action = blamed?.action ?? checks[0].action
        let grant = Grant(privileges: privileges, actions: [action])
        var denied = names.filter { !grant.allows($0) }
        if !self.judge.speaksAs7 {
            if kind == .alias { return self.denied(action, nil) }
            // A single name is told as it was written.
            if self.endpoint.checks.first?.resolution == .explicit {
                denied = self.expressions(self.request.place(of: kind))
            }
        }
        // Before it is written to it would be made.
        if let make = self.creation(of: denied, kind, blamed) { return make }
        // Indices and aliases are looked at together.
        if kind == .index, self.judge.speaksAs7,
            self.endpoint.checks.contains(where: { Self.concerns($0, .alias) && $0.action == action })
        {
            denied += self.deniedAliases()
        }
        return self.denied(action, denied)
    }

    /// The verdict on the making of an index that is missing and may be neither made nor written to.
    private func creation(of names: [String], _ kind: NameKind, _ blamed: Endpoint.Check?) -> Verdict? {
        // What has been looked at by its name alone comes first, the parts of the shards behind it.
        guard self.endpoint.checks.first?.resolution == .nameOnly, blamed?.resolution == .explicit,
            self.endpoint.body != .bulk,
            let make = self.endpoint.subChecks.first(where: {
                $0.condition == .indexIsMissing && $0.names == kind
            })
        else { return nil }
        let grant = Grant(privileges: self.requester.privileges, actions: [make.action])
        guard let name = names.first(where: { !grant.allows($0) }) else { return nil }
        guard let catalogue = self.catalogue else { return .needsCatalogue }
        return catalogue[name] == nil ? self.deniedCreation(make.action, name) : nil
    }

    func deniedCreation(_ action: Action, _ name: String) -> Verdict {
        let isNamed = !self.judge.speaksAs7 || self.requester.privileges.allowsSomewhere(action)
        return self.denied(action, isNamed ? [name] : nil)
    }

    // MARK: Passage

    /// A list of aliases without a name in the path tells those of each index, whoever may see them.
    private var hidesAliases: Bool {
        guard self.endpoint.api == "indices.get_alias", self.request.place(of: .alias) == .none,
            let first = self.endpoint.checks.first
        else { return false }
        return !Grant(privileges: self.requester.privileges, actions: [first.action]).contains("*")
    }

    private var changes: Passage.Changes {
        var changes = Passage.Changes.none
        for check in self.endpoint.checks {
            let name = check.action.name
            if name.hasPrefix("indices:admin/") || name.hasPrefix("cluster:admin/snapshot/restore") {
                return .names
            }
            if name.hasPrefix("indices:data/write/") { changes = .newNames }
        }
        return changes
    }

    private func passage() -> Passage {
        var passage = Passage(endpoint: self.endpoint, content: .stream)
        passage.gives = self.requester.privileges.isUnrestricted ? .none : self.request.gives
        passage.names = self.names
        passage.isRepeatable = self.isRepeatable && self.catalogue == nil
        passage.insertedSegment = self.insertedSegment
        passage.catalogue = self.catalogue
        passage.hidesAliases = self.hidesAliases
        passage.refusesScripts = self.judge.hasOpenScripts && !self.requester.privileges.isUnrestricted
        if self.method != .get, self.method != .head { passage.changes = self.changes }
        switch self.endpoint.body {
        case .document where passage.refusesScripts && self.endpoint.api == "update":
            passage.content = .inspect(.document)
        case .opaque, .document: break
        case .bulk: passage.content = .bulk
        case let kind:
            passage.passesUnread = self.requester.privileges.isUnrestricted
            if passage.passesUnread, kind == .unreadable || self.requester.privileges.reachesEverything {
                break
            }
            passage.content = .inspect(kind)
        }
        passage.defaultIndex = self.expressions(self.request.place(of: .index)).first
        return passage
    }
}
