internal import Authorize
internal import JSON

/// Entries of several roles as `_privileges` lists them: what is about the same comes once, as in Elasticsearch.
enum MergedPrivileges {
    /// Entries with the same names become one, with the privileges of all.
    static func indices(_ roles: [RoleDescriptor]) -> [RoleDescriptor.Indices] {
        struct Key: Hashable {
            var names: Set<String>
            var allowsRestricted: Bool
        }
        let groups = self.groups(roles.flatMap(\.indices)) {
            Key(names: Set($0.names), allowsRestricted: $0.allowsRestricted)
        }
        return groups.map { key, entries in
            RoleDescriptor.Indices(
                names: key.names.sorted(), privileges: self.union(entries.map(\.privileges)),
                allowsRestricted: key.allowsRestricted)
        }
    }

    /// Entries with the same resources become one, then those with the same privileges.
    static func applications(_ roles: [RoleDescriptor]) -> [RoleDescriptor.Application] {
        struct Key: Hashable {
            var application: String
            var names: Set<String>
        }
        let byResources = self.groups(roles.flatMap(\.applications)) {
            Key(application: $0.application, names: Set($0.resources))
        }
        let merged = byResources.map { key, entries in
            RoleDescriptor.Application(
                application: key.application, privileges: self.union(entries.map(\.privileges)),
                resources: key.names.sorted())
        }
        let byPrivileges = self.groups(merged) {
            Key(application: $0.application, names: Set($0.privileges))
        }
        return byPrivileges.map { key, entries in
            RoleDescriptor.Application(
                application: key.application, privileges: key.names.sorted(),
                resources: self.union(entries.map(\.resources)))
        }
    }

    /// Entries of `remote_indices`, each once, with their lists sorted.
    static func remoteIndices(_ roles: [RoleDescriptor]) -> [JSONValue] {
        var seen: Set<String> = []
        return self.remote("remote_indices", roles).map { entry in
            let members = (entry.members ?? []).map { member in
                guard let texts = member.value.elements?.compactMap(\.string) else { return member }
                let sorted = texts.sorted().map { JSONValue(.string($0)) }
                return JSONValue.Member(name: member.name, value: JSONValue(.array(sorted)))
            }
            return JSONValue(.object(members))
        }.filter { seen.insert(JSONWriter.text($0)).inserted }
    }

    static func remoteClusters(_ roles: [RoleDescriptor]) -> [JSONValue] {
        self.remote("remote_cluster", roles)
    }

    private static func remote(_ name: String, _ roles: [RoleDescriptor]) -> [JSONValue] {
        roles.flatMap(\.remote).filter { $0.name == name }.flatMap { $0.value.elements ?? [] }
    }

    private static func union(_ lists: [[String]]) -> [String] { Set(lists.joined()).sorted() }

    /// In the order in which the keys come first.
    private static func groups<Key: Hashable, Entry>(
        _ entries: [Entry], by key: (Entry) -> Key
    ) -> [(Key, [Entry])] {
        var places: [Key: Int] = [:]
        var groups: [(Key, [Entry])] = []
        for entry in entries {
            let key = key(entry)
            if let place = places[key] {
                groups[place].1.append(entry)
            } else {
                places[key] = groups.count
                groups.append((key, [entry]))
            }
        }
        return groups
    }
}
