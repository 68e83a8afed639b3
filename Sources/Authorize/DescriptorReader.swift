internal import JSON

/// Takes the parts of a role descriptor from JSON; errors name the role.
struct DescriptorReader {
    let role: String

    func error(_ reason: String, _ value: JSONValue) -> AuthorizeError {
        .malformed(reason: "failed to parse role [\(self.role)]. \(reason)", offset: value.start)
    }

    private func expected(_ what: String, _ field: String, _ value: JSONValue) -> AuthorizeError {
        self.error(
            "expected field [\(field)] value to be \(what), but found [\(value.tokenName)] instead", value)
    }

    func members(_ value: JSONValue, _ field: String) throws(AuthorizeError) -> [JSONValue.Member] {
        guard let members = value.members else { throw self.expected("an object", field, value) }
        return members
    }

    func elements(_ value: JSONValue, _ field: String) throws(AuthorizeError) -> [JSONValue] {
        guard let elements = value.elements else { throw self.expected("an array", field, value) }
        return elements
    }

    func string(_ value: JSONValue, _ field: String) throws(AuthorizeError) -> String {
        guard let string = value.string else { throw self.expected("a string", field, value) }
        return string
    }

    func strings(_ value: JSONValue, _ field: String) throws(AuthorizeError) -> [String] {
        if let string = value.string { return [string] }
        var strings: [String] = []
        for element in try self.elements(value, field) { strings.append(try self.string(element, field)) }
        return strings
    }

    func bool(_ value: JSONValue, _ field: String) throws(AuthorizeError) -> Bool {
        if let bool = value.bool { return bool }
        switch value.string {
        case "true": return true
        case "false": return false
        default: throw self.expected("a boolean", field, value)
        }
    }

    /// Whether `field_security` or `query` leaves everything in sight: Kibana writes `{"grant":["*"]}`, and an empty
    /// text is no query.
    static func restrictsNothing(_ member: JSONValue.Member) -> Bool {
        if case .null = member.value.kind { return true }
        if member.name == "query" { return member.value.string?.isEmpty == true }
        guard member.name == "field_security", let members = member.value.members else { return false }
        var grantsAll = false
        for each in members {
            switch each.name {
            case "grant": grantsAll = each.value.elements?.map(\.string) == ["*"] || each.value.string == "*"
            case "except":
                if case .null = each.value.kind { continue }
                guard each.value.elements?.isEmpty == true else { return false }
            default: return false
            }
        }
        return grantsAll
    }

    func application(_ value: JSONValue) throws(AuthorizeError) -> RoleDescriptor.Application {
        var application: String?
        var privileges: [String]?
        var resources: [String]?
        for member in try self.members(value, "applications") {
            switch member.name {
            case "application": application = try self.string(member.value, member.name)
            case "privileges": privileges = try self.strings(member.value, member.name)
            case "resources": resources = try self.strings(member.value, member.name)
            default: throw self.error("unexpected field [\(member.name)]", member.value)
            }
        }
        guard let application, !application.isEmpty else {
            throw self.error("missing required [application] field", value)
        }
        guard let privileges, !privileges.isEmpty else {
            throw self.error("missing required [privileges] field", value)
        }
        guard let resources, !resources.isEmpty else {
            throw self.error("missing required [resources] field", value)
        }
        return RoleDescriptor.Application(
            application: application, privileges: privileges, resources: resources)
    }

    /// The patterns of `{"applications":[...]}`.
    func globalApplications(_ value: JSONValue) throws(AuthorizeError) -> [String] {
        let members = try self.members(value, "global")
        guard members.count == 1, members[0].name == "applications" else {
            throw self.error("expected the field [applications] alone in a global privilege", value)
        }
        return try self.strings(members[0].value, "applications")
    }
}
