public import JSON

extension RoleDescriptor {
    /// All descriptors of an object `{"role":{...},...}`: of a key, a snapshot, or `roles.yml`.
    ///
    /// - Throws: ``AuthorizeError/malformed(reason:offset:)`` for anything that is not understood.
    public static func all(_ value: JSONValue) throws(AuthorizeError) -> [RoleDescriptor] {
        guard let members = value.members else {
            throw .malformed(
                reason: "expected an object of roles, but found [\(value.tokenName)] instead",
                offset: value.start)
        }
        var descriptors: [RoleDescriptor] = []
        for member in members { descriptors.append(try RoleDescriptor(member.name, member.value)) }
        return descriptors
    }

    /// Whether `member` of an entry of indices, `field_security` or `query`, leaves everything in sight.
    public static func restrictsNothing(_ member: JSONValue.Member) -> Bool {
        DescriptorReader.restrictsNothing(member)
    }

    /// One descriptor. More is taken than Elasticsearch's own parser does, as `roles.yml` is written by hand: a
    /// list may be a single text, a Boolean the text `true` or `false`. What is unknown is refused all the same.
    public init(_ name: String, _ value: JSONValue) throws(AuthorizeError) {
        self.init(name: name)
        let reader = DescriptorReader(role: name)
        var seen: Set<String> = []
        for member in try reader.members(value, "role") {
            let field = member.name == "index" ? "indices" : member.name
            guard seen.insert(field).inserted else {
                throw reader.error("duplicate field [\(member.name)]", member.value)
            }
            if case .null = member.value.kind { continue }
            try self.read(field, member.value, reader)
        }
    }

    private mutating func read(
        _ field: String, _ value: JSONValue, _ reader: DescriptorReader
    ) throws(AuthorizeError) {
        switch field {
        case "cluster": self.cluster = try reader.strings(value, field)
        case "run_as": self.runAs = try reader.strings(value, field)
        case "indices":
            for element in try reader.elements(value, field) { try self.readIndices(element, reader) }
        case "applications":
            for element in try reader.elements(value, field) {
                self.applications.append(try reader.application(element))
            }
        case "global": try self.readGlobal(value, reader)
        case "metadata": self.metadata = try reader.members(value, field)
        case "transient_metadata":
            let members = try reader.members(value, field)
            // Elasticsearch switches roles off by it whose features the licence lacks.
            if members.contains(where: { $0.name == "enabled" && $0.value.bool != true }) {
                self.unsupported.append("transient_metadata")
            }
        case "description": _ = try reader.string(value, field)
        case "restriction": self.unsupported.append(field)
        case "remote_indices", "remote_cluster":
            guard try !reader.elements(value, field).isEmpty else { return }
            self.remote.append(JSONValue.Member(name: field, value: value))
        default: throw reader.error("unexpected field [\(field)]", value)
        }
    }

    private mutating func readIndices(
        _ value: JSONValue, _ reader: DescriptorReader
    ) throws(AuthorizeError) {
        var entry = Indices(names: [], privileges: [])
        var seen: Set<String> = []
        for member in try reader.members(value, "indices") {
            guard seen.insert(member.name).inserted else {
                throw reader.error("duplicate field [\(member.name)]", member.value)
            }
            switch member.name {
            case "names": entry.names = try reader.strings(member.value, "names")
            case "privileges": entry.privileges = try reader.strings(member.value, "privileges")
            case "allow_restricted_indices":
                entry.allowsRestricted = try reader.bool(member.value, member.name)
            case "field_security", "query":
                if !Self.restrictsNothing(member) { self.unsupported.append(member.name) }
            default: throw reader.error("unexpected field [\(member.name)]", member.value)
            }
        }
        guard !entry.names.isEmpty else { throw reader.error("missing required [names] field", value) }
        guard !entry.privileges.isEmpty else {
            throw reader.error("missing required [privileges] field", value)
        }
        self.indices.append(entry)
    }

    private mutating func readGlobal(
        _ value: JSONValue, _ reader: DescriptorReader
    ) throws(AuthorizeError) {
        for category in try reader.members(value, "global") {
            for operation in try reader.members(category.value, category.name) {
                switch (category.name, operation.name) {
                case ("application", "manage"):
                    self.global.managedApplications += try reader.globalApplications(operation.value)
                case ("profile", "write"):
                    self.global.profileApplications += try reader.globalApplications(operation.value)
                case ("role", "manage"): self.ungranted.append("global.role")
                default:
                    throw reader.error(
                        "unexpected global privilege [\(category.name).\(operation.name)]", operation.value)
                }
            }
            guard ["application", "profile", "role"].contains(category.name) else {
                throw reader.error("unexpected global privilege [\(category.name)]", category.value)
            }
        }
    }
}
