/// A user who has proved who he is.
package struct Principal: Sendable, Equatable {
    package var username: String
    package var fullName: String?
    package var email: String?
    /// A JSON object.
    package var metadata = "{}"
    package var roles: [String]
    package var realm: String
    package var realmType: String

    package init(username: String, roles: [String], realm: String, realmType: String) {
        self.username = username
        self.roles = roles
        self.realm = realm
        self.realmType = realmType
    }

    /// Whether nothing is denied to him.
    package var isSuperuser: Bool { self.roles.contains("superuser") }
}
