/// Who a key belongs to, as he was when the key was made or last updated.
public struct KeyOwner: Sendable, Hashable {
    public var username: String
    public var fullName: String?
    public var email: String?
    /// A JSON object.
    public var metadata: String
    public var realm: String
    public var realmType: String

    /// Name and type of the realm of those who sign in with a key: derived keys belong to it.
    public static let keyRealm = "_es_api_key"

    public init(
        username: String, fullName: String? = nil, email: String? = nil, metadata: String = "{}",
        realm: String,
        realmType: String
    ) {
        self.username = username
        self.fullName = fullName
        self.email = email
        self.metadata = metadata
        self.realm = realm
        self.realmType = realmType
    }
}

/// An API key as it is stored. Times are milliseconds since 1970.
public struct KeyRecord: Sendable, Equatable {
    public struct Previous: Sendable, Equatable {
        /// Text form of the hash.
        public var hash: String
        public var until: Int64

        public init(hash: String, until: Int64) {
            self.hash = hash
            self.until = until
        }
    }

    /// Who ended or suspended a key, and why.
    public struct Tombstone: Sendable, Equatable {
        /// The user, or the key and its owner.
        public var by: String
        public var reason: String?

        public init(by: String, reason: String? = nil) {
            self.by = by
            self.reason = reason
        }
    }

    public var id: APIKeyID
    /// nil for keys of clusters before 7.5.
    public var name: String?
    public var creation: Int64
    /// nil: never.
    public var expiration: Int64?
    /// nil: not invalidated.
    public var invalidation: Int64?
    /// Who invalidated it and why, when that was told.
    public var tombstone: Tombstone?
    /// nil: not suspended.
    public var suspension: Int64?
    /// Who suspended it and why; nil with a key that is not, or was before that was kept.
    public var suspender: Tombstone?
    /// Text form of the secret's hash, e.g. `{SSHA256}...`.
    public var hash: String
    /// The secret that was replaced last and is accepted for a while.
    public var previous: Previous?
    public var owner: KeyOwner
    /// A JSON object.
    public var metadata: String
    /// A JSON object of role descriptors by name; `{}`: the owner's privileges.
    public var roleDescriptors: String
    /// The owner's role descriptors by name at creation, as a JSON object.
    public var limitedBy: String
    /// Limits of its own, a JSON object; nil: none.
    public var limits: String?
    /// Elasticsearch's version id of the format, e.g. 8180199.
    public var version: Int

    public init(
        id: APIKeyID, name: String?, creation: Int64, expiration: Int64? = nil, invalidation: Int64? = nil,
        hash: String, owner: KeyOwner, metadata: String = "{}", roleDescriptors: String = "{}",
        limitedBy: String = "{}", version: Int = 8_180_199
    ) {
        self.id = id
        self.name = name
        self.creation = creation
        self.expiration = expiration
        self.invalidation = invalidation
        self.hash = hash
        self.owner = owner
        self.metadata = metadata
        self.roleDescriptors = roleDescriptors
        self.limitedBy = limitedBy
        self.version = version
    }
}

/// Which keys are looked for; what is nil does not matter.
public struct KeyQuery: Sendable {
    public var ids: [APIKeyID]?
    /// Exact, or a prefix when it ends with `*`.
    public var name: String?
    public var username: String?
    public var realm: String?
    /// Only keys that are neither invalidated nor expired at this time.
    public var activeAt: Int64?
    /// Only keys whose ids are behind this text, by octets.
    public var after: String?
    /// So many, the first by their ids.
    public var limit: Int?

    public init(
        ids: [APIKeyID]? = nil, name: String? = nil, username: String? = nil, realm: String? = nil,
        activeAt: Int64? = nil
    ) {
        self.ids = ids
        self.name = name
        self.username = username
        self.realm = realm
        self.activeAt = activeAt
    }
}
