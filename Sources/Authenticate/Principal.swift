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
    /// Who acts in this user's name; nil: himself.
    public var runBy: RunBy?

    /// The one who proved who he is, where that is another.
    public struct RunBy: Sendable, Equatable {
        /// A user's, or of a key its owner's.
        public var username: String
        public var realm: String
        public var realmType: String
        /// The id of the key that was shown.
        public var keyID: String?

        public init(username: String, realm: String, realmType: String, keyID: String? = nil) {
            self.username = username
            self.realm = realm
            self.realmType = realmType
            self.keyID = keyID
        }
    }

    public init(username: String, roles: [String], realm: String, realmType: String) {
        self.username = username
        self.roles = roles
        self.realm = realm
        self.realmType = realmType
    }

    /// Whether nothing is denied to him.
    public var isSuperuser: Bool { self.roles.contains("superuser") }
}
