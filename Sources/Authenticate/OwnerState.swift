public import Keys

/// Whether the user that a key belongs to is still there.
public enum OwnerState: String, CaseIterable, Sendable {
    case present
    case disabled
    /// No user has that name any more.
    case gone
    /// He is of a realm that is not kept here: of a cluster from which the key was brought.
    case unknown
}

extension Realms {
    /// The owner's state as it is now. Derived keys belong to whoever made the first one: any user of his name.
    public func state(of owner: KeyOwner) -> OwnerState {
        switch owner.realm {
        case FileRealm.name: return self.file.user(owner.username) == nil ? .gone : .present
        case NativeRealm.name:
            guard let user = self.native.user(owner.username) else { return .gone }
            return user.isEnabled ? .present : .disabled
        case KeyOwner.keyRealm:
            let users = self.users(owner.username)
            if users.isEmpty { return .gone }
            return users.contains(where: \.isEnabled) ? .present : .disabled
        default: return .unknown
        }
    }
}
