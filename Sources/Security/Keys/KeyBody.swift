internal import Authorize
internal import Elasticsearch
internal import JSON

/// What a request says of a key: to make one or to change some.
struct KeyBody: Sendable {
    /// UTF-16 units of a name, as Elasticsearch counts.
    private static let nameLengthMax = 256

    var name: String?
    /// From now on.
    var lifetime: TimeValue?
    /// nil: not given.
    var descriptors: ParsedDescriptors?
    /// A JSON object; nil: not given.
    var metadata: String?
    /// What is the proxy's own, as it was given.
    private var ownMembers: JSONValue?
    /// Limits of the key, a JSON object; nil: none.
    private(set) var limits: String?
    private var metadataNames: [String] = []
    /// As it was given.
    private var expiration: String?

    /// Reads one of the fields that all requests about keys have in common.
    mutating func read(
        _ field: String, _ parser: ObjectParser, _ reader: inout JSONReader
    ) throws(ObjectParser.Fault) {
        switch field {
        case "name": self.name = try parser.string(field, &reader)
        case "expiration": self.expiration = try parser.string(field, &reader)
        case "role_descriptors": self.descriptors = try Self.descriptors(field, parser, &reader)
        case "metadata":
            let value = try parser.object(field, &reader)
            self.metadata = JSONWriter.text(value)
            self.metadataNames = value.members?.map(\.name) ?? []
        case "_keyward": self.ownMembers = try parser.object(field, &reader)
        default: break
        }
    }

    /// What is only looked at when all fields have been read.
    mutating func build(_ parser: ObjectParser) throws(ErrorResponse) {
        if let own = self.ownMembers { self.limits = try KeyLimitsRoutes.readExtension(own) }
        guard let expiration = self.expiration else { return }
        do throws(TimeValue.Failure) {
            self.lifetime = try TimeValue(expiration, setting: "expiration")
        } catch {
            throw parser.failedToBuild(
                .cause(type: "illegal_argument_exception", reason: error.reason, by: error.cause))
        }
    }

    static func descriptors(
        _ field: String, _ parser: ObjectParser, _ reader: inout JSONReader,
        _ extent: RoleDescriptorParser.Extent = .restriction
    ) throws(ObjectParser.Fault) -> ParsedDescriptors {
        if reader.token == .beginArray {
            throw RoleDescriptorParser.illegal(
                "[\(field)] doesn't support arrays. Use a single object with multiple fields.")
        }
        guard reader.token == .beginObject else { throw parser.wrongType(field, reader) }
        var descriptors = ParsedDescriptors()
        while try ObjectParser.advance(&reader) == .name {
            let role = try ObjectParser.text(&reader)
            try ObjectParser.advance(&reader)
            do throws(ObjectParser.Fault) {
                descriptors.roles.append(try RoleDescriptorParser.parse(role, &reader, extent))
            } catch {
                let cause: ErrorResponse.Cause
                switch error {
                case .whole(let whole): cause = whole.asCause
                case .inner(let inner): cause = inner
                case .json(let json): cause = ErrorResponse.jsonCause(json, in: reader.bytes)
                }
                throw .inner(
                    .cause(
                        type: "x_content_parse_exception",
                        reason: "\(ObjectParser.place(reader)) [\(field)] failed to parse field [\(role)]",
                        by: cause))
            }
        }
        return descriptors
    }

    // MARK: Validation

    var nameComplaints: [String] {
        guard let name = self.name, !name.isEmpty else { return ["api key name is required"] }
        var complaints: [String] = []
        if name.utf16.count > Self.nameLengthMax {
            complaints.append("api key name may not be more than 256 characters long")
        }
        let scalars = name.unicodeScalars
        if [scalars.first, scalars.last].contains(where: { $0.map { $0.value <= 0x20 } == true }) {
            complaints.append("api key name may not begin or end with whitespace")
        }
        if name.hasPrefix("_") { complaints.append("api key name may not begin with an underscore") }
        return complaints
    }

    var metadataComplaints: [String] {
        self.metadataNames.contains { $0.hasPrefix("_") }
            ? ["API key metadata keys may not start with [_]"] : []
    }

    func descriptorComplaints(_ table: PrivilegeTable) -> [String] {
        self.descriptors?.roles.flatMap { RoleValidation.complaints($0, table) } ?? []
    }

    /// What is well-formed and not enforced by this proxy.
    func checkSupport() throws(ErrorResponse) {
        if let error = RoleValidation.unsupported(self.descriptors?.roles ?? []) { throw error }
    }
}
