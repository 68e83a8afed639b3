public import Keys

/// One who has signed in with a browser: who it is and until when. Holds no secret.
public struct Session: Sendable {
    /// Who signed in, with what tells that his credential is still the same.
    public enum Holder: Sendable, Equatable {
        /// A user of a realm; `hash` is that of his password when he signed in.
        case user(username: String, realm: String, hash: String)
        /// An API key, with the hash of its secret.
        case key(APIKeyID, SecretHash)

        /// Whether both are the same user or key, whatever has become of the credential.
        func isSameAs(_ other: Holder) -> Bool {
            switch (self, other) {
            case (.user(let name, let realm, _), .user(let otherName, let otherRealm, _)):
                name == otherName && realm == otherRealm
            case (.key(let id, _), .key(let otherID, _)): id == otherID
            default: false
            }
        }
    }

    public let holder: Holder
    /// What each change has to show beside the cookie, which a page of another origin cannot read.
    public let csrfToken: [UInt8]
    /// Milliseconds since 1970.
    public let created: Int64
    /// Milliseconds since 1970; the session ends then, used or not.
    public let expires: Int64
    /// Milliseconds since 1970.
    public internal(set) var lastUsed: Int64
}

/// A session's name: the SHA-256 of its token. The token itself is kept by the browser alone.
public struct SessionID: Sendable, Hashable {
    let digest: [UInt64]
}
