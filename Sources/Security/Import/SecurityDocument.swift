public import Authenticate
internal import Authorize
public import JSON
public import Keys

/// A document of the index in which Elasticsearch keeps keys, users and roles (`.security-*`), and the form in which this
/// proxy exports its own.
public enum SecurityDocument: Sendable {
    case key(KeyRecord)
    case user(name: String, NativeUser)
    /// The role as a JSON object, without its type.
    case role(name: String, JSONValue)

    public struct Fault: Error, Sendable, Equatable {
        public var reason: String
    }

    /// - Parameter now: milliseconds since 1970: when a key was invalidated that does not say so.
    /// - Throws: for what is malformed, of another type, or cannot be checked or enforced here.
    public init(id: String, _ source: JSONValue, now: Int64) throws(Fault) {
        switch source["doc_type"]?.string ?? source["type"]?.string {
        case "api_key": self = .key(try Self.key(id, source, now))
        case "user": self = try Self.user(source)
        case "role": self = try Self.role(id, source)
        case let type?: throw Fault(reason: "documents of the type [\(type)] are not imported")
        case nil: throw Fault(reason: "the document has no type")
        }
    }

    // MARK: Keys

    private static func key(_ id: String, _ source: JSONValue, _ now: Int64) throws(Fault) -> KeyRecord {
        guard let keyID = APIKeyID(id), !id.contains(":") else {
            throw Fault(reason: "the id has no octets, a colon, or more than \(APIKeyID.lengthMax)")
        }
        if let type = source["type"]?.string, type != "rest" {
            throw Fault(reason: "keys of the type [\(type)] are not supported")
        }
        guard let hash = source["api_key_hash"]?.string,
            SecretHash(text: hash) != nil || PasswordHash.isKnown(hash)
        else { throw Fault(reason: "[api_key_hash] is missing or of a form that is not known") }
        guard let creation = source["creation_time"]?.integer else {
            throw Fault(reason: "[creation_time] is missing")
        }
        var record = KeyRecord(
            id: keyID, name: source["name"]?.string, creation: Int64(creation),
            expiration: source["expiration_time"]?.integer.map { Int64($0) }, hash: hash,
            owner: try self.owner(source["creator"]),
            metadata: try self.object(source, "metadata_flattened"),
            roleDescriptors: try self.descriptors(source, "role_descriptors"),
            limitedBy: try self.descriptors(source, "limited_by_role_descriptors"),
            version: source["version"]?.integer ?? 8_180_199)
        if source["api_key_invalidated"]?.bool == true {
            record.invalidation = source["invalidation_time"]?.integer.map { Int64($0) } ?? now
        }
        self.readOwn(source["keyward"], &record)
        return record
    }

    private static func owner(_ creator: JSONValue?) throws(Fault) -> KeyOwner {
        guard let creator, let name = creator["principal"]?.string, let realm = creator["realm"]?.string
        else {
            throw Fault(reason: "[creator] is missing, or its [principal] or [realm]")
        }
        return KeyOwner(
            username: name, fullName: creator["full_name"]?.string, email: creator["email"]?.string,
            metadata: try self.object(creator, "metadata"), realm: realm,
            realmType: creator["realm_type"]?.string ?? realm)
    }

    /// What only this proxy's exports have.
    private static func readOwn(_ own: JSONValue?, _ record: inout KeyRecord) {
        guard let own else { return }
        record.suspension = own["suspension"]?.integer.map { Int64($0) }
        if let by = own["suspended_by"]?.string {
            record.suspender = KeyRecord.Tombstone(by: by, reason: own["suspension_reason"]?.string)
        }
        if let by = own["invalidated_by"]?.string {
            record.tombstone = KeyRecord.Tombstone(by: by, reason: own["invalidation_reason"]?.string)
        }
        if let hash = own["former_hash"]?.string, let until = own["former_until"]?.integer {
            record.previous = KeyRecord.Previous(hash: hash, until: Int64(until))
        }
    }

    private static func object(_ source: JSONValue, _ name: String) throws(Fault) -> String {
        switch source[name]?.kind {
        case nil, .null: return "{}"
        case .object: return source[name].map { JSONWriter.text($0) } ?? "{}"
        default: throw Fault(reason: "[\(name)] is not an object")
        }
    }

    /// Descriptors that are not understood in whole would not be enforced in whole.
    private static func descriptors(_ source: JSONValue, _ name: String) throws(Fault) -> String {
        guard try self.object(source, name) != "{}", let members = source[name]?.members else { return "{}" }
        let value = JSONValue(
            .object(
                members.map { member in
                    var member = member
                    // That it is a role is said of each in the index and nowhere else.
                    let fields = member.value.members?.filter { $0.name != "type" }
                    member.value = fields.map { JSONValue(.object($0)) } ?? member.value
                    return member
                }))
        do throws(AuthorizeError) {
            _ = try Role(try RoleDescriptor.all(value), .v8)
        } catch {
            throw Fault(reason: "[\(name)] cannot be enforced: \(error.reason)")
        }
        return JSONWriter.text(value)
    }

    // MARK: Users and roles

    private static func user(_ source: JSONValue) throws(Fault) -> SecurityDocument {
        guard let name = source["username"]?.string, UserNames.complaint(name) == nil else {
            throw Fault(reason: "[username] is missing or no name")
        }
        guard !UserNames.reserved.contains(name) else { throw Fault(reason: "user [\(name)] is reserved") }
        guard let hash = source["password"]?.string, PasswordHash.isKnown(hash) else {
            throw Fault(reason: "[password] is missing or a hash of a form that is not known")
        }
        return .user(
            name: name,
            NativeUser(
                hash: hash, roles: source["roles"]?.elements?.compactMap(\.string) ?? [],
                fullName: source["full_name"]?.string, email: source["email"]?.string,
                metadata: try self.object(source, "metadata"), isEnabled: source["enabled"]?.bool ?? true))
    }

    private static func role(_ id: String, _ source: JSONValue) throws(Fault) -> SecurityDocument {
        let prefix = "role-"
        guard id.hasPrefix(prefix), let members = source.members else {
            throw Fault(reason: "the id of a role begins with [\(prefix)]")
        }
        if source["metadata"]?["_reserved"]?.bool == true { throw Fault(reason: "the role is reserved") }
        let ofIndex = ["type", "doc_type", "metadata_flattened"]
        let body = JSONValue(
            .object(
                members.filter { member in
                    // A release writes what it knows, be it nothing.
                    !ofIndex.contains(member.name) && member.value.elements?.isEmpty != true
                        && (member.name != "global" || member.value.members?.isEmpty != true)
                        && (member.name != "description" || member.value.string?.isEmpty != true)
                }))
        return .role(name: String(id.dropFirst(prefix.utf8.count)), body)
    }

    // MARK: Export

    /// The document's id and source.
    var exported: (id: String, source: JSONValue) {
        switch self {
        case .key(let record): return (record.id.description, Self.source(record))
        case .user(let name, let user):
            let members: [(String, JSONValue)] = [
                ("type", .text("user")), ("username", .text(name)), ("password", .text(user.hash)),
                ("roles", JSONValue(.array(user.roles.map { .text($0) }))),
                ("full_name", .text(user.fullName)), ("email", .text(user.email)),
                ("metadata", .stored(user.metadata)), ("enabled", JSONValue(.bool(user.isEnabled))),
            ]
            return ("user-\(name)", .object(members))
        case .role(let name, let body):
            let members = (body.members ?? []).map { ($0.name, $0.value) }
            return ("role-\(name)", .object([("type", .text("role"))] + members))
        }
    }

    private static func source(_ record: KeyRecord) -> JSONValue {
        let owner = record.owner
        var members: [(String, JSONValue)] = [
            ("doc_type", .text("api_key")), ("type", .text("rest")),
            ("creation_time", .number(record.creation)), ("expiration_time", .number(record.expiration)),
            ("api_key_invalidated", JSONValue(.bool(record.invalidation != nil))),
            ("invalidation_time", .number(record.invalidation)), ("api_key_hash", .text(record.hash)),
            ("role_descriptors", .stored(record.roleDescriptors)),
            ("limited_by_role_descriptors", .stored(record.limitedBy)), ("name", .text(record.name)),
            ("version", .number(Int64(record.version))), ("metadata_flattened", .stored(record.metadata)),
            (
                "creator",
                .object([
                    ("principal", .text(owner.username)), ("full_name", .text(owner.fullName)),
                    ("email", .text(owner.email)), ("metadata", .stored(owner.metadata)),
                    ("realm", .text(owner.realm)), ("realm_type", .text(owner.realmType)),
                ])
            ),
        ]
        var own: [(String, JSONValue)] = []
        if let suspension = record.suspension { own.append(("suspension", .number(suspension))) }
        for (told, what) in [
            (record.suspender, ("suspended_by", "suspension_reason")),
            (record.tombstone, ("invalidated_by", "invalidation_reason")),
        ] {
            guard let told else { continue }
            own.append((what.0, .text(told.by)))
            if let reason = told.reason { own.append((what.1, .text(reason))) }
        }
        if let previous = record.previous {
            own += [("former_hash", .text(previous.hash)), ("former_until", .number(previous.until))]
        }
        if !own.isEmpty { members.append(("keyward", .object(own))) }
        return .object(members)
    }
}

extension JSONValue {
    /// An object that was stored as text.
    fileprivate static func stored(_ text: String) -> JSONValue {
        (try? JSONParser.parse(Array(text.utf8))) ?? JSONValue(.object([]))
    }
}
