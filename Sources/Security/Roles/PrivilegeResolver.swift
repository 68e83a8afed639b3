internal import Authenticate
public import Authorize
internal import JSON
public import Keys
internal import Synchronization

/// Tells what a subject may do, from the roles as they are now and the keys' descriptors. Compiled roles are kept:
/// by the names of a user's roles, and by the numbers of a key's descriptors, which are never given twice.
public final class PrivilegeResolver: Sendable {
    /// Compiled privileges that are kept of users and of keys, each; at the bound all are dropped.
    private static let keptMax = 10_000

    public struct Resolved: Sendable {
        /// The user, or the owner of the key.
        public var owner: KeyOwner
        /// Roles that the user has by name and that do not exist; of keys none.
        public var unknownRoles: [String] = []
        public var privileges: Privileges
    }

    private struct UserRoles: Sendable {
        var unknownRoles: [String]
        var privileges: Privileges
    }

    private struct Descriptors: Hashable {
        var own: UInt32
        var limitedBy: UInt32
    }

    private struct State {
        var generation: UInt64 = 0
        var users: [[String]: UserRoles] = [:]
        var keys: [Descriptors: Privileges] = [:]
    }

    public let table: PrivilegeTable
    public let roles: RoleStore
    private let keys: KeyTable
    private let state = Mutex(State())

    public init(keys: KeyTable, roles: RoleStore, table: PrivilegeTable = .v8) {
        self.keys = keys
        self.roles = roles
        self.table = table
    }

    /// A key that was changed since `subject` was taken counts as it is now.
    ///
    /// - Returns: nil when the key has ended since.
    public func resolve(_ subject: Subject) -> Resolved? {
        switch subject {
        case .user(let principal):
            let user = self.resolve(roles: principal.roles)
            return Resolved(
                owner: principal.asOwner, unknownRoles: user.unknownRoles,
                privileges: user.privileges)
        case .key(let entry):
            if let resolved = self.resolve(entry) { return resolved }
            return self.keys.successor(of: entry).flatMap { self.resolve($0) }
        }
    }

    private func resolve(_ entry: KeyEntry) -> Resolved? {
        guard let owner = self.keys.owner(of: entry), let privileges = self.privileges(of: entry) else {
            return nil
        }
        return Resolved(owner: owner, privileges: privileges)
    }

    private func resolve(roles names: [String]) -> UserRoles {
        let generation = self.roles.generation
        if let kept = self.kept(generation, { $0.users[names] }) { return kept }
        let found = self.roles.descriptors(names)
        let user = UserRoles(
            unknownRoles: found.unknown,
            privileges: Privileges(user: self.compile(found.known)))
        self.keep(generation) { state in
            if state.users.count >= Self.keptMax { state.users.removeAll() }
            state.users[names] = user
        }
        return user
    }

    private func privileges(of entry: KeyEntry) -> Privileges? {
        let generation = self.roles.generation
        let descriptors = Descriptors(own: entry.roleDescriptors, limitedBy: entry.limitedBy)
        if let kept = self.kept(generation, { $0.keys[descriptors] }) { return kept }
        guard let own = self.keys.roleDescriptors(of: entry), let limitedBy = self.keys.limitedBy(of: entry)
        else { return nil }
        let privileges = Privileges(
            own: entry.hasRoleDescriptors ? self.compile(text: own) : nil,
            limitedBy: self.compile(text: limitedBy))
        self.keep(generation) { state in
            if state.keys.count >= Self.keptMax { state.keys.removeAll() }
            state.keys[descriptors] = privileges
        }
        return privileges
    }

    private func kept<Value>(_ generation: UInt64, _ find: (State) -> Value?) -> Value? {
        self.state.withLock { $0.generation == generation ? find($0) : nil }
    }

    private func keep(_ generation: UInt64, _ change: (inout State) -> Void) {
        self.state.withLock { state in
            // What was compiled from roles that have changed meanwhile is not kept.
            guard generation == self.roles.generation else { return }
            if state.generation != generation { state = State(generation: generation) }
            change(&state)
        }
    }

    // MARK: Roles

    /// A descriptor that cannot be understood makes the whole role grant nothing: never a part of it.
    private func compile(text: String) -> Role {
        guard let value = try? JSONParser.parse(Array(text.utf8)),
            let descriptors = try? RoleDescriptor.all(value)
        else {
            return self.nothing
        }
        return self.compile(descriptors)
    }

    private func compile(_ descriptors: [RoleDescriptor]) -> Role {
        let role = try? Role(descriptors, self.table)
        return role ?? self.nothing
    }

    /// The role without any privilege.
    private var nothing: Role {
        guard let role = try? Role([], self.table) else {
            preconditionFailure("a role without descriptors is well-formed")
        }
        return role
    }
}

extension Principal {
    /// As the owner of keys that he makes.
    var asOwner: KeyOwner {
        KeyOwner(
            username: self.username, fullName: self.fullName, email: self.email, metadata: self.metadata,
            realm: self.realm, realmType: self.realmType)
    }
}
