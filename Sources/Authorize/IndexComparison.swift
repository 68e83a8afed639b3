/// Compares the indices and privileges that are asked for with the groups of a role, as the release behind the
/// proxy does it: which groups may be put together differs.
struct IndexComparison {
    private var patterns: [String: NamePattern] = [:]

    /// By name and privilege whether it is held.
    mutating func answers(
        _ asked: RoleDescriptor.Indices, _ role: Role
    ) throws(AuthorizeError) -> [String: [String: Bool]] {
        var answers: [String: [String: Bool]] = [:]
        let mayCombine = role.table.edition != .v7 && asked.names.contains { $0.hasPrefix("/") }
        for name in Set(asked.names) {
            let pattern = try self.pattern(name, role.table)
            let withRestricted = asked.allowsRestricted || Self.isConcreteRestricted(name, role.table)
            let isNothing =
                try withRestricted ? Inclusion.isEmpty(pattern.node) : self.isHidden(pattern, role)
            let reaching = isNothing ? [] : try self.groups(pattern, withRestricted, role)
            for written in Set(asked.privileges) {
                let privilege = try role.table.indexPrivilege(written)
                var isHeld = false
                if !reaching.isEmpty {
                    isHeld = try privilege.patterns.isCovered(by: reaching.map(\.patterns))
                }
                if !isHeld && !isNothing && mayCombine && !privilege.patterns.isEmpty {
                    isHeld = try self.combine(privilege.patterns, pattern, withRestricted, role)
                }
                answers[name, default: [:]][written] = isHeld
            }
        }
        return answers
    }

    private mutating func pattern(
        _ text: String, _ table: PrivilegeTable
    ) throws(AuthorizeError) -> NamePattern {
        if let known = self.patterns[text] { return known }
        let pattern = try NamePattern(text, table.dialect)
        self.patterns[text] = pattern
        return pattern
    }

    /// A restricted name itself may be asked for without `allow_restricted_indices`.
    private static func isConcreteRestricted(
        _ name: String, _ table: PrivilegeTable
    ) -> Bool {
        !name.contains("*") && !name.hasPrefix("/") && table.restricted.contains(Array(name.utf8).span)
    }

    /// Whether nothing is left of `pattern` without the restricted names.
    private func isHidden(_ pattern: NamePattern, _ role: Role) throws(AuthorizeError) -> Bool {
        if pattern.text.isEmpty { return true }
        return try role.table.restricted.covers(pattern)
    }

    /// Groups that reach all of `pattern`: one by one, and since 8 those with the same privileges together.
    private func groups(
        _ pattern: NamePattern, _ withRestricted: Bool, _ role: Role
    ) throws(AuthorizeError) -> [IndexGroup] {
        var candidates = role.groups.map { [$0] }
        if role.table.edition != .v7 {
            let same = Dictionary(grouping: role.groups, by: \.privileges)
            candidates += same.values.filter { $0.count > 1 }
        }
        var reaching: [IndexGroup] = []
        for candidate in candidates
        where try Role.cover(
            candidate, pattern, withRestricted: withRestricted, role.table.restricted)
        {
            reaching += candidate
        }
        return reaching
    }

    /// Whether each action of `asked` is granted on all of `pattern` by the groups that grant it, together: what
    /// Elasticsearch 8 looks at when a regular expression is asked for.
    private func combine(
        _ asked: ActionPatterns, _ pattern: NamePattern, _ withRestricted: Bool, _ role: Role
    ) throws(AuthorizeError) -> Bool {
        let words = "the comparison of \(role.groups.count) entries"
        var effort = Effort()
        var automaton = NondeterministicAutomaton()
        try automaton.add(asked.node, label: 0, of: words, &effort)
        for (index, group) in role.groups.enumerated() {
            try automaton.add(group.patterns.node, label: Int32(index + 1), of: words, &effort)
        }
        var known: [[Int32]: Bool] = [:]
        var construction = try SubsetConstruction(automaton, of: words, &effort)
        var state = 1
        while state < construction.sets.count {
            let labels = construction.labels(state)
            if labels.first == 0 {
                let granting = Array(labels.dropFirst())
                if known[granting] == nil {
                    known[granting] = try Role.cover(
                        granting.map { role.groups[Int($0) - 1] }, pattern,
                        withRestricted: withRestricted, role.table.restricted)
                }
                if known[granting] == false { return false }
            }
            if construction.holds(0, state) { try construction.expand(state, &effort) }
            state += 1
        }
        return true
    }
}

extension Role {
    /// Whether the cluster privilege is granted, for every request that it is good for.
    func holdsCluster(_ written: String) throws(AuthorizeError) -> Bool {
        let privilege = try self.table.clusterPrivilege(written)
        if privilege.name == PrivilegeTable.manageOwnAPIKey && self.managesOwnAPIKeys { return true }
        // Even what grants nothing is held only by a role that grants something.
        if self.clusterPatterns.isEmpty { return false }
        return try privilege.patterns.isCovered(by: self.clusterPatterns)
    }
}
