internal import JSON

/// One role descriptor out of a request, in parts.
struct ParsedDescriptor: Sendable {
    struct Indices: Sendable {
        var names: [String] = []
        var privileges: [String] = []
        var allowsRestricted = false
        /// `field_security` as it was written, which leaves all fields in sight.
        var fieldSecurity: JSONValue?
        /// Of `remote_indices`: the clusters that it is about.
        var clusters: [String]?
    }

    struct RemoteCluster: Sendable {
        var privileges: [String]
        var clusters: [String]
    }

    struct Application: Sendable {
        var application: String
        var privileges: [String]
        var resources: [String]
    }

    var name: String
    var cluster: [String] = []
    var indices: [Indices] = []
    var applications: [Application] = []
    var runAs: [String] = []
    /// Members of `global`, each with one privilege.
    var global: [JSONValue.Member] = []
    var metadata: [JSONValue.Member] = []
    var remoteIndices: [Indices] = []
    var remoteClusters: [RemoteCluster] = []
    var workflows: [String] = []
    var description: String?
    /// The first part that is understood and not enforced.
    private(set) var unsupported: String?

    init(name: String) { self.name = name }

    mutating func refuse(_ field: String) { self.unsupported = self.unsupported ?? field }

    /// Whether it grants nothing and says nothing: what a derived key must have.
    var isEmpty: Bool {
        self.cluster.isEmpty && self.indices.isEmpty && self.applications.isEmpty && self.runAs.isEmpty
            && self.global.isEmpty && self.metadata.isEmpty && self.remoteIndices.isEmpty
            && self.remoteClusters.isEmpty
    }

    /// The complete form that is stored and told back.
    var normal: JSONValue {
        var members = [Self.member("cluster", Self.list(self.cluster))]
        if !self.global.isEmpty { members.append(Self.member("global", self.globalObject)) }
        members += [
            Self.member("indices", .array(self.indices.map(Self.normal))),
            Self.member(
                "applications",
                .array(
                    self.applications.map {
                        JSONValue(
                            .object([
                                Self.member("application", .string($0.application)),
                                Self.member("privileges", Self.list($0.privileges)),
                                Self.member("resources", Self.list($0.resources)),
                            ]))
                    })),
            Self.member("run_as", Self.list(self.runAs)),
            Self.member("metadata", .object(self.metadata)),
            Self.member("transient_metadata", .object([Self.member("enabled", .bool(true))])),
        ]
        members += self.remote
        if let description = self.description, !description.isEmpty {
            members.append(Self.member("description", .string(description)))
        }
        return JSONValue(.object(members))
    }

    private static func normal(_ entry: Indices) -> JSONValue {
        var members = [
            Self.member("names", Self.list(entry.names)),
            Self.member("privileges", Self.list(entry.privileges)),
        ]
        if let fields = entry.fieldSecurity {
            members.append(JSONValue.Member(name: "field_security", value: fields))
        }
        members.append(Self.member("allow_restricted_indices", .bool(entry.allowsRestricted)))
        if let clusters = entry.clusters { members.append(Self.member("clusters", Self.list(clusters))) }
        return JSONValue(.object(members))
    }

    private var remote: [JSONValue.Member] {
        var members: [JSONValue.Member] = []
        if !self.remoteIndices.isEmpty {
            members.append(Self.member("remote_indices", .array(self.remoteIndices.map(Self.normal))))
        }
        if !self.remoteClusters.isEmpty {
            let entries = self.remoteClusters.map {
                JSONValue(
                    .object([
                        Self.member("privileges", Self.list($0.privileges)),
                        Self.member("clusters", Self.list($0.clusters)),
                    ]))
            }
            members.append(Self.member("remote_cluster", .array(entries)))
        }
        return members
    }

    private var globalObject: JSONValue.Kind {
        .object(
            ["application", "profile", "role"].map { category in
                let privileges = self.global.filter { $0.name == category }.flatMap {
                    $0.value.members ?? []
                }
                return Self.member(category, .object(privileges))
            })
    }

    private static func member(_ name: String, _ kind: JSONValue.Kind) -> JSONValue.Member {
        JSONValue.Member(name: name, value: JSONValue(kind))
    }

    private static func list(_ strings: [String]) -> JSONValue.Kind {
        .array(strings.map { JSONValue(.string($0)) })
    }
}

/// The descriptors of one request.
struct ParsedDescriptors: Sendable {
    var roles: [ParsedDescriptor] = []

    var text: String {
        JSONWriter.text(
            JSONValue(.object(self.roles.map { JSONValue.Member(name: $0.name, value: $0.normal) })))
    }
}
