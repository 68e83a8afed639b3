internal import Synchronization

/// Users out of two files of the data folder, read again when they change.
public final class FileRealm: Sendable {
    public static let name = "default_file"
    public static let type = "file"

    private struct State {
        var users = UsersFile()
        var stamps = [FileStamp(), FileStamp()]
    }

    public let usersPath: String
    public let usersRolesPath: String
    private let state = Mutex(State())

    /// Reads nothing yet: call ``reloadIfChanged()``.
    public init(usersPath: String, usersRolesPath: String) {
        self.usersPath = usersPath
        self.usersRolesPath = usersRolesPath
    }

    public func user(_ name: String) -> RealmUser? {
        self.state.withLock { state in
            guard let hash = state.users.hashes[name] else { return nil }
            let principal = Principal(
                username: name, roles: state.users.roles[name] ?? [], realm: Self.name, realmType: Self.type)
            return RealmUser(hash: hash, principal: principal)
        }
    }

    public var names: [String] { self.state.withLock { $0.users.hashes.keys.sorted() } }

    /// Reads the files again when their stamps have changed. Blocks: not on a loop.
    ///
    /// - Returns: what was found wrong in them when they were read, nil when nothing has changed.
    public func reloadIfChanged() -> [UsersFile.Fault]? {
        let stamps = [FileStamp(self.usersPath), FileStamp(self.usersRolesPath)]
        guard self.state.withLock({ $0.stamps != stamps }) else { return nil }
        let users = UsersFile(
            users: TextFile.read(self.usersPath) ?? "", usersRoles: TextFile.read(self.usersRolesPath) ?? "")
        self.state.withLock { $0 = State(users: users, stamps: stamps) }
        return users.faults
    }
}
