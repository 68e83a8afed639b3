internal import Authenticate
internal import Bytes
internal import Elasticsearch
internal import JSON
internal import Keys

/// Whom an explanation is about.
struct PrincipalView: Sendable {
    private let username: String
    private var roles: [String]?
    private var keyID: String?
    private var keyName: String?

    /// - Throws: when the key is being changed at this moment.
    init(_ subject: Subject, _ table: KeyTable) throws(ErrorResponse) {
        switch subject {
        case .user(let principal):
            self.username = principal.username
            self.roles = principal.roles
        case .key(let entry):
            guard let owner = table.owner(of: entry) else {
                throw .unavailable("the key is being changed", retryAfter: 1)
            }
            self.username = owner.username
            self.keyID = entry.id.description
            let name = ByteBuffer(capacity: 64)
            table.appendName(of: entry, to: name)
            if !name.isEmpty { self.keyName = String(decoding: name.readable, as: UTF8.self) }
        }
    }

    func write(_ writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("username", self.username)
        if let roles = self.roles { writer.strings("roles", roles) }
        if let id = self.keyID {
            writer.name("api_key")
            writer.beginObject()
            writer.member("id", id)
            if let name = self.keyName { writer.member("name", name) }
            writer.endObject()
        }
        writer.endObject()
    }
}
