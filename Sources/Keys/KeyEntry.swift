/// What a request needs to know of a key: a copy without references, taken out of the ``KeyTable``.
public struct KeyEntry: Sendable {
    /// What else there is to know; most keys have none of it.
    struct Flags: OptionSet, Sendable {
        let rawValue: UInt8
        /// Refused until it is resumed.
        static let suspended = Flags(rawValue: 1)
        /// A former secret is valid for a while: see ``KeyTable/previous(of:)``.
        static let previous = Flags(rawValue: 2)
        /// The secret's hash is a slow one: see ``KeyExtra/slowHash``.
        static let slow = Flags(rawValue: 4)
        /// Limits were set for it alone: see ``KeyTable/limits(of:)``.
        static let limited = Flags(rawValue: 8)
    }

    public let id: APIKeyID
    public let hash: SecretHash
    /// Milliseconds since 1970.
    public let creation: Int64
    /// Milliseconds since 1970; `Int64.max`: never.
    public let expiration: Int64
    /// Milliseconds since 1970; `Int64.max`: not invalidated.
    public internal(set) var invalidation: Int64
    /// Grows with each change of the key, so that what was derived from it can be told stale.
    public internal(set) var generation: UInt32
    let owner: UInt32
    /// Handle of the key's own descriptors: 0 when it has none.
    public let roleDescriptors: UInt32
    /// Handle of the owner's descriptors.
    public let limitedBy: UInt32
    var nameStart: UInt32
    let nameCount: UInt16
    let flags: Flags
    /// What the table's classifier said of it; 0: nothing.
    public let policy: UInt8

    public var hasRoleDescriptors: Bool { self.roleDescriptors != 0 }
    public var isInvalidated: Bool { self.invalidation != .max }
    public var isSuspended: Bool { self.flags.contains(.suspended) }
    public var hasPrevious: Bool { self.flags.contains(.previous) }
    public var isSlow: Bool { self.flags.contains(.slow) }
    /// Whether limits were set for it alone.
    public var hasLimits: Bool { self.flags.contains(.limited) }
    /// Handle of the owner, for what is kept by owner.
    public var ownerHandle: UInt32 { self.owner }
}

/// A secret that was replaced and is accepted until a time.
public struct PreviousHash: Sendable, Equatable {
    public var hash: SecretHash
    /// Milliseconds since 1970.
    public var until: Int64
}
