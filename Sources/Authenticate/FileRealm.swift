internal import Glibc
internal import Synchronization

/// Users out of two files of the data folder, read again when they change.
public final class FileRealm: Sendable {
    public static let name = "default_file"
    public static let type = "file"

    private struct Stamp: Equatable {
        var seconds = 0
        var nanoseconds = 0
        var size: Int64 = -1
        var inode: UInt = 0
    }

    private struct State {
        var users = UsersFile()
        var stamps: [Stamp] = [Stamp(), Stamp()]
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
        let stamps = [Self.stamp(self.usersPath), Self.stamp(self.usersRolesPath)]
        guard self.state.withLock({ $0.stamps != stamps }) else { return nil }
        let users = UsersFile(
            users: TextFile.read(self.usersPath) ?? "", usersRoles: TextFile.read(self.usersRolesPath) ?? "")
        self.state.withLock { $0 = State(users: users, stamps: stamps) }
        return users.faults
    }

    private static func stamp(_ path: String) -> Stamp {
        var status = stat()
        guard stat(path, &status) == 0 else { return Stamp() }
        return Stamp(
            seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec, size: Int64(status.st_size),
            inode: UInt(status.st_ino))
    }
}
