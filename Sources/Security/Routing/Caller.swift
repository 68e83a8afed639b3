internal import Authenticate
internal import Authorize
internal import Elasticsearch
internal import Keys

/// Who asks, with what he may do: made for one request.
struct Caller: Sendable {
    let subject: Subject
    /// The user, or the owner of the key; nil when the key has changed since it was shown.
    let owner: KeyOwner
    /// Roles that he has by name and that do not exist, sorted.
    let unknownRoles: [String]
    let privileges: Privileges
    /// The names and words in which he is answered.
    let table: PrivilegeTable

    /// - Throws: when what the key may do cannot be told any more: it was changed at this very moment.
    init(_ request: SecurityRequest, _ router: SecurityRouter) throws(ErrorResponse) {
        self.subject = request.subject
        let resolved = router.resolver.resolve(request.subject)
        guard let resolved else { throw .providedCredentials() }
        self.owner = resolved.owner
        self.unknownRoles = resolved.unknownRoles
        self.privileges = resolved.privileges
        self.table = request.table ?? router.resolver.table
    }

    /// The id of the key that was shown.
    var keyID: APIKeyID? { if case .key(let entry) = self.subject { entry.id } else { nil } }
    var isKey: Bool { self.keyID != nil }

    /// Whether `username` and `realm` are his own.
    func isOwn(username: String?, realm: String?) -> Bool {
        !self.isKey && username == self.owner.username && realm == self.owner.realm
    }

    /// Whether a key is his: a user's those that he made, a key's only itself.
    func owns(_ record: KeyRecord) -> Bool {
        if let id = self.keyID { return record.id == id }
        return record.owner.username == self.owner.username && record.owner.realm == self.owner.realm
    }

    /// What is written where a change names who made it.
    var signature: String {
        switch self.subject {
        case .key(let entry): "API key [\(entry.id)] of user [\(self.owner.username)]"
        case .user(let principal):
            principal.runBy.map { "user [\(principal.username)] run by [\($0.username)]" }
                ?? "user [\(principal.username)]"
        }
    }

    var denialSubject: Denial.Subject {
        switch self.subject {
        case .key(let entry): return .apiKey(id: entry.id.description, owner: self.owner.username)
        case .user(let principal):
            let (roles, unknown) = (principal.roles, self.unknownRoles)
            guard let by = principal.runBy else {
                return .user(principal.username, roles: roles, unknown: unknown)
            }
            return .runAs(principal.username, roles: roles, unknown: unknown, by: by.username)
        }
    }
}
