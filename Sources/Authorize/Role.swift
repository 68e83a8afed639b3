internal import Elasticsearch
internal import JSON

/// The union of some descriptors, compiled: what one side of a principal's privileges grants. Immutable, shared
/// by all loops and by all keys with the same descriptors.
public final class Role: Sendable {
    public let table: PrivilegeTable

    /// Cluster actions that are granted whatever the request says.
    let cluster: ActionSet
    /// The cluster privileges as they are named: lower case, sorted, each once.
    let clusterNames: [String]
    /// What they grant, but for the conditional one.
    let clusterPatterns: [ActionPatterns]
    /// `manage_own_api_key`.
    let managesOwnAPIKeys: Bool
    /// Applications whose privileges may be managed, a set for each descriptor that has a word on it.
    let managedApplications: [PatternSet]
    let profileApplications: [PatternSet]

    let groups: [IndexGroup]
    let applications: [ApplicationGroup]
    let runAs: PatternSet

    /// What is granted on names that are not restricted, and on those that are.
    private let regular: NameMatcher
    private let restricted: NameMatcher
    /// What is granted on some name, and on every one that is not restricted.
    let somewhere: Grants
    let everywhere: Grants
    /// All on the cluster, and all on every name that is not restricted.
    let isUnrestricted: Bool
    /// Restricted names can all be read as well.
    let readsRestricted: Bool
    /// About what it holds in memory.
    let byteCount: Int
    /// Of the descriptors: other ones have another, but for one chance in 2^64.
    let fingerprint: UInt64

    /// Compiles `descriptors`. Takes microseconds for what people write, and ``AutomatonLimits/roleEffortMax``
    /// bounds what they might.
    ///
    /// - Throws: for any privilege, pattern or field that is not understood: the whole role is unusable then.
    public init(_ descriptors: [RoleDescriptor], _ table: PrivilegeTable) throws(AuthorizeError) {
        for descriptor in descriptors {
            if let field = descriptor.unsupported.first {
                throw .unsupported(role: descriptor.name, field: field)
            }
        }
        var effort = Effort(AutomatonLimits.roleEffortMax)
        self.table = table

        self.clusterNames = Set(descriptors.flatMap(\.cluster).map { $0.lowercased() }).sorted()
        var cluster = ActionSet()
        var clusterPatterns: [ActionPatterns] = []
        for name in self.clusterNames {
            let privilege = try table.knownClusterPrivilege(name)
            guard name != PrivilegeTable.manageOwnAPIKey else { continue }
            cluster.formUnion(privilege.actions)
            clusterPatterns.append(privilege.patterns)
        }
        self.cluster = cluster
        self.clusterPatterns = clusterPatterns
        self.managesOwnAPIKeys = self.clusterNames.contains(PrivilegeTable.manageOwnAPIKey)
        var managed: [PatternSet] = []
        var profiles: [PatternSet] = []
        for global in descriptors.map(\.global) {
            if !global.managedApplications.isEmpty {
                managed.append(try PatternSet(global.managedApplications, table.dialect, &effort))
            }
            if !global.profileApplications.isEmpty {
                profiles.append(try PatternSet(global.profileApplications, table.dialect, &effort))
            }
        }
        self.managedApplications = managed
        self.profileApplications = profiles

        let groups = try IndexGroup.groups(descriptors, table)
        self.groups = groups
        self.applications = try ApplicationGroup.groups(descriptors, table, &effort)
        self.runAs = try PatternSet(Set(descriptors.flatMap(\.runAs)).sorted(), table.dialect, &effort)

        self.regular = try NameMatcher(groups.map { ($0.names, $0.grants) }, &effort)
        let reaching = groups.filter(\.allowsRestricted)
        self.restricted =
            reaching.count == groups.count
            ? self.regular : try NameMatcher(reaching.map { ($0.names, $0.grants) }, &effort)
        self.somewhere = groups.reduce(Grants()) { $0.union($1.grants) }
        self.everywhere = groups.filter(\.isEverything).reduce(Grants()) { $0.union($1.grants) }
        self.isUnrestricted =
            self.clusterNames.contains("all")
            && groups.contains { $0.isEverything && $0.privileges.contains("all") }
        self.readsRestricted = groups.contains {
            $0.isEverything && $0.allowsRestricted
                && ($0.privileges.contains("all") || $0.privileges.contains("read"))
        }
        self.fingerprint = Self.hash(JSONWriter.text(RoleDescriptor.normal(descriptors)))
        let sets = managed + profiles + [self.runAs]
        self.byteCount =
            1024 + groups.reduce(0) { $0 + $1.byteCount } + sets.reduce(0) { $0 + $1.byteCount }
            + self.applications.count * 512 + self.regular.byteCount
            + (reaching.count == groups.count ? 0 : self.restricted.byteCount)
    }

    /// FNV-1a.
    private static func hash(_ text: String) -> UInt64 {
        text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }

    // MARK: Decisions

    @inline(__always)
    func allows(_ action: Action) -> Bool { self.cluster.contains(action) }

    @inline(__always)
    func allows(_ bit: ActionBit, _ name: borrowing Span<UInt8>, isRestricted: Bool) -> Bool {
        isRestricted ? self.restricted.allows(bit, name) : self.regular.allows(bit, name)
    }

    /// As ``NameMatcher/allows(_:everyNameFrom:)``, for names that are not restricted.
    @inline(__always)
    func allows(_ bit: ActionBit, everyNameFrom prefix: borrowing Span<UInt8>) -> Bool {
        self.regular.allows(bit, everyNameFrom: prefix)
    }

    /// On some name.
    func allowsSomewhere(_ action: Action) -> Bool {
        self.somewhere.actions.contains(action)
            || ActionBit(action).isMappingUpdate && self.somewhere.putsMappings
    }

    func grants(_ name: borrowing Span<UInt8>, isRestricted: Bool) -> Grants {
        isRestricted ? self.restricted.grants(name) : self.regular.grants(name)
    }

    /// Whether all names that `pattern` stands for are granted `action`.
    ///
    /// - Throws: when finding out would take longer than a request may wait.
    func allows(
        _ action: Action, everyNameOf pattern: NamePattern, isDataStream: Bool
    ) throws(AuthorizeError) -> Bool {
        let isMappingUpdate = ActionBit(action, isDataStream: isDataStream).isMappingUpdate
        let granting = self.groups.filter { group in
            group.grants.actions.contains(action) || isMappingUpdate && group.grants.putsMappings
        }
        let general = granting.reduce(0) { $0 + $1.generalCount }
        guard general <= AutomatonLimits.requestPatternCountMax else {
            throw .tooComplex("\(general) patterns")
        }
        return try Self.cover(
            granting, pattern, withRestricted: true, self.table.restricted,
            limit: AutomatonLimits.requestEffortMax)
    }

    /// Whether `groups` together reach every name of `pattern`.
    ///
    /// - Parameters:
    ///   - withRestricted: the restricted names that `pattern` matches count too: groups without
    ///     `allow_restricted_indices` do not reach them.
    ///   - limit: edges that may be followed for each comparison.
    static func cover(
        _ groups: [IndexGroup], _ pattern: NamePattern, withRestricted: Bool, _ restricted: RestrictedNames,
        limit: Int = AutomatonLimits.effortMax
    ) throws(AuthorizeError) -> Bool {
        guard !groups.isEmpty else { return false }
        let names = groups.flatMap(\.names)
        guard restricted.mayContainNames(of: pattern) else {
            return try Inclusion.holds(pattern, in: names, limit: limit)
        }
        let reaching = groups.filter(\.allowsRestricted).flatMap(\.names)
        if try Inclusion.holds(pattern, in: reaching, limit: limit) { return true }
        guard try Inclusion.holds(pattern.node, in: names.map(\.node) + restricted.nodes, limit: limit) else {
            return false
        }
        guard withRestricted else { return true }
        let touched = PatternNode.intersection([pattern.node, .union(restricted.nodes)])
        return try Inclusion.holds(touched, in: reaching.map(\.node), limit: limit)
    }

    /// The patterns of all actions, known or not, that are granted on a name.
    func patterns(_ name: borrowing Span<UInt8>, isRestricted: Bool) -> ActionPatterns {
        var patterns = ActionPatterns(allowed: [])
        for group in self.groups where group.allowsRestricted || !isRestricted {
            if group.names.contains(where: { $0.matches(name) }) {
                patterns.allowed += group.patterns.allowed
            }
        }
        return patterns
    }
}
