public import Elasticsearch

/// What a principal may do: one role of a user; of a key its own role AND the snapshot of its owner's. Immutable.
public struct Privileges: Sendable {
    /// Whom a cluster action on API keys may concern.
    public enum APIKeyScope: Int, Sendable, Comparable {
        case none
        /// `manage_own_api_key`: keys of the caller; an API key only itself.
        case own
        case all

        public static func < (left: APIKeyScope, right: APIKeyScope) -> Bool {
            left.rawValue < right.rawValue
        }
    }

    let first: Role
    let second: Role?
    /// Only while a request is explained.
    private var recorder: DecisionRecorder?

    /// A user's: the union of the roles.
    public init(user role: Role) {
        self.first = role
        self.second = nil
    }

    /// A key's. Without descriptors of its own it has what its owner had.
    public init(own: Role?, limitedBy: Role) {
        self.first = own ?? limitedBy
        self.second = own == nil ? nil : limitedBy
    }

    public var table: PrivilegeTable { self.first.table }
    /// About what the roles hold in memory.
    public var byteCount: Int { self.first.byteCount + (self.second?.byteCount ?? 0) }

    /// Tells these privileges from what they become when a descriptor is changed.
    public var fingerprint: [UInt64] {
        [self.first.fingerprint] + (self.second.map { [$0.fingerprint] } ?? [])
    }

    /// The same privileges, with each question and its answer noted.
    public func recording(into recorder: DecisionRecorder) -> Privileges {
        var privileges = self
        privileges.recorder = recorder
        return privileges
    }

    @inline(__always)
    func noted(
        _ action: Action?, _ isGranted: Bool, _ scope: @autoclosure () -> DecisionRecorder.Scope
    ) -> Bool {
        if let recorder = self.recorder { recorder.note(action, scope(), isGranted) }
        return isGranted
    }

    /// Whether each side says yes.
    @inline(__always)
    private func both<Failure>(_ test: (Role) throws(Failure) -> Bool) throws(Failure) -> Bool {
        guard try test(self.first) else { return false }
        guard let second = self.second else { return true }
        return try test(second)
    }

    // MARK: The cluster

    /// A cluster action, whatever the request says. For those on API keys see ``apiKeyScope(_:)``, on stored
    /// privileges of applications ``managesApplications(_:)``.
    public func allows(_ action: Action) -> Bool {
        self.noted(action, self.both { $0.allows(action) }, .cluster)
    }

    /// - Parameter action: one under `cluster:admin/xpack/security/api_key/`.
    public func apiKeyScope(_ action: Action) -> APIKeyScope {
        guard let second = self.second else { return self.apiKeyScope(action, self.first) }
        return min(self.apiKeyScope(action, self.first), self.apiKeyScope(action, second))
    }

    private func apiKeyScope(_ action: Action, _ role: Role) -> APIKeyScope {
        if role.allows(action) { return .all }
        let own = try? role.table.clusterPrivilege(PrivilegeTable.manageOwnAPIKey)
        return role.managesOwnAPIKeys && own?.actions.contains(action) == true ? .own : .none
    }

    /// Whether the declared privileges of all of `applications` may be read and changed (`global`): besides
    /// ``allows(_:)`` another way to `cluster:admin/xpack/security/privilege/get`, `put` and `delete`. Each side
    /// needs one descriptor that names them all.
    public func managesApplications(_ applications: [String]) -> Bool {
        self.both { role in
            role.managedApplications.contains { set in applications.allSatisfy(set.contains) }
        } && !applications.isEmpty
    }

    /// The same for `cluster:admin/xpack/security/profile/put/data`.
    public func writesProfiles(of applications: [String]) -> Bool {
        self.both { role in
            role.profileApplications.contains { set in applications.allSatisfy(set.contains) }
        } && !applications.isEmpty
    }

    /// The holder of `all`, on the cluster and on every index: may do what nobody has a name for.
    public var isUnrestricted: Bool { self.noted(nil, self.both(\.isUnrestricted), .everything) }

    /// The same, and restricted names can be read too: what such a principal sends need not be looked at.
    public var reachesEverything: Bool { self.isUnrestricted && self.both(\.readsRestricted) }

    public func mayRunAs(_ username: String) -> Bool { self.both { $0.runAs.contains(username) } }

    // MARK: Indices

    /// An action on an index, alias or data stream by its name. Names that are no UTF-8 are never granted.
    ///
    /// - Parameter isDataStream: it is a data stream or a backing index: what older releases let writers do to
    ///   mappings does not hold for them.
    public func allows(
        _ action: Action, index name: borrowing Span<UInt8>, isDataStream: Bool = false
    ) -> Bool {
        let isGranted = self.grants(action, name, isDataStream: isDataStream)
        if let recorder = self.recorder {
            recorder.note(action, .index(Self.text(name)), isGranted)
        }
        return isGranted
    }

    @inline(__always)
    private func grants(_ action: Action, _ name: borrowing Span<UInt8>, isDataStream: Bool) -> Bool {
        guard UTF8Names.isValid(name) else { return false }
        let bit = ActionBit(action, isDataStream: isDataStream)
        let isRestricted = self.first.table.restricted.contains(name)
        guard self.first.allows(bit, name, isRestricted: isRestricted) else { return false }
        guard let second = self.second else { return true }
        return second.allows(bit, name, isRestricted: isRestricted)
    }

    private static func text(_ name: borrowing Span<UInt8>) -> String {
        unsafe name.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }

    public func allows(
        _ action: Action, index name: UnsafeBufferPointer<UInt8>, isDataStream: Bool = false
    ) -> Bool {
        self.allows(action, index: unsafe Span(_unsafeElements: name), isDataStream: isDataStream)
    }

    /// Whether some index could be reached by `action`: all that is asked of name-only actions.
    public func allowsSomewhere(_ action: Action) -> Bool {
        self.noted(action, self.both { $0.allowsSomewhere(action) }, .somewhere)
    }

    /// Whether `action` is granted on every name that is not restricted.
    public func allowsEverywhere(_ action: Action) -> Bool {
        self.noted(action, self.both { $0.everywhere.actions.contains(action) }, .everywhere)
    }

    /// Whether `action` is granted on every name that `pattern` stands for, restricted ones included. False also
    /// where finding out would cost too much.
    ///
    /// - Parameter pattern: a name of a request, with `*` for any run of characters.
    public func allows(_ action: Action, everyNameOf pattern: String, isDataStream: Bool = false) -> Bool {
        // In a request neither is an operator; here they would be.
        guard !pattern.hasPrefix("/"), !pattern.contains("\\"),
            let parsed = try? NamePattern(pattern, self.table.dialect)
        else { return self.noted(action, false, .pattern(pattern)) }
        let allowed = try? self.both { role throws(AuthorizeError) in
            try role.allows(action, everyNameOf: parsed, isDataStream: isDataStream)
        }
        return self.noted(action, allowed ?? false, .pattern(pattern))
    }

    /// Whether `action` is granted on every name that begins with `prefix`, as far as that can be seen at a glance: false
    /// where ``allows(_:everyNameOf:isDataStream:)`` has to be asked. The common case of it, without memory.
    ///
    /// - Parameter prefix: taken as it stands, octet by octet. Where it is empty or begins with a dot, as restricted names do,
    ///   the answer is false.
    public func plainlyAllows(_ action: Action, everyNameFrom prefix: UnsafeBufferPointer<UInt8>) -> Bool {
        // Whoever explains wants the whole answer.
        guard self.recorder == nil, let first = unsafe prefix.first, first != UInt8(ascii: ".") else {
            return false
        }
        let bit = ActionBit(action)
        let prefix = unsafe Span(_unsafeElements: prefix)
        guard self.first.allows(bit, everyNameFrom: prefix) else { return false }
        guard let second = self.second else { return true }
        return second.allows(bit, everyNameFrom: prefix)
    }

    /// Whether `name` needs `allow_restricted_indices`.
    public func isRestricted(_ name: borrowing Span<UInt8>) -> Bool {
        UTF8Names.isValid(name) && self.table.restricted.contains(name)
    }

    /// Whether all that is granted on `alias` is granted on `index` too: an alias must not open what its index
    /// closes. Actions are compared as patterns, so that also those count that are not known here.
    public func grantsNoMore(on alias: String, than index: String) -> Bool {
        self.noted(nil, self.comparesNoWider(alias, index), .alias(alias, index: index))
    }

    private func comparesNoWider(_ alias: String, _ index: String) -> Bool {
        let wide = self.sides(alias)
        let narrow = self.sides(index)
        let node = PatternNode.intersection(wide.map(\.node))
        for side in narrow {
            if wide.contains(where: { $0.allowed == side.allowed }) { continue }
            guard (try? Inclusion.holds(node, in: [side.node])) == true else { return false }
        }
        return true
    }

    private func sides(_ name: String) -> [ActionPatterns] {
        let bytes = Array(name.utf8)
        let isRestricted = self.table.restricted.contains(bytes.span)
        return [self.first, self.second].compactMap {
            $0?.patterns(bytes.span, isRestricted: isRestricted)
        }
    }
}
