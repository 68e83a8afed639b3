/// What a request needs to know of a key: a copy without references, taken out of the ``KeyTable``.
package struct KeyEntry: Sendable {
    package let id: APIKeyID
    package let hash: SecretHash
    /// Milliseconds since 1970; `Int64.max`: never.
    package let expiration: Int64
    /// Grows with each change of the key, so that what was derived from it can be told stale.
    package internal(set) var generation: UInt32
    let owner: UInt32
    /// Handle of the key's own descriptors: 0 when it has none.
    package let roleDescriptors: UInt32
    /// Handle of the owner's descriptors.
    package let limitedBy: UInt32
    let nameStart: UInt32
    let nameCount: UInt16
    package internal(set) var isInvalidated: Bool

    package var hasRoleDescriptors: Bool { self.roleDescriptors != 0 }
}
