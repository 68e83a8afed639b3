internal import Glibc

/// `keyward users ...`: edits the files of the file realm. Passwords come from standard input or the
/// environment, never from arguments, which every process on the machine can read.
public struct UsersCommand {
    public static let usage = """
        usage: keyward users add NAME [-r ROLE[,ROLE]]   the password is read from standard input or KEYWARD_PASSWORD
               keyward users passwd NAME                 the same
               keyward users roles NAME ROLE[,ROLE]      replaces the roles
               keyward users delete NAME
               keyward users list [--json]

        options: --data DIR   the data folder (default: data)
        """

    /// Characters that a password must have at least, as in Elasticsearch.
    private static let passwordLengthMin = 6

    private let folder: String
    private let bcryptCost: Int
    private let readPassword: () -> String?
    private let print: (String) -> Void
    private let complain: (String) -> Void

    public init(
        folder: String, bcryptCost: Int = PasswordHash.bcryptCostDefault,
        readPassword: @escaping () -> String?,
        print: @escaping (String) -> Void, complain: @escaping (String) -> Void
    ) {
        self.folder = folder
        self.bcryptCost = bcryptCost
        self.readPassword = readPassword
        self.print = print
        self.complain = complain
    }

    private var usersPath: String { "\(self.folder)/users" }
    private var usersRolesPath: String { "\(self.folder)/users_roles" }

    /// - Returns: 0, 1 for a failure, 2 for wrong usage.
    public func run(_ arguments: [String]) -> Int32 {
        switch (arguments.first, arguments.count) {
        case ("list", 1): return self.list(asJSON: false)
        case ("list", 2) where arguments[1] == "--json": return self.list(asJSON: true)
        case ("add", 2): return self.change(arguments[1], roles: [], mustExist: false)
        case ("add", 4) where arguments[2] == "-r":
            return self.change(arguments[1], roles: Self.split(arguments[3]), mustExist: false)
        case ("passwd", 2): return self.change(arguments[1], roles: nil, mustExist: true)
        case ("roles", 3): return self.setRoles(arguments[1], Self.split(arguments[2]))
        case ("delete", 2): return self.delete(arguments[1])
        default:
            self.complain(Self.usage)
            return 2
        }
    }

    private func change(_ name: String, roles: [String]?, mustExist: Bool) -> Int32 {
        if let fault = UserName.fault(name) { return self.fail("user name [\(name)]: \(fault)") }
        for role in roles ?? [] {
            if let fault = UserName.fault(role) { return self.fail("role [\(role)]: \(fault)") }
        }
        return self.edit { users in
            guard (users.hashes[name] != nil) == mustExist else {
                return mustExist ? "user [\(name)] does not exist" : "user [\(name)] exists already"
            }
            guard let password = self.readPassword() else { return "no password was given" }
            guard password.count >= Self.passwordLengthMin else {
                return "the password must have at least \(Self.passwordLengthMin) characters"
            }
            guard let hash = PasswordHash.bcrypt(Array(password.utf8), cost: self.bcryptCost) else {
                return "the password cannot be hashed"
            }
            users.hashes[name] = hash
            if let roles { users.roles[name] = roles }
            return nil
        }
    }

    private func setRoles(_ name: String, _ roles: [String]) -> Int32 {
        for role in roles {
            if let fault = UserName.fault(role) { return self.fail("role [\(role)]: \(fault)") }
        }
        return self.edit { users in
            guard users.hashes[name] != nil else { return "user [\(name)] does not exist" }
            users.roles[name] = roles
            return nil
        }
    }

    private func delete(_ name: String) -> Int32 {
        self.edit { users in
            guard users.hashes.removeValue(forKey: name) != nil else {
                return "user [\(name)] does not exist"
            }
            users.roles[name] = nil
            return nil
        }
    }

    private func list(asJSON: Bool) -> Int32 {
        let users = UsersFile(
            users: TextFile.read(self.usersPath) ?? "", usersRoles: TextFile.read(self.usersRolesPath) ?? "")
        for fault in users.faults { self.complain("\(self.folder)/\(fault)") }
        let names = users.hashes.keys.sorted()
        if asJSON {
            // Names and roles are checked to be printable ASCII: quotes and backslashes are all to escape.
            func quote(_ text: String) -> String {
                "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
            }
            let objects = names.map { name in
                "{\"username\":\(quote(name)),\"roles\":[\((users.roles[name] ?? []).map(quote).joined(separator: ","))]}"
            }
            self.print("[\(objects.joined(separator: ","))]")
        } else {
            for name in names { self.print("\(name)\t\((users.roles[name] ?? []).joined(separator: ","))") }
        }
        return 0
    }

    /// Changes the files under a lock, so that two commands do not undo each other.
    private func edit(_ change: (inout UsersFile) -> String?) -> Int32 {
        mkdir(self.folder, 0o700)
        let path = "\(self.folder)/users.lock"
        let lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else { return self.fail("\(path): \(String(cString: strerror(errno)))") }
        defer { close(lock) }
        flock(lock, LOCK_EX)
        var users = UsersFile(
            users: TextFile.read(self.usersPath) ?? "", usersRoles: TextFile.read(self.usersRolesPath) ?? "")
        guard users.faults.isEmpty else {
            return self.fail(
                users.faults.map { "\(self.folder)/\($0)" }.joined(separator: "\n")
                    + "\nmend these lines first")
        }
        if let problem = change(&users) { return self.fail(problem) }
        // Roles first: a proxy that reads between the two must not see a new user without his roles.
        if let problem = TextFile.replace(self.usersRolesPath, with: users.usersRolesText) {
            return self.fail(problem)
        }
        if let problem = TextFile.replace(self.usersPath, with: users.usersText) { return self.fail(problem) }
        return 0
    }

    private func fail(_ message: String) -> Int32 {
        self.complain("keyward users: \(message)")
        return 1
    }

    private static func split(_ text: String) -> [String] {
        text.split(separator: ",").map(String.init).sorted()
    }
}
