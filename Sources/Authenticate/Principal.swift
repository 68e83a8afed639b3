/// A user who has proved who he is.
public struct Principal: Sendable, Equatable {
    public var username: String
    public var fullName: String?
    public var email: String?
    /// A JSON object.
    public var metadata = "{}"
    public var roles: [String]
    public var realm: String
    public var realmType: String

    public init(username: String, roles: [String], realm: String, realmType: String) {
        self.username = username
        self.roles = roles
        self.realm = realm
        self.realmType = realmType
    }

    /// Whether nothing is denied to him.
    public var isSuperuser: Bool { self.roles.contains("superuser") }
}
