/// A user as a realm knows him.
public struct RealmUser: Sendable, Equatable {
    public var hash: String
    public var principal: Principal
    /// One who is switched off does not sign in and cannot be run as.
    public var isEnabled = true
}

/// Where users come from, in the order in which they are asked.
public final class Realms: Sendable {
    public let file: FileRealm
    public let native: NativeRealm

    public init(file: FileRealm, native: NativeRealm) {
        self.file = file
        self.native = native
    }

    /// The users of that name, one of a realm at most.
    public func users(_ name: String) -> [RealmUser] {
        [self.file.user(name), self.native.realmUser(name)].compactMap { $0 }
    }

    /// Whom a name means when nobody proves to be him (run-as).
    public func lookup(_ name: String) -> Principal? {
        self.users(name).first.flatMap { $0.isEnabled ? $0.principal : nil }
    }
}
