/// What a role grants on one application and list of resources: entries with the same of both are one.
struct ApplicationGroup: Sendable {
    let application: String
    private let applications: PatternSet
    /// Names of declared privileges, or actions (with `/`, `*` or `:`). Sorted, each once.
    let privileges: [String]
    let resources: [NamePattern]

    static func groups(
        _ descriptors: [RoleDescriptor], _ table: PrivilegeTable, _ effort: inout Effort
    ) throws(AuthorizeError) -> [ApplicationGroup] {
        struct Key: Hashable {
            var application: String
            var resources: [String]
        }
        var order: [Key] = []
        var privileges: [Key: Set<String>] = [:]
        for entry in descriptors.flatMap(\.applications) {
            let key = Key(application: entry.application, resources: Set(entry.resources).sorted())
            if privileges[key] == nil { order.append(key) }
            privileges[key, default: []].formUnion(entry.privileges)
        }
        guard order.reduce(0, { $0 + 1 + $1.resources.count }) <= AutomatonLimits.rolePatternCountMax else {
            throw .tooComplex("a role of more than \(AutomatonLimits.rolePatternCountMax) resources")
        }
        var groups: [ApplicationGroup] = []
        for key in order {
            var resources: [NamePattern] = []
            for resource in key.resources { resources.append(try NamePattern(resource, table.dialect)) }
            groups.append(
                ApplicationGroup(
                    application: key.application,
                    applications: try PatternSet([key.application], table.dialect, &effort),
                    privileges: (privileges[key] ?? []).sorted(), resources: resources))
        }
        return groups
    }

    func concerns(_ application: String) -> Bool { self.applications.contains(application) }
}
