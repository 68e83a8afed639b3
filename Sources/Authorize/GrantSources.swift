internal import Elasticsearch

/// Which entries of one side's descriptors say what was found: for explanations. Each entry is compiled by itself,
/// by the code that compiles roles.
public struct GrantSources: Sendable {
    /// A word of a descriptor that grants something.
    public struct Source: Sendable, Equatable {
        /// What an entry that grants nothing here lacks.
        public enum Lack: String, Sendable {
            /// Its privileges do not have the action.
            case privilege
            /// Its names do not match.
            case name
            /// The name is restricted, and the entry does not say `allow_restricted_indices`.
            case allowRestrictedIndices = "allow_restricted_indices"
        }

        /// The name of the role, or of the key's descriptor.
        public var role: String
        /// Where in it: `cluster`, `indices` or `applications`.
        public var section: String
        /// From 0, among those of the section.
        public var entry: Int
        /// The entry's names, or resources.
        public var names: [String]
        /// Of these, the one that matches; nil where several together do, or none.
        public var pattern: String?
        /// The first privilege that grants it; nil where none does.
        public var privilege: String?
        /// nil: it grants what was asked.
        public var lacks: Lack?
    }

    private struct Entry: Sendable {
        var role: String
        var number: Int
        var group: IndexGroup
        /// As they are written.
        var privileges: [(name: String, group: IndexGroup)]
    }

    /// What is listed of entries that fall short, so that a key of thousands stays readable.
    public static let nearMax = 20

    private let descriptors: [RoleDescriptor]
    private let table: PrivilegeTable
    private let entries: [Entry]

    /// - Throws: for descriptors that no role can be made of.
    public init(_ descriptors: [RoleDescriptor], _ table: PrivilegeTable) throws(AuthorizeError) {
        self.descriptors = descriptors
        self.table = table
        var entries: [Entry] = []
        for descriptor in descriptors {
            for (number, entry) in IndexGroup.effectiveEntries(descriptor).enumerated() {
                var privileges: [(name: String, group: IndexGroup)] = []
                for name in entry.privileges {
                    privileges.append(
                        (
                            name,
                            try IndexGroup([], [name.lowercased()], entry.allowsRestricted, table)
                        ))
                }
                let group = try IndexGroup(
                    entry.names, entry.privileges.map { $0.lowercased() }, entry.allowsRestricted, table)
                entries.append(
                    Entry(role: descriptor.name, number: number, group: group, privileges: privileges))
            }
        }
        self.entries = entries
    }

    /// - Returns: the entries that grant it; where there is none, those that come near.
    public func sources(of question: DecisionRecorder.Question) -> [Source] {
        switch question.scope {
        case .cluster: question.action.map(self.cluster) ?? []
        case .somewhere: self.indices(question.action) { _ in (nil, nil) }
        case .everywhere:
            self.indices(question.action) { group in
                // What writers may do to mappings of single indices does not count here.
                guard let action = question.action, group.grants.actions.contains(action) else {
                    return (nil, .privilege)
                }
                return group.isEverything ? (nil, nil) : (nil, .name)
            }
        case .index(let name): self.indices(question.action) { Self.match($0, name, self.table) }
        case .pattern(let pattern): self.pattern(question.action, pattern)
        case .everything: self.everything()
        case .alias: []
        case .application(let application, let resource, let privileges):
            self.application(application, resource, privileges)
        }
    }

    // MARK: The cluster

    private func cluster(_ action: Action) -> [Source] {
        self.descriptors.flatMap { descriptor in
            descriptor.cluster.enumerated().compactMap { number, name in
                guard let privilege = try? self.table.knownClusterPrivilege(name),
                    privilege.name != PrivilegeTable.manageOwnAPIKey, privilege.actions.contains(action)
                else { return nil }
                return Source(
                    role: descriptor.name, section: "cluster", entry: number, names: [], privilege: name)
            }
        }
    }

    private func everything() -> [Source] {
        let cluster = self.descriptors.flatMap { descriptor in
            descriptor.cluster.enumerated().filter { $1.lowercased() == "all" }.map { number, name in
                Source(role: descriptor.name, section: "cluster", entry: number, names: [], privilege: name)
            }
        }
        let indices = self.entries.filter { $0.group.isEverything && $0.group.privileges.contains("all") }
            .map { self.source($0, pattern: nil, privilege: "all", lacks: nil) }
        // One is nothing without the other.
        return cluster.isEmpty || indices.isEmpty ? [] : cluster + indices
    }

    // MARK: Indices

    private func source(_ entry: Entry, pattern: String?, privilege: String?, lacks: Source.Lack?) -> Source {
        Source(
            role: entry.role, section: "indices", entry: entry.number, names: entry.group.names.map(\.text),
            pattern: pattern, privilege: privilege, lacks: lacks)
    }

    private static func grants(_ group: IndexGroup, _ action: Action) -> Bool {
        group.grants.actions.contains(action)
            || ActionBit(action).isMappingUpdate && group.grants.putsMappings
    }

    /// - Parameter match: the pattern that matches, and what is lacking.
    private func indices(
        _ action: Action?, _ match: (IndexGroup) -> (String?, Source.Lack?)
    ) -> [Source] {
        guard let action else { return [] }
        var granting: [Source] = []
        var near: [Source] = []
        for entry in self.entries {
            let privilege = entry.privileges.first { Self.grants($0.group, action) }?.name
            let (pattern, lack) = match(entry.group)
            if let privilege, lack == nil {
                granting.append(self.source(entry, pattern: pattern, privilege: privilege, lacks: nil))
            } else if near.count < Self.nearMax, privilege != nil || lack == nil {
                near.append(
                    self.source(entry, pattern: pattern, privilege: privilege, lacks: lack ?? .privilege))
            }
        }
        return granting.isEmpty ? near : granting
    }

    private static func match(
        _ group: IndexGroup, _ name: String, _ table: PrivilegeTable
    ) -> (String?, Source.Lack?) {
        let bytes = Array(name.utf8)
        guard let pattern = group.names.first(where: { $0.matches(bytes.span) }) else { return (nil, .name) }
        let isShut = table.restricted.contains(bytes.span) && !group.allowsRestricted
        return (pattern.text, isShut ? .allowRestrictedIndices : nil)
    }

    /// One entry that covers all that a pattern can match, else all that have the action: together they may.
    private func pattern(_ action: Action?, _ text: String) -> [Source] {
        guard let action, let pattern = try? NamePattern(text, self.table.dialect) else { return [] }
        func covers(_ groups: [IndexGroup]) -> Bool {
            (try? Role.cover(groups, pattern, withRestricted: true, self.table.restricted)) ?? false
        }
        let single = self.indices(action) { covers([$0]) ? (nil, nil) : (nil, .name) }
        guard single.allSatisfy({ $0.lacks != nil }) else { return single }
        let granting = self.entries.filter { Self.grants($0.group, action) }
        guard covers(granting.map(\.group)) else { return single }
        return granting.map { entry in
            self.source(
                entry, pattern: nil,
                privilege: entry.privileges.first { Self.grants($0.group, action) }?.name,
                lacks: nil)
        }
    }

    // MARK: Applications

    private func application(_ application: String, _ resource: String, _ privileges: [String]) -> [Source] {
        let name = Array(resource.utf8)
        return self.descriptors.flatMap { descriptor in
            descriptor.applications.enumerated().compactMap { number, entry in
                guard let concerned = try? NamePattern(entry.application, self.table.dialect),
                    concerned.matches(Array(application.utf8).span),
                    let held = entry.privileges.first(where: {
                        privileges.isEmpty || $0 == "*" || privileges.contains($0)
                    }),
                    let pattern = entry.resources.first(where: {
                        (try? NamePattern($0, self.table.dialect))?.matches(name.span) ?? false
                    })
                else { return nil }
                return Source(
                    role: descriptor.name, section: "applications", entry: number, names: entry.resources,
                    pattern: pattern, privilege: held)
            }
        }
    }
}

extension Privileges {
    /// What each side says to a question: of a user his roles; of a key its own descriptors, if it has some, then
    /// its owner's snapshot.
    public func answers(to question: DecisionRecorder.Question) -> [Bool] {
        [self.first, self.second].compactMap { role in
            role.map { Privileges(user: $0).answer(to: question) }
        }
    }

    private func answer(to question: DecisionRecorder.Question) -> Bool {
        let action = question.action
        return switch question.scope {
        case .cluster: action.map { self.allows($0) } ?? false
        case .somewhere: action.map { self.allowsSomewhere($0) } ?? false
        case .everywhere: action.map { self.allowsEverywhere($0) } ?? false
        case .index(let name): action.map { self.allows($0, index: Array(name.utf8).span) } ?? false
        case .pattern(let pattern): action.map { self.allows($0, everyNameOf: pattern) } ?? false
        case .everything: self.isUnrestricted
        case .alias(let alias, let index): self.grantsNoMore(on: alias, than: index)
        case .application(let application, let resource, let privileges):
            self.holds(anyOf: privileges, of: application, on: resource)
        }
    }
}
