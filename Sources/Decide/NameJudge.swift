internal import Authorize
internal import Classify
internal import Elasticsearch
internal import HTTP
internal import Resolve

/// Judges the names in the path and query of one request, and writes what was decided into its target.
struct NameJudge {
    let judge: Judge
    let method: Method
    private(set) var request: ClassifiedRequest
    let target: RequestTarget
    let requester: Requester
    let catalogue: IndexCatalogue?
    let now: Int64
    /// Names that were written, for the audit trail.
    private var names: [String] = []
    /// See ``Passage/isRepeatable``.
    private var isRepeatable = true

    init(
        judge: Judge, method: Method, request: ClassifiedRequest, target: RequestTarget, requester: Requester,
        catalogue: IndexCatalogue?, now: Int64
    ) {
        self.judge = judge
        self.method = method
        self.request = request
        self.target = target
        self.requester = requester
        self.catalogue = catalogue
        self.now = now
    }

    private var endpoint: Endpoint { self.request.endpoint }

    mutating func verdict() -> Verdict {
        if self.endpoint.flags.contains(.neverForwarded) {
            return .refused(
                .forbidden("[\(self.method.text) \(Judge.uri(self.target))] is never forwarded"),
                "endpoint is blocked")
        }
        if let verdict = self.judgeChecks() { return verdict }
        if let verdict = self.judgePipeline() ?? self.judgeCreation() ?? self.judgeBulk() { return verdict }
        if let verdict = self.openCursor() { return verdict }
        return .forward(self.passage())
    }

    // MARK: Actions

    /// In their order, so that the first that fails is the reason that Elasticsearch gives.
    private mutating func judgeChecks() -> Verdict? {
        var judged: [NameKind] = []
        for check in self.endpoint.checks {
            if let verdict = self.judgeAction(check) { return verdict }
            guard check.resolution == .wildcards || check.resolution == .explicit,
                !judged.contains(check.names)
            else {
                continue
            }
            judged.append(check.names)
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
        case .nameOnly: return privileges.allowsSomewhere(check.action) ? nil : self.denied(check.action, nil)
        // Granted on no name at all: no name is looked at, but where names may be of other clusters.
        case .wildcards, .explicit:
            if check.action.takesRemoteNames { return nil }
            return privileges.allowsSomewhere(check.action) ? nil : self.denied(check.action, nil)
        case .cursor, .anyone: return nil
        }
    }

    private func denied(_ action: Action, _ names: [String]?) -> Verdict {
        .denied(action, names)
    }

    // MARK: Names

    private static func concerns(_ check: Endpoint.Check, _ kind: NameKind) -> Bool {
        check.names == kind && (check.resolution == .wildcards || check.resolution == .explicit)
    }

    private mutating func judgeNames(_ kind: NameKind) -> Verdict? {
        let place = self.request.place(of: kind)
        if place == .none || place == .body || self.isPlainAndGranted(kind, place) { return nil }
        self.isRepeatable = false
        let checks = self.endpoint.checks.filter { Self.concerns($0, kind) }
        guard let first = checks.first else { return nil }
        let given = self.expressions(place)
        let parts: [IndexExpression]
        do throws(ExpressionReader.Fault) {
            parts = try ExpressionReader.read(
                given, major: self.judge.expressionMajor, expands: self.request.options.expandsWildcards,
                now: self.now)
        } catch {
            if error == .emptyName { return self.denied(first.action, nil) }
            return .refused(Self.error(error), "index expression is not understood")
        }
        var options = ExpressionOptions(self.request.options)
        options.allowsWildcards = first.resolution == .wildcards
        let granted = Grant(privileges: self.requester.privileges, actions: checks.map(\.action))
        // Asked for as the same principal, on the names that are left: not narrowed, but denied.
        let further = self.endpoint.subChecks.filter { Self.concerns($0, kind) && $0.condition == .always }
        let all = Grant(
            privileges: self.requester.privileges, actions: granted.actions + further.map(\.action))
        guard !options.allowsWildcards || all.coversAll(parts) || self.catalogue != nil else {
            return .needsCatalogue
        }
        let catalogue = self.catalogue ?? Self.emptyCatalogue
        let resolver = IndexResolver(
            catalogue: kind == .alias ? catalogue.aliasesOnly : catalogue, options: options)
        let resolution = resolver.resolve(
            parts, given: given, allows: granted.allows,
            contains: further.isEmpty ? granted.contains : all.contains)
        if let verdict = self.judgeFurther(further, resolution, parts) { return verdict }
        return self.take(resolution, kind, place, checks, given)
    }

    private func judgeFurther(
        _ checks: [Endpoint.Check], _ resolution: Resolution, _ parts: [IndexExpression]
    ) -> Verdict? {
        let names: [String]
        switch resolution {
        case .asGiven: names = parts.filter { $0.sign == .include && !$0.isPattern }.map(\.text)
        case .names(let list): names = list
        case .nothing, .denied, .notFound, .invalid, .wildcardsNotAllowed, .nameRequired: return nil
        }
        for check in checks {
            let grant = Grant(privileges: self.requester.privileges, actions: [check.action])
            let refused = names.filter { !grant.allows($0) }
            if !refused.isEmpty { return self.denied(check.action, refused) }
        }
        return nil
    }

    static let emptyCatalogue = IndexCatalogue(entries: [], generation: 0, takenAt: 0)

    /// The common case, without memory: one name, and all is granted on it.
    private func isPlainAndGranted(_ kind: NameKind, _ place: NamePlace) -> Bool {
        guard let range = self.range(place) else { return false }
        return unsafe self.target.withBytes(range) { name in
            guard unsafe PlainName.isPlain(name) else { return false }
            var hasCheck = false
            for check in self.endpoint.checks where Self.concerns(check, kind) {
                hasCheck = true
                guard unsafe self.requester.privileges.allows(check.action, index: name) else { return false }
            }
            for check in self.endpoint.subChecks
            where Self.concerns(check, kind) && check.condition == .always {
                guard unsafe self.requester.privileges.allows(check.action, index: name) else { return false }
            }
            return hasCheck
        }
    }

    private func range(_ place: NamePlace) -> Range<Int>? {
        switch place {
        case .segment(let index): index < self.target.segmentCount ? self.target.segment(index) : nil
        case .parameter(let index):
            index < self.target.parameters.count ? self.target.parameters[index].value : nil
        case .none, .everything, .body: nil
        }
    }

    private func expressions(_ place: NamePlace) -> [String] {
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
            return self.write(["*", "-*"], kind, place)
        case .denied(let names):
            // The first action that is not granted on all of them is the one that Elasticsearch stops at.
            let privileges = self.requester.privileges
            let blamed = checks.first { check in
                !names.allSatisfy { Grant(privileges: privileges, actions: [check.action]).allows($0) }
            }
            let grant = Grant(privileges: privileges, actions: [blamed?.action ?? action])
            return self.denied(blamed?.action ?? action, names.filter { !grant.allows($0) })
        case .notFound(let name):
            guard self.requester.privileges.allowsSomewhere(action) else { return self.denied(action, nil) }
            return .refused(.indexNotFound(name), "no index is left")
        case .invalid(let name): return .refused(.invalidIndexName(name), "index name is invalid")
        case .wildcardsNotAllowed:
            return .refused(.wildcardsNotAllowed(action, given), "wildcards are not allowed")
        case .nameRequired: return .refused(.nameRequired(action, given), "an index name is required")
        }
    }

    // MARK: Rewriting

    private mutating func write(_ names: [String], _ kind: NameKind, _ place: NamePlace) -> Verdict? {
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
    private mutating func insert(_ octets: [UInt8], _ kind: NameKind) -> Bool {
        for place in [0, self.target.segmentCount] {
            self.target.insertSegment(octets, at: place)
            if case .endpoint(let sibling) = self.judge.table.match(self.method, self.target),
                sibling.endpoint.checks == self.endpoint.checks, sibling.place(of: kind) == .segment(place)
            {
                // Other names may have moved.
                self.request = sibling
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

    // MARK: Pipelines and cursors

    private func judgePipeline() -> Verdict? {
        guard let parameter = self.request.pipeline, parameter < self.target.parameters.count else {
            return nil
        }
        let name = self.target.text(self.target.parameters[parameter].value)
        return self.judge.pipelineDenial(name, self.requester).map {
            .refused(.forbidden($0), "pipeline is unauthorized")
        }
    }

    /// Writing to a name that is not there makes it.
    private func judgeCreation() -> Verdict? {
        for check in self.endpoint.subChecks where check.condition == .indexIsMissing {
            if self.endpoint.body == .bulk { continue }
            let grant = Grant(privileges: self.requester.privileges, actions: [check.action])
            for name in self.expressions(self.request.place(of: check.names)) where !grant.allows(name) {
                guard let catalogue = self.catalogue else { return .needsCatalogue }
                guard catalogue[name] != nil else { return self.denied(check.action, [name]) }
            }
        }
        return nil
    }

    /// Whether the items of a bulk request can be judged: some may be about names that have to be there.
    private func judgeBulk() -> Verdict? {
        guard self.endpoint.body == .bulk, self.catalogue == nil, let create = self.judge.autoCreate,
            !self.requester.privileges.allowsEverywhere(create)
        else { return nil }
        return .needsCatalogue
    }

    private mutating func openCursor() -> Verdict? {
        // Ids are the holder's own but for those to whom nothing is denied: their content is not read either.
        guard !self.requester.privileges.isUnrestricted, let kind = self.endpoint.takes.sealed,
            let range = self.range(self.request.place(of: .cursor))
        else {
            return nil
        }
        let given = self.target.text(range)
        guard let id = self.judge.open(given, kind, self.requester) else {
            return .refused(Judge.missing(kind, given), "id is not the caller's")
        }
        self.isRepeatable = false
        switch self.request.place(of: .cursor) {
        case .segment(let index): self.target.replaceSegment(index, with: id)
        case .parameter(let index): self.target.replaceParameter(index, value: id)
        case .none, .everything, .body: break
        }
        return nil
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
        passage.catalogue = self.catalogue
        passage.hidesAliases = self.hidesAliases
        if self.method != .get, self.method != .head { passage.changes = self.changes }
        switch self.endpoint.body {
        case .opaque, .document: break
        case .bulk: passage.content = .bulk
        case let kind: if !self.requester.privileges.isUnrestricted { passage.content = .inspect(kind) }
        }
        passage.defaultIndex = self.expressions(self.request.place(of: .index)).first
        return passage
    }
}
