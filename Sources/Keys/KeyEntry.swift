/// What a request needs to know of a key: a copy without references, taken out of the ``KeyTable``.
public struct KeyEntry: Sendable {
    public let id: APIKeyID
    public let hash: SecretHash
    /// Milliseconds since 1970; `Int64.max`: never.
    public let expiration: Int64
    /// Grows with each change of the key, so that what was derived from it can be told stale.
    public internal(set) var generation: UInt32
    let owner: UInt32
    /// Handle of the key's own descriptors: 0 when it has none.
    public let roleDescriptors: UInt32
    /// Handle of the owner's descriptors.
    public let limitedBy: UInt32
    let nameStart: UInt32
    let nameCount: UInt16
    public internal(set) var isInvalidated: Bool

    public var hasRoleDescriptors: Bool { self.roleDescriptors != 0 }
}
