public import JSON

/// One role as it is written: in a request, in the store, in `roles.yml`. Names of privileges are not looked at
/// here; ``Role`` does that, because what is known depends on the release.
public struct RoleDescriptor: Sendable, Equatable {
    /// Privileges on the indices whose names match.
    public struct Indices: Sendable, Equatable {
        public var names: [String]
        public var privileges: [String]
        public var allowsRestricted: Bool

        public init(names: [String], privileges: [String], allowsRestricted: Bool = false) {
            self.names = names
            self.privileges = privileges
            self.allowsRestricted = allowsRestricted
        }
    }

    /// Privileges on an application such as Kibana.
    public struct Application: Sendable, Equatable {
        public var application: String
        public var privileges: [String]
        public var resources: [String]

        public init(application: String, privileges: [String], resources: [String]) {
            self.application = application
            self.privileges = privileges
            self.resources = resources
        }
    }

    /// Cluster privileges that hold for some requests only (`global`).
    public struct Global: Sendable, Equatable {
        /// `application.manage.applications`: patterns of applications whose privileges may be managed.
        public var managedApplications: [String] = []
        /// `profile.write.applications`: patterns of applications whose data in profiles may be written.
        public var profileApplications: [String] = []

        public init() {}
        public var isEmpty: Bool { self.managedApplications.isEmpty && self.profileApplications.isEmpty }
    }

    public var name: String
    public var cluster: [String] = []
    public var indices: [Indices] = []
    public var applications: [Application] = []
    public var runAs: [String] = []
    public var global = Global()
    public var metadata: [JSONValue.Member] = []
    /// Fields that would take something away and are not enforced, e.g. `query`: no role is made of such a
    /// descriptor.
    public var unsupported: [String] = []
    /// Fields that would grant something that there is not, e.g. `global.role`: not granted.
    public var ungranted: [String] = []
    /// `remote_indices` and `remote_cluster` as they are written: kept and told. No other cluster can be reached through the
    /// proxy, so they grant nothing.
    public var remote: [JSONValue.Member] = []

    public init(name: String) { self.name = name }

    /// Whether it grants nothing and says nothing: what a derived key must have.
    public var isEmpty: Bool {
        self.cluster.isEmpty && self.indices.isEmpty && self.applications.isEmpty && self.runAs.isEmpty
            && self.global.isEmpty && self.metadata.isEmpty && self.unsupported.isEmpty
            && self.ungranted.isEmpty && self.remote.isEmpty
    }

    public static func == (left: RoleDescriptor, right: RoleDescriptor) -> Bool {
        left.name == right.name && left.cluster == right.cluster && left.indices == right.indices
            && left.applications == right.applications && left.runAs == right.runAs
            && left.global == right.global && left.unsupported == right.unsupported
            && left.ungranted == right.ungranted
            && JSONValue(.object(left.remote)) == JSONValue(.object(right.remote))
            && JSONValue(.object(left.metadata)) == JSONValue(.object(right.metadata))
    }
}
