/// The privileges that applications have declared (`PUT /_security/privilege`): application, name, actions.
public struct ApplicationPrivileges: Sendable {
    public struct Entry: Sendable, Hashable {
        public var application: String
        public var name: String
        public var actions: [String]

        public init(application: String, name: String, actions: [String]) {
            self.application = application
            self.name = name
            self.actions = actions
        }
    }

    public var entries: [Entry]

    public init(_ entries: [Entry]) { self.entries = entries }
    public static let none = ApplicationPrivileges([])

    /// Whether a privilege is named, and no action: those have one of `/`, `*` and `:`.
    static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, UInt8(ascii: "a")...UInt8(ascii: "z") ~= first else {
            return false
        }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"),
                UInt8(ascii: "."):
                true
            default: false
            }
        }
    }

    /// The patterns of actions that `names` stand for in `application`.
    func actions(_ names: [String], of application: String) -> [String] {
        names.flatMap { name in
            guard Self.isName(name) else { return [name] }
            return self.entries.first { $0.application == application && $0.name == name }?.actions ?? []
        }
    }
}

extension Privileges {
    /// Whether each side holds one of some privileges of an application by its name alone, or all of the application:
    /// what a server needs that has declared nothing.
    ///
    /// - Parameters:
    ///   - privileges: empty: any one.
    ///   - resource: such as `space:default`.
    public func holds(anyOf privileges: [String], of application: String, on resource: String) -> Bool {
        func holds(_ role: Role) -> Bool {
            role.applications.contains { group in
                group.concerns(application)
                    && (privileges.isEmpty
                        ? !group.privileges.isEmpty
                        : group.privileges.contains { $0 == "*" || privileges.contains($0) })
                    && group.resources.contains { $0.matches(Array(resource.utf8).span) }
            }
        }
        let scope = DecisionRecorder.Scope.application(
            application, resource: resource, privileges: privileges)
        guard UTF8Names.isValid(Array(resource.utf8).span), holds(self.first) else {
            return self.noted(nil, false, scope)
        }
        return self.noted(nil, self.second.map(holds) ?? true, scope)
    }
}

extension Role {
    /// A group with what its names stand for in one application.
    struct ResolvedApplication: Sendable {
        var group: ApplicationGroup
        /// A pattern where no declaration fits.
        var application: String
        var actions: [String]
    }

    /// What the groups grant in which application, given what is declared there.
    func resolvedApplications(_ declared: ApplicationPrivileges) -> [ResolvedApplication] {
        // Elasticsearch loads the declarations that any of the role's names mean.
        let names = Set(self.applications.flatMap(\.privileges))
        let loaded = ApplicationPrivileges(
            declared.entries.filter { entry in
                names.contains(entry.name) && self.applications.contains { $0.concerns(entry.application) }
            })
        let known = Set(loaded.entries.map(\.application)).sorted()
        return self.applications.flatMap { group in
            guard group.application.contains("*") else {
                return [self.resolve(group, group.application, loaded)]
            }
            var resolved = known.filter(group.concerns).map { self.resolve(group, $0, loaded) }
            if resolved.isEmpty || self.table.edition != .v7 {
                resolved.append(self.resolve(group, group.application, loaded))
            }
            return resolved
        }
    }

    private func resolve(
        _ group: ApplicationGroup, _ application: String, _ loaded: ApplicationPrivileges
    ) -> ResolvedApplication {
        ResolvedApplication(
            group: group, application: application,
            actions: loaded.actions(group.privileges, of: application))
    }

    /// Whether `privilege`, a name or an action of `application`, is granted on all of `resource`.
    func holds(
        _ privilege: String, _ application: String, _ resource: NamePattern,
        _ declared: ApplicationPrivileges
    ) throws(AuthorizeError) -> Bool {
        let asked = declared.actions([privilege], of: application)
        for entry in self.resolvedApplications(declared) {
            guard
                try Self.matches(entry, [privilege], asked, application, self.table.dialect),
                try Inclusion.holds(resource, in: entry.group.resources)
            else { continue }
            return true
        }
        return false
    }

    /// Whether what `entry` grants covers the privileges `names` of `application`, which stand for `asked`.
    static func matches(
        _ entry: ResolvedApplication, _ names: [String], _ asked: [String], _ application: String,
        _ dialect: RegularExpression.Dialect
    ) throws(AuthorizeError) -> Bool {
        if entry.application == application && entry.group.privileges == names { return true }
        guard
            entry.application == application
                || entry.application.contains("*") && entry.group.concerns(application)
        else { return false }
        var granted: [NamePattern] = []
        for action in entry.actions { granted.append(try NamePattern(action, dialect)) }
        if granted.contains(where: { $0.form == .everything }) { return true }
        if granted.isEmpty || asked.isEmpty { return false }
        for action in asked {
            guard try Inclusion.holds(NamePattern(action, dialect), in: granted) else { return false }
        }
        return true
    }
}
