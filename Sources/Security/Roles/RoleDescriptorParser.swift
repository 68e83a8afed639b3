internal import Authorize
internal import Elasticsearch
internal import JSON

/// Reads role descriptors as they come in a request, in the order of Elasticsearch's parser, into the normal form
/// in which they are stored and told back.
struct RoleDescriptorParser {
    /// Parts that some requests may have and others may not.
    struct Extent: OptionSet {
        let rawValue: Int
        static let restriction = Extent(rawValue: 1)
        static let description = Extent(rawValue: 2)
    }

    typealias Fault = ObjectParser.Fault

    let role: String
    let extent: Extent
    private(set) var parsed: ParsedDescriptor

    private init(_ role: String, _ extent: Extent) {
        self.role = role
        self.extent = extent
        self.parsed = ParsedDescriptor(name: role)
    }

    /// Reads the descriptor at whose first bracket the reader stands.
    static func parse(
        _ role: String, _ reader: inout JSONReader, _ extent: Extent
    ) throws(Fault) -> ParsedDescriptor {
        if let complaint = RoleName.complaint(role) {
            throw .inner(
                .cause(
                    type: "validation_exception", reason: ErrorResponse.validationReason([complaint])))
        }
        var parser = RoleDescriptorParser(role, extent)
        guard reader.token == .beginObject else {
            throw parser.fault(
                "failed to parse role [\(role)]. expected an object but found [\(reader.token?.name ?? "null")]"
                    + " instead")
        }
        while try ObjectParser.advance(&reader) == .name {
            let field = try ObjectParser.text(&reader)
            try ObjectParser.advance(&reader)
            try parser.field(field, &reader)
        }
        return parser.parsed
    }

    private mutating func field(_ field: String, _ reader: inout JSONReader) throws(Fault) {
        switch field {
        case "cluster": self.parsed.cluster = try self.strings(&reader) ?? []
        case "run_as": self.parsed.runAs = try self.strings(&reader) ?? []
        case "indices", "index": self.parsed.indices = try self.indices(field, &reader)
        case "applications": self.parsed.applications = try self.applications(field, &reader)
        case "metadata":
            guard reader.token == .beginObject else {
                throw self.fault(
                    "expected field [metadata] to be of type object, but found"
                        + " [\(reader.token?.name ?? "null")] instead")
            }
            self.parsed.metadata = try self.value(&reader).members ?? []
        case "transient_metadata" where reader.token == .beginObject: _ = try self.value(&reader)
        case "global": try self.global(&reader)
        case "remote_indices": self.parsed.remoteIndices = try self.remoteIndices(field, &reader)
        case "remote_cluster": self.parsed.remoteClusters = try self.remoteClusters(field, &reader)
        case "restriction" where self.extent.contains(.restriction): try self.restriction(&reader)
        case "description" where self.extent.contains(.description):
            guard reader.token != .null else {
                let (line, column) = JSONParser.position(reader.start, in: reader.bytes)
                throw Self.illegal("Expected text at \(line):\(column) but found VALUE_NULL")
            }
            self.parsed.description = try ObjectParser.text(&reader)
        // What was told of the kind of a role is not kept.
        case "type": _ = try self.value(&reader)
        default: throw self.fault("failed to parse role [\(self.role)]. unexpected field [\(field)]")
        }
    }

    func fault(_ reason: String) -> Fault { .inner(.cause(type: "parse_exception", reason: reason)) }

    func value(_ reader: inout JSONReader) throws(Fault) -> JSONValue {
        do throws(JSONError) {
            return try reader.value()
        } catch {
            throw .json(error)
        }
    }

    /// A list of texts; null counts as absent.
    func strings(_ reader: inout JSONReader) throws(Fault) -> [String]? {
        if reader.token == .null { return nil }
        guard reader.token == .beginArray else {
            throw self.inRole(
                "could not parse [\(reader.currentName ?? "null")] field. expected a string array but found"
                    + " [\(reader.token?.name ?? "null")] value instead")
        }
        var strings: [String] = []
        while true {
            switch try ObjectParser.advance(&reader) {
            case .endArray: return strings
            case .string: strings.append(try ObjectParser.text(&reader))
            case let token:
                throw self.inRole(
                    "could not parse [null] field. expected a string array but one of the value in the array is"
                        + " [\(token?.name ?? "null")]")
            }
        }
    }

    private func inRole(_ reason: String) -> Fault {
        .inner(
            .cause(
                type: "parse_exception", reason: "failed to parse role [\(self.role)]",
                by: .cause(type: "parse_exception", reason: reason)))
    }

    // MARK: Indices

    private var ofIndices: String { "failed to parse indices privileges for role [\(self.role)]." }

    private mutating func indices(
        _ field: String, _ reader: inout JSONReader
    ) throws(Fault) -> [ParsedDescriptor.Indices] {
        try self.expectArray(self.ofIndices, field, reader)
        var entries: [ParsedDescriptor.Indices] = []
        while try ObjectParser.advance(&reader) != .endArray { entries.append(try self.indexEntry(&reader)) }
        return entries
    }

    func expectArray(_ prefix: String, _ field: String, _ reader: JSONReader) throws(Fault) {
        guard reader.token != .beginArray else { return }
        throw self.fault(
            "\(prefix) expected field [\(field)] value to be an array, but found"
                + " [\(reader.token?.name ?? "null")] instead")
    }

    /// - Parameter field: the name that Elasticsearch has at hand there, which may be `null`.
    func expectEntry(_ prefix: String, _ field: String, _ reader: JSONReader) throws(Fault) {
        guard reader.token != .beginObject else { return }
        throw self.fault(
            "\(prefix) expected field [\(field)] value to be an array of objects, but found an array"
                + " element of type [\(reader.token?.name ?? "null")]")
    }

    /// - Parameter isRemote: it is about other clusters, which it names.
    mutating func indexEntry(
        _ reader: inout JSONReader, isRemote: Bool = false
    ) throws(Fault) -> ParsedDescriptor.Indices {
        try self.expectEntry(self.ofIndices, "null", reader)
        var entry = ParsedDescriptor.Indices()
        var names: [String]?
        var privileges: [String]?
        while try ObjectParser.advance(&reader) == .name {
            let field = try ObjectParser.text(&reader)
            try ObjectParser.advance(&reader)
            switch field {
            case "names": names = try self.names(&reader)
            case "privileges": privileges = try self.strings(&reader)
            case "allow_restricted_indices":
                guard case .bool(let bool) = reader.token else {
                    throw self.fault(
                        "\(self.ofIndices) expected field [\(field)] value to be a boolean, but found"
                            + " [\(reader.token?.name ?? "null")] instead")
                }
                entry.allowsRestricted = bool
            case "clusters" where isRemote: entry.clusters = try self.strings(&reader)
            case "query": _ = try self.narrowing(field, &reader)
            case "field_security":
                guard reader.token == .beginObject else {
                    throw self.fault(
                        "\(self.ofIndices) expected START_OBJECT but got \(reader.token?.name ?? "null") in"
                            + " \"field_security\".")
                }
                entry.fieldSecurity = try self.narrowing(field, &reader)
            default: throw self.fault("\(self.ofIndices) unexpected field [\(field)]")
            }
        }
        guard let names else { throw self.fault("\(self.ofIndices) missing required [names] field") }
        guard let privileges else {
            throw self.fault("\(self.ofIndices) missing required [privileges] field")
        }
        guard !privileges.isEmpty else {
            throw Self.illegal("indices privileges must define at least one privilege")
        }
        entry.names = names
        entry.privileges = privileges
        return entry
    }

    /// `query` or `field_security`. What narrows is never ignored: a role that says less than it grants would be a lie.
    private mutating func narrowing(
        _ field: String, _ reader: inout JSONReader
    ) throws(Fault) -> JSONValue {
        let member = JSONValue.Member(name: field, value: try self.value(&reader))
        if !RoleDescriptor.restrictsNothing(member) { self.parsed.refuse(field) }
        return member.value
    }

    private func names(_ reader: inout JSONReader) throws(Fault) -> [String] {
        if reader.token == .string { return [try ObjectParser.text(&reader)] }
        guard reader.token == .beginArray else {
            throw self.fault(
                "\(self.ofIndices) expected field [names] value to be a string or an array of strings, but found"
                    + " [\(reader.token?.name ?? "null")] instead")
        }
        let names = try self.strings(&reader) ?? []
        guard !names.isEmpty else {
            throw self.fault("\(self.ofIndices) [names] cannot be an empty array")
        }
        return names
    }

    static func illegal(_ reason: String) -> Fault {
        .inner(.cause(type: "illegal_argument_exception", reason: reason))
    }

    // MARK: Applications

    private static let applicationParser = ObjectParser(
        "application", ["application", "privileges", "resources"])

    private func applications(
        _ field: String, _ reader: inout JSONReader
    ) throws(Fault) -> [ParsedDescriptor.Application] {
        let prefix = "failed to parse application privileges for role [\(self.role)]."
        guard reader.token == .beginArray else {
            throw self.fault(
                "\(prefix) expected field [\(field)] value to be an array, but found"
                    + " [\(reader.token?.name ?? "null")] instead")
        }
        var entries: [ParsedDescriptor.Application] = []
        while try ObjectParser.advance(&reader) != .endArray {
            guard reader.token == .beginObject else {
                throw self.fault(
                    "\(prefix) expected field [null] value to be an array of objects, but found an array element"
                        + " of type [\(reader.token?.name ?? "null")]")
            }
            entries.append(try self.application(prefix, &reader))
        }
        return entries
    }

    private func application(
        _ prefix: String, _ reader: inout JSONReader
    ) throws(Fault) -> ParsedDescriptor.Application {
        var application: String?
        var privileges: [String]?
        var resources: [String]?
        let parser = Self.applicationParser
        do throws(ErrorResponse) {
            try parser.parse(&reader) { (field, reader) throws(Fault) in
                switch field {
                case "application": application = try parser.string(field, &reader)
                case "privileges": privileges = try parser.strings(field, &reader)
                default: resources = try parser.strings(field, &reader)
                }
            }
        } catch {
            throw .inner(error.asCause)
        }
        guard let resources else { throw self.fault("\(prefix) missing required [resources] field") }
        guard let privileges else { throw self.fault("\(prefix) missing required [privileges] field") }
        guard let application, !application.isEmpty else {
            throw Self.illegal("application privileges must have an application name")
        }
        guard !privileges.isEmpty else {
            throw Self.illegal("application privileges must define at least one privilege")
        }
        guard !resources.isEmpty else {
            throw Self.illegal("application privileges must refer to at least one resource")
        }
        return ParsedDescriptor.Application(
            application: application, privileges: privileges, resources: resources)
    }

    // MARK: The rest

    /// `global`: privileges that hold for some requests only.
    private mutating func global(_ reader: inout JSONReader) throws(Fault) {
        func expected(_ what: String, _ found: String) -> Fault {
            .inner(
                .cause(
                    type: "x_content_parse_exception",
                    reason:
                        "\(ObjectParser.place(reader)) failed to parse privilege. expected \(what) but found"
                        + " [\(found)] instead"))
        }
        guard reader.token == .beginObject else {
            throw expected("[START_OBJECT]", reader.token?.name ?? "null")
        }
        var categories: [JSONValue.Member] = []
        while try ObjectParser.advance(&reader) == .name {
            let category = try ObjectParser.text(&reader)
            guard ["application", "profile", "role"].contains(category) else {
                throw expected("one of [application,profile,role]", category)
            }
            try ObjectParser.advance(&reader)
            guard reader.token == .beginObject else {
                throw expected("[START_OBJECT]", reader.token?.name ?? "null")
            }
            categories.append(JSONValue.Member(name: category, value: try self.value(&reader)))
        }
        for category in categories {
            let verb = category.name == "profile" ? "write" : "manage"
            for member in category.value.members ?? [] {
                let isRead =
                    category.name != "role" && member.name == verb
                    && member.value.members?.map(\.name) == ["applications"]
                    && member.value["applications"]?.elements?.allSatisfy { $0.string != nil } == true
                guard isRead else {
                    self.parsed.refuse("global.\(category.name)")
                    continue
                }
                self.parsed.global.append(
                    JSONValue.Member(
                        name: category.name, value: JSONValue(.object([member]))))
            }
        }
    }

    private mutating func restriction(_ reader: inout JSONReader) throws(Fault) {
        let prefix = "failed to parse restriction for role [\(self.role)]."
        guard reader.token == .beginObject else {
            throw self.fault(
                "\(prefix) expected field [restriction] value to be an object, but found an element of type"
                    + " [\(reader.token?.name ?? "null")]")
        }
        var workflows: [String]?
        while try ObjectParser.advance(&reader) == .name {
            let field = try ObjectParser.text(&reader)
            try ObjectParser.advance(&reader)
            guard field == "workflows" else { throw self.fault("\(prefix) unexpected field [\(field)]") }
            workflows = try self.strings(&reader) ?? []
        }
        guard workflows?.isEmpty != true else {
            throw self.fault("\(prefix) [workflows] cannot be an empty array")
        }
        self.parsed.workflows = workflows ?? []
    }
}
