/// `_has_privileges`: which of the privileges that are asked for a principal has. A pattern is had only when what
/// is granted covers all of it.
public struct HasPrivileges: Sendable, Equatable {
    /// What is asked for; ``init(json:username:)`` reads it from a request.
    public struct Request: Sendable, Equatable {
        public var cluster: [String] = []
        public var indices: [RoleDescriptor.Indices] = []
        public var applications: [RoleDescriptor.Application] = []

        public init() {}
    }

    /// Privileges with the answers, as texts were written and in the order of Elasticsearch's answer.
    public typealias Answers = [(name: String, isHeld: Bool)]

    public private(set) var cluster: Answers = []
    /// By name of an index.
    public private(set) var indices: [(name: String, privileges: Answers)] = []
    /// By application and resource.
    public private(set) var applications: [(name: String, resources: [(name: String, privileges: Answers)])] =
        []

    public var hasAllRequested: Bool {
        func all(_ answers: Answers) -> Bool { answers.allSatisfy(\.isHeld) }
        return all(self.cluster) && self.indices.allSatisfy { all($0.privileges) }
            && self.applications.allSatisfy { $0.resources.allSatisfy { all($0.privileges) } }
    }

    /// - Parameter declared: the privileges that applications have declared.
    /// - Throws: for a privilege or pattern that is none, or whose comparison would cost too much.
    public init(
        _ request: Request, _ privileges: Privileges, declared: ApplicationPrivileges = .none
    ) throws(AuthorizeError) {
        let sides = [privileges.first, privileges.second].compactMap { $0 }
        var comparison = IndexComparison()
        var cluster: [String: Bool] = [:]
        for name in request.cluster where cluster[name] == nil {
            cluster[name] = try Self.all(sides) { role throws(AuthorizeError) in
                try role.holdsCluster(name)
            }
        }
        var indices: [String: [String: Bool]] = [:]
        for entry in request.indices {
            for side in sides {
                for (name, answers) in try comparison.answers(entry, side) {
                    indices[name, default: [:]].merge(answers) { $0 && $1 }
                }
            }
        }
        var applications: [String: [String: [String: Bool]]] = [:]
        for entry in request.applications {
            for resource in Set(entry.resources) {
                let pattern = try NamePattern(resource, privileges.table.dialect)
                for privilege in Set(entry.privileges) {
                    let isHeld = try Self.all(sides) { role throws(AuthorizeError) in
                        try role.holds(privilege, entry.application, pattern, declared)
                    }
                    applications[entry.application, default: [:]][resource, default: [:]]
                        .merge([privilege: isHeld]) { $0 && $1 }
                }
            }
        }
        self.arrange(
            request, cluster, indices, applications, privileges.table, hasTwoSides: sides.count > 1)
    }

    private static func all(
        _ sides: [Role], _ test: (Role) throws(AuthorizeError) -> Bool
    ) throws(AuthorizeError) -> Bool {
        for side in sides where try !test(side) { return false }
        return true
    }

    private mutating func arrange(
        _ request: Request, _ cluster: [String: Bool], _ indices: [String: [String: Bool]],
        _ applications: [String: [String: [String: Bool]]], _ table: PrivilegeTable, hasTwoSides: Bool
    ) {
        func answers(_ held: [String: Bool], _ asked: [String]) -> Answers {
            // Before 8 they come from a map: of two sides from one that was filled from the end.
            var order = held.keys.sorted()
            if table.edition == .v7 {
                order = JavaOrder.placed(asked)
                if hasTwoSides { order = JavaOrder.placed(order.reversed()) }
            }
            return order.compactMap { name in held[name].map { (name, $0) } }
        }
        self.cluster = JavaOrder.sorted(request.cluster).compactMap { name in
            cluster[name].map { (name, $0) }
        }
        self.indices = indices.sorted { $0.key < $1.key }.map { name, held in
            let asked = request.indices.filter { $0.names.contains(name) }.flatMap(\.privileges)
            return (name, answers(held, asked))
        }
        self.applications = applications.sorted { $0.key < $1.key }.map { name, resources in
            let asked = request.applications.filter { $0.application == name }.flatMap(\.privileges)
            let answered = resources.sorted { $0.key < $1.key }.map { ($0, answers($1, asked)) }
            return (name, answered)
        }
    }

    public static func == (left: HasPrivileges, right: HasPrivileges) -> Bool {
        left.json(username: "") == right.json(username: "")
    }
}
