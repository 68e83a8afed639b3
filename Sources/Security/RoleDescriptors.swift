internal import Elasticsearch
internal import JSON

/// Role descriptors as they come in a request: checked in form and brought into the form in which they are
/// stored and told back.
struct RoleDescriptors {
    /// Why a descriptor could not be read: the chain of causes from the outside in, and where.
    struct Fault: Error {
        var offset: Int
        var causes: [(type: String, reason: String)]

        init(_ offset: Int, _ causes: (type: String, reason: String)...) {
            self.offset = offset
            self.causes = causes
        }
    }

    /// The normal form: a JSON object of descriptors by name.
    private(set) var normal: [JSONValue.Member] = []
    /// What is wrong with privileges and metadata: reported together, after the form.
    private(set) var complaints: [String] = []
    /// Names of descriptors that grant nothing at all: what a derived key must have.
    private(set) var emptyCount = 0
    /// The descriptor names a restriction that is not enforced.
    private(set) var unsupported: String?

    var text: String { JSONWriter.text(JSONValue(.object(self.normal))) }

    /// Reads one descriptor.
    mutating func add(_ name: String, _ value: JSONValue) throws(Fault) {
        guard let members = value.members else {
            throw Fault(
                value.start,
                (
                    "parse_exception",
                    "failed to parse role [\(name)]. expected an object but found [\(value.tokenName)] instead"
                ))
        }
        var cluster: [String] = []
        var indices: [JSONValue] = []
        var applications: [JSONValue] = []
        var runAs: [String] = []
        var metadata: [JSONValue.Member] = []
        for member in members {
            switch member.name {
            case "cluster": cluster = try self.strings(name, "cluster", member.value)
            case "indices", "index": indices = try self.indices(name, member.name, member.value)
            case "applications": applications = try self.applications(name, member.value)
            case "run_as": runAs = try self.strings(name, "null", member.value)
            case "metadata":
                guard let object = member.value.members else {
                    throw Fault(
                        member.value.start,
                        (
                            "parse_exception",
                            "expected field [metadata] to be of type object, but found [\(member.value.tokenName)] instead"
                        ))
                }
                metadata = object
                if object.contains(where: { $0.name.hasPrefix("_") }) {
                    self.complaints.append("role descriptor metadata keys may not start with [_]")
                }
            case "transient_metadata": break
            case "global":
                guard member.value.members?.isEmpty == true else {
                    self.unsupported = "role [\(name)]: [global] privileges are not supported by this proxy"
                    continue
                }
            case "remote_indices", "remote_cluster", "restriction":
                self.unsupported = "role [\(name)]: [\(member.name)] is not supported by this proxy"
            default:
                throw Fault(
                    member.value.start,
                    ("parse_exception", "failed to parse role [\(name)]. unexpected field [\(member.name)]"))
            }
        }
        let isEmpty =
            cluster.isEmpty && indices.isEmpty && applications.isEmpty && runAs.isEmpty && metadata.isEmpty
        if isEmpty { self.emptyCount += 1 }
        for privilege in cluster where !PrivilegeNames.isCluster(privilege) {
            self.complaints.append(PrivilegeNames.unknownCluster(privilege))
        }
        self.normal.append(
            Self.member(
                name,
                .object([
                    Self.member("cluster", Self.list(cluster)), Self.member("indices", .array(indices)),
                    Self.member("applications", .array(applications)),
                    Self.member("run_as", Self.list(runAs)),
                    Self.member("metadata", .object(metadata)),
                    Self.member("transient_metadata", .object([Self.member("enabled", .bool(true))])),
                ])))
    }

    // MARK: Parts

    private func strings(_ role: String, _ field: String, _ value: JSONValue) throws(Fault) -> [String] {
        let outer = (type: "parse_exception", reason: "failed to parse role [\(role)]")
        guard let elements = value.elements else {
            throw Fault(
                value.start, outer,
                (
                    "parse_exception",
                    "could not parse [\(field)] field. expected a string array but found [\(value.tokenName)] value instead"
                ))
        }
        var strings: [String] = []
        for element in elements {
            guard let string = element.string else {
                throw Fault(
                    element.start, outer,
                    (
                        "parse_exception",
                        "could not parse [\(field)] field. expected a string array but one of the value in the array is [\(element.tokenName)]"
                    ))
            }
            strings.append(string)
        }
        return strings
    }

    private mutating func indices(
        _ role: String, _ field: String, _ value: JSONValue
    ) throws(Fault) -> [JSONValue] {
        let prefix = "failed to parse indices privileges for role [\(role)]."
        guard let elements = value.elements else {
            throw Fault(
                value.start,
                (
                    "parse_exception",
                    "\(prefix) expected field [\(field)] value to be an array, but found [\(value.tokenName)] instead"
                ))
        }
        var entries: [JSONValue] = []
        for element in elements { entries.append(try self.indexEntry(role, prefix, field, element)) }
        return entries
    }

    private mutating func indexEntry(
        _ role: String, _ prefix: String, _ field: String, _ value: JSONValue
    ) throws(Fault) -> JSONValue {
        guard let members = value.members else {
            throw Fault(
                value.start,
                (
                    "parse_exception",
                    "\(prefix) expected field [\(field)] value to be an array of objects, but found an array element of type [\(value.tokenName)]"
                ))
        }
        var names: [String]?
        var privileges: [String]?
        var allowsRestricted = false
        for member in members {
            switch member.name {
            case "names":
                if let name = member.value.string {
                    names = [name]
                } else {
                    names = try self.strings(role, "names", member.value)
                    if names?.isEmpty == true {
                        throw Fault(
                            member.value.end,
                            ("parse_exception", "\(prefix) [names] cannot be an empty array"))
                    }
                }
            case "privileges": privileges = try self.strings(role, "privileges", member.value)
            case "allow_restricted_indices":
                guard let bool = member.value.bool else {
                    throw Fault(
                        member.value.start,
                        (
                            "parse_exception",
                            "\(prefix) expected field [allow_restricted_indices] value to be a boolean, but found [\(member.value.tokenName)] instead"
                        ))
                }
                allowsRestricted = bool
            case "field_security", "query":
                if case .null = member.value.kind { continue }
                // Never ignored: a key that says less than it may would be a lie.
                self.unsupported =
                    "role [\(role)]: [\(member.name)] (document and field level security) is not supported by this proxy"
            default:
                throw Fault(
                    member.value.start, ("parse_exception", "\(prefix) unexpected field [\(member.name)]"))
            }
        }
        guard let names else {
            throw Fault(value.end, ("parse_exception", "\(prefix) missing required [names] field"))
        }
        guard let privileges else {
            throw Fault(value.end, ("parse_exception", "\(prefix) missing required [privileges] field"))
        }
        guard !privileges.isEmpty else {
            throw Fault(
                value.end,
                ("illegal_argument_exception", "indices privileges must define at least one privilege"))
        }
        for privilege in privileges where !PrivilegeNames.isIndex(privilege) {
            self.complaints.append(PrivilegeNames.unknownIndex(privilege))
        }
        return JSONValue(
            .object([
                Self.member("names", Self.list(names)), Self.member("privileges", Self.list(privileges)),
                Self.member("allow_restricted_indices", .bool(allowsRestricted)),
            ]))
    }

    private mutating func applications(_ role: String, _ value: JSONValue) throws(Fault) -> [JSONValue] {
        let prefix = "failed to parse application privileges for role [\(role)]."
        guard let elements = value.elements else {
            throw Fault(
                value.start,
                (
                    "parse_exception",
                    "\(prefix) expected field [applications] value to be an array, but found [\(value.tokenName)] instead"
                ))
        }
        var entries: [JSONValue] = []
        for element in elements {
            guard let members = element.members else {
                throw Fault(
                    element.start,
                    (
                        "parse_exception",
                        "\(prefix) expected field [applications] value to be an array of objects, but found an array element of type [\(element.tokenName)]"
                    ))
            }
            for member in members where !["application", "privileges", "resources"].contains(member.name) {
                throw Fault(
                    member.value.start, ("parse_exception", "\(prefix) unexpected field [\(member.name)]"))
            }
            for field in ["application", "privileges", "resources"] where element[field] == nil {
                throw Fault(element.end, ("parse_exception", "\(prefix) missing required [\(field)] field"))
            }
            guard let application = element["application"]?.string, let privileges = element["privileges"],
                let resources = element["resources"]
            else {
                throw Fault(
                    element.start,
                    ("parse_exception", "\(prefix) expected field [application] value to be a string"))
            }
            entries.append(
                JSONValue(
                    .object([
                        Self.member("application", .string(application)),
                        Self.member(
                            "privileges", Self.list(try self.strings(role, "privileges", privileges))),
                        Self.member("resources", Self.list(try self.strings(role, "resources", resources))),
                    ])))
        }
        return entries
    }

    private static func member(_ name: String, _ kind: JSONValue.Kind) -> JSONValue.Member {
        JSONValue.Member(name: name, value: JSONValue(kind))
    }

    private static func list(_ strings: [String]) -> JSONValue.Kind {
        .array(strings.map { JSONValue(.string($0)) })
    }
}
