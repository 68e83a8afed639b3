internal import JSON

/// The roles that every cluster has (reserved roles).
public enum BuiltInRoles {
    private static let byEdition: [PrivilegeTable.Edition: [String: RoleDescriptor]] = Dictionary(
        uniqueKeysWithValues: PrivilegeTable.Edition.allCases.map { edition in
            let roles = Self.read(Self.data, edition) + Self.read(Self.kibanaSystem, edition)
            return (edition, Dictionary(uniqueKeysWithValues: roles.map { ($0.name, $0) }))
        })

    /// Sorted.
    public static func names(_ edition: PrivilegeTable.Edition) -> [String] {
        (self.byEdition[edition] ?? [:]).keys.sorted()
    }

    public static func role(_ name: String, _ edition: PrivilegeTable.Edition) -> RoleDescriptor? {
        self.byEdition[edition]?[name]
    }

    // MARK: Reading the tables

    /// See ``data``.
    static func read(_ data: String, _ edition: PrivilegeTable.Edition) -> [RoleDescriptor] {
        var roles: [RoleDescriptor] = []
        var holds = false
        var part: [String] = []
        func finish() {
            if holds, !part.isEmpty { roles[roles.count - 1].add(part) }
            part = []
        }
        for line in data.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            if line.hasPrefix("  ") {
                part += words
                continue
            }
            finish()
            if line.hasPrefix(" ") {
                part = words
                continue
            }
            holds = words.count == 2 && words[1].contains(edition.rawValue.dropFirst())
            guard holds else { continue }
            var role = RoleDescriptor(name: words[0])
            role.metadata = [RoleDescriptor.member("_reserved", .bool(true))]
            roles.append(role)
        }
        finish()
        return roles
    }
}

extension RoleDescriptor {
    /// Adds one part of a built-in role: a keyword and what it says, in sections split by colons.
    fileprivate mutating func add(_ part: [String]) {
        let sections = part.dropFirst().split(separator: ":").map(Array.init)
        func section(_ index: Int) -> [String] { index < sections.count ? sections[index] : [] }
        switch part[0] {
        case "cluster": self.cluster = section(0)
        case "indices", "restricted":
            self.indices.append(
                Indices(
                    names: section(0), privileges: section(1), allowsRestricted: part[0] == "restricted"))
        case "application":
            self.applications.append(
                Application(
                    application: section(0)[0], privileges: section(1), resources: section(2)))
        case "run_as": self.runAs = section(0)
        case "manages": self.global.managedApplications = section(0)
        case "profiles": self.global.profileApplications = section(0)
        case "deprecated":
            self.metadata.append(Self.member("_deprecated", .bool(true)))
            self.metadata.append(
                Self.member("_deprecated_reason", .string(part.dropFirst().joined(separator: " "))))
        default: preconditionFailure("no part of a built-in role is called \(part[0])")
        }
    }
}
