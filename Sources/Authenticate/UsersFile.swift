/// The contents of `users` and `users_roles` in the format of Elasticsearch's file realm.
public struct UsersFile: Sendable, Equatable {
    /// A line that could not be read; the others are in force all the same.
    public struct Fault: Sendable, Equatable, CustomStringConvertible {
        public var file: String
        public var line: Int
        public var message: String
        public var description: String { "\(self.file):\(self.line): \(self.message)" }
    }

    /// Password hash by user name.
    public var hashes: [String: String] = [:]
    /// Roles by user name, sorted.
    public var roles: [String: [String]] = [:]
    public var faults: [Fault] = []

    public init() {}

    /// - Parameters:
    ///   - users: lines `name:hash`.
    ///   - usersRoles: lines `role:name,name`.
    public init(users: String, usersRoles: String) {
        for (number, line) in Self.lines(users) {
            guard let colon = line.firstIndex(of: ":"), colon > line.startIndex else {
                self.faults.append(Fault(file: "users", line: number, message: "no [name:hash]"))
                continue
            }
            let name = String(line[..<colon])
            if let message = UserName.fault(name) {
                self.faults.append(Fault(file: "users", line: number, message: message))
            } else {
                self.hashes[name] = String(line[line.index(after: colon)...])
            }
        }
        for (number, line) in Self.lines(usersRoles) {
            guard let colon = line.firstIndex(of: ":"), colon > line.startIndex else {
                self.faults.append(Fault(file: "users_roles", line: number, message: "no [role:name,name]"))
                continue
            }
            let role = String(line[..<colon])
            for part in line[line.index(after: colon)...].split(separator: ",") {
                let name = String(part.filter { $0 != " " })
                if !self.roles[name, default: []].contains(role) {
                    self.roles[name, default: []].append(role)
                }
            }
        }
        for name in self.roles.keys { self.roles[name]?.sort() }
    }

    public var usersText: String {
        self.hashes.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value)\n" }.joined()
    }

    public var usersRolesText: String {
        var byRole: [String: [String]] = [:]
        for (name, roles) in self.roles where self.hashes[name] != nil {
            for role in roles { byRole[role, default: []].append(name) }
        }
        return byRole.sorted { $0.key < $1.key }.map {
            "\($0.key):\($0.value.sorted().joined(separator: ","))\n"
        }.joined()
    }

    /// Numbered from 1, without comments and empty lines.
    private static func lines(_ text: String) -> [(Int, Substring)] {
        // CR LF is one character to Swift, and a newline too.
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated().compactMap {
            index, line in
            line.isEmpty || line.hasPrefix("#") ? nil : (index + 1, line)
        }
    }
}

/// Elasticsearch's rules for names of users and roles.
public enum UserName {
    /// - Returns: what is wrong, or nil.
    public static func fault(_ name: String) -> String? {
        guard (1...507).contains(name.utf8.count) else { return "a name has 1 to 507 characters" }
        guard name.utf8.allSatisfy({ (0x20...0x7e).contains($0) }) else {
            return "a name has printable ASCII characters only"
        }
        guard !name.hasPrefix(" "), !name.hasSuffix(" ") else {
            return "a name does not begin or end with white space"
        }
        guard !name.contains(":"), !name.contains(",") else { return "a name has no colon and no comma" }
        return nil
    }
}
