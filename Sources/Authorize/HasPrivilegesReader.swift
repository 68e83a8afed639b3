internal import Elasticsearch
internal import JSON

/// Takes the parts of a `_has_privileges` request from JSON, with Elasticsearch's complaints.
struct HasPrivilegesReader {
    /// What its parser calls the request.
    let role: String

    private func failure(_ kind: String, _ reason: String) -> ErrorResponse {
        .parse("failed to parse \(kind) privileges for role [\(self.role)]. \(reason)")
    }

    func elements(
        _ value: JSONValue, _ kind: String, _ field: String
    ) throws(ErrorResponse) -> [JSONValue] {
        guard let elements = value.elements else {
            throw self.failure(
                kind, "expected field [\(field)] value to be an array, but found [\(value.tokenName)] instead"
            )
        }
        return elements
    }

    func strings(_ value: JSONValue, _ field: String) throws(ErrorResponse) -> [String] {
        func failure(_ reason: String) -> ErrorResponse {
            .parse(
                "failed to parse role [\(self.role)]",
                causedBy: .cause(
                    type: "parse_exception",
                    reason: "could not parse [\(field)] field. expected a string array but \(reason)", by: nil
                ))
        }
        guard let elements = value.elements else {
            throw failure("found [\(value.tokenName)] value instead")
        }
        var strings: [String] = []
        for element in elements {
            guard let string = element.string else {
                throw failure("one of the value in the array is [\(element.tokenName)]")
            }
            strings.append(string)
        }
        return strings
    }

    private func members(
        _ value: JSONValue, _ kind: String, _ field: String
    ) throws(ErrorResponse) -> [JSONValue.Member] {
        guard let members = value.members else {
            throw self.failure(
                kind,
                "expected field [\(field)] value to be an array of objects, but found an array element of type"
                    + " [\(value.tokenName)]")
        }
        return members
    }

    func indices(_ value: JSONValue, _ field: String) throws(ErrorResponse) -> RoleDescriptor.Indices {
        var names: [String]?
        var privileges: [String]?
        var allowsRestricted = false
        for member in try self.members(value, "indices", field) {
            switch member.name {
            case "names":
                if let name = member.value.string {
                    names = [name]
                    continue
                }
                names = try self.strings(member.value, "names")
                guard names?.isEmpty == false else {
                    throw self.failure("indices", "[names] cannot be an empty array")
                }
            case "privileges": privileges = try self.strings(member.value, "privileges")
            case "allow_restricted_indices":
                guard let bool = member.value.bool else {
                    throw self.failure(
                        "indices",
                        "expected field [allow_restricted_indices] value to be a boolean, but found"
                            + " [\(member.value.tokenName)] instead")
                }
                allowsRestricted = bool
            case "field_security", "query":
                guard DescriptorReader.restrictsNothing(member) else {
                    throw .parse("Field [\(member.name)] is not supported in a has_privileges request")
                }
            default: throw self.failure("indices", "unexpected field [\(member.name)]")
            }
        }
        guard let names else { throw self.failure("indices", "missing required [names] field") }
        guard let privileges else { throw self.failure("indices", "missing required [privileges] field") }
        guard !privileges.isEmpty else {
            throw .illegalArgument("indices privileges must define at least one privilege")
        }
        return RoleDescriptor.Indices(
            names: names, privileges: privileges, allowsRestricted: allowsRestricted)
    }

    func application(
        _ value: JSONValue, _ field: String
    ) throws(ErrorResponse) -> RoleDescriptor.Application {
        var application: String?
        var privileges: [String]?
        var resources: [String]?
        for member in try self.members(value, "application", field) {
            switch member.name {
            case "application":
                guard let string = member.value.string else {
                    throw self.failure(
                        "application",
                        "expected field [application] value to be a string, but found"
                            + " [\(member.value.tokenName)] instead")
                }
                application = string
            case "privileges": privileges = try self.strings(member.value, "privileges")
            case "resources": resources = try self.strings(member.value, "resources")
            default: throw self.failure("application", "unexpected field [\(member.name)]")
            }
        }
        func missing(_ field: String) -> ErrorResponse {
            self.failure("application", "missing required [\(field)] field")
        }
        guard let application else { throw missing("application") }
        guard let privileges else { throw missing("privileges") }
        guard let resources else { throw missing("resources") }
        if application.isEmpty {
            throw .illegalArgument("application privileges must have an application name")
        }
        if privileges.isEmpty {
            throw .illegalArgument("application privileges must define at least one privilege")
        }
        if resources.isEmpty {
            throw .illegalArgument("application privileges must refer to at least one resource")
        }
        return RoleDescriptor.Application(
            application: application, privileges: privileges, resources: resources)
    }
}
