internal import Authenticate
internal import Authorize
internal import Configuration
internal import Dispatch
internal import Observe
internal import Security
internal import Synchronization

/// `roles.yml` in the data folder: read at the start and again when it has changed.
final class RolesFile: Sendable {
    private let path: String
    private let store: RoleStore
    private let stamp = Mutex(FileStamp())

    init(folder: String, store: RoleStore) {
        self.path = Self.path(folder)
        self.store = store
    }

    private static func path(_ folder: String) -> String { "\(folder)/roles.yml" }

    /// Blocks: not on a loop. What is wrong is logged, the roles that are good are in force.
    func reloadIfChanged(_ logger: Logger) {
        let stamp = FileStamp(self.path)
        guard self.stamp.withLock({ $0 != stamp }) else { return }
        let (roles, problems) = Self.read(self.path)
        self.stamp.withLock { $0 = stamp }
        for problem in problems {
            logger.warning("part of the roles file is skipped", ["fault": problem.description])
        }
        self.store.setFileRoles(roles)
        logger.notice("roles file read", ["path": self.path, "roles": "\(roles.count)"])
    }

    /// What is wrong with the file in `folder`; nothing when there is none.
    static func problems(folder: String) -> [Problem] { self.read(self.path(folder)).problems }

    private static func read(_ path: String) -> (roles: [RoleDescriptor], problems: [Problem]) {
        guard FileStamp(path) != FileStamp() else { return ([], []) }
        guard let contents = TextFile.read(path) else {
            return ([], [Problem(file: path, line: 0, message: "cannot be read")])
        }
        let text = RolesText(Array(contents.utf8), file: path)
        let reserved = Set(BuiltInRoles.names(.v8))
        var roles = FileRoles()
        for role in text.roles { roles.add(role.name, line: role.line, role.value, reserved: reserved) }
        let faults = roles.faults.map { Problem(file: path, line: $0.line, message: $0.message) }
        return (roles.roles, (text.problems + faults).sorted { $0.line < $1.line })
    }
}
