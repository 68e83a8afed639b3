public import JSON

extension RoleDescriptor {
    /// The normal form, complete, as Elasticsearch stores it and tells it back. Without the fields that were
    /// understood but are not enforced.
    public var normal: JSONValue {
        var members = [
            Self.member("cluster", Self.list(self.cluster)),
            Self.member("indices", .array(self.indices.map(Self.normal))),
            Self.member("applications", .array(self.applications.map(Self.normal))),
            Self.member("run_as", Self.list(self.runAs)),
        ]
        if !self.global.isEmpty { members.insert(Self.member("global", self.normalGlobal), at: 1) }
        members.append(Self.member("metadata", .object(self.metadata)))
        members.append(
            Self.member("transient_metadata", .object([Self.member("enabled", .bool(true))])))
        members += self.remote
        return JSONValue(.object(members))
    }

    /// All of `descriptors` as one object by name: what a key is limited by.
    public static func normal(_ descriptors: [RoleDescriptor]) -> JSONValue {
        JSONValue(.object(descriptors.map { JSONValue.Member(name: $0.name, value: $0.normal) }))
    }

    private var normalGlobal: JSONValue.Kind {
        var members: [JSONValue.Member] = []
        func add(_ category: String, _ operation: String, _ applications: [String]) {
            guard !applications.isEmpty else { return }
            let list = JSONValue.Kind.object([Self.member("applications", Self.list(applications))])
            members.append(Self.member(category, .object([Self.member(operation, list)])))
        }
        add("application", "manage", self.global.managedApplications)
        add("profile", "write", self.global.profileApplications)
        return .object(members)
    }

    private static func normal(_ entry: Indices) -> JSONValue {
        JSONValue(
            .object([
                self.member("names", self.list(entry.names)),
                self.member("privileges", self.list(entry.privileges)),
                self.member("allow_restricted_indices", .bool(entry.allowsRestricted)),
            ]))
    }

    private static func normal(_ entry: Application) -> JSONValue {
        JSONValue(
            .object([
                self.member("application", .string(entry.application)),
                self.member("privileges", self.list(entry.privileges)),
                self.member("resources", self.list(entry.resources)),
            ]))
    }

    static func member(_ name: String, _ kind: JSONValue.Kind) -> JSONValue.Member {
        JSONValue.Member(name: name, value: JSONValue(kind))
    }

    static func list(_ strings: [String]) -> JSONValue.Kind {
        .array(strings.map { JSONValue(.string($0)) })
    }
}
