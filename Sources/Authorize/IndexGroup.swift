/// All that a role grants on one list of names: entries with the same names, whatever descriptor they stand in,
/// are one.
struct IndexGroup: Sendable {
    /// Sorted, each once.
    let names: [NamePattern]
    /// Lower case, sorted, each once.
    let privileges: [String]
    let allowsRestricted: Bool
    let patterns: ActionPatterns
    let grants: Grants
    /// Of the names, how many are patterns that only an automaton can compare.
    let generalCount: Int

    /// Names of privileges that bring ``Grants/putsMappings``.
    private static let mappingWriters: Set = ["create", "create_doc", "index", "write"]

    /// A pattern that every name matches.
    var isEverything: Bool {
        self.names.contains { $0.form == .everything || $0.text == "/.*/" || $0.text == "/@/" }
    }

    /// About what it holds in memory.
    var byteCount: Int {
        512 + self.names.reduce(0) { $0 + $1.byteCount }
            + (self.privileges.count + self.patterns.allowed.count + self.patterns.excluded.count) * 48
    }

    /// The groups of `descriptors`, in the order in which their names first stand there.
    static func groups(
        _ descriptors: [RoleDescriptor], _ table: PrivilegeTable
    ) throws(AuthorizeError) -> [IndexGroup] {
        struct Key: Hashable {
            var names: [String]
            var allowsRestricted: Bool
        }
        var order: [Key] = []
        var privileges: [Key: Set<String>] = [:]
        var patternCount = 0
        for entry in descriptors.flatMap(Self.effectiveEntries) {
            let key = Key(names: Set(entry.names).sorted(), allowsRestricted: entry.allowsRestricted)
            if privileges[key] == nil {
                order.append(key)
                patternCount += key.names.count
                guard patternCount <= AutomatonLimits.rolePatternCountMax else {
                    throw .tooComplex("a role of more than \(AutomatonLimits.rolePatternCountMax) names")
                }
            }
            privileges[key, default: []].formUnion(entry.privileges.map { $0.lowercased() })
        }
        var groups: [IndexGroup] = []
        for key in order {
            groups.append(
                try IndexGroup(key.names, (privileges[key] ?? []).sorted(), key.allowsRestricted, table))
        }
        return groups
    }

    /// Elasticsearch takes a single entry that begins with `none` for a denial, whatever else it names.
    static func effectiveEntries(_ descriptor: RoleDescriptor) -> [RoleDescriptor.Indices] {
        let isDenial =
            descriptor.indices.count == 1
            && descriptor.indices[0].privileges.first?.lowercased() == "none"
        return isDenial ? [] : descriptor.indices
    }

    init(
        _ names: [String], _ privileges: [String], _ allowsRestricted: Bool, _ table: PrivilegeTable
    ) throws(AuthorizeError) {
        var patterns: [NamePattern] = []
        for name in names { patterns.append(try NamePattern(name, table.dialect)) }
        var grants = Grants()
        var actions = ActionPatterns(allowed: [])
        for name in privileges {
            let privilege = try table.knownIndexPrivilege(name)
            grants.actions.formUnion(privilege.actions)
            actions.allowed += privilege.patterns.allowed
        }
        grants.putsMappings = !Self.mappingWriters.isDisjoint(with: privileges)
        self.names = patterns
        self.privileges = privileges
        self.allowsRestricted = allowsRestricted
        self.patterns = actions
        self.grants = grants
        self.generalCount = patterns.count { $0.form == .general }
    }
}
