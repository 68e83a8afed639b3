/// Every command, by the words that name it. What each takes is its ``CommandSpec``; what it does is in the program.
public enum CommandName: String, CaseIterable, Sendable {
    case run
    case check
    case status
    case explain
    case top
    case keysCreate = "keys create"
    case keysList = "keys list"
    case keysShow = "keys show"
    case keysUpdate = "keys update"
    case keysInvalidate = "keys invalidate"
    case keysRotate = "keys rotate"
    case keysSuspend = "keys suspend"
    case keysResume = "keys resume"
    case keysLimits = "keys limits"
    case keysImport = "keys import"
    case keysExport = "keys export"
    case keysCheckSecret = "keys check-secret"
    case rolesList = "roles list"
    case rolesShow = "roles show"
    case rolesPut = "roles put"
    case rolesDelete = "roles delete"
    case usersAdd = "users add"
    case usersPassword = "users passwd"
    case usersRoles = "users roles"
    case usersDelete = "users delete"
    case usersEnable = "users enable"
    case usersDisable = "users disable"
    case usersList = "users list"
    case auditVerify = "audit verify"
    case certutilAuthority = "certutil ca"
    case certutilCertificate = "certutil cert"
    case endpoints
    case sampleUpstream = "sample-upstream"
    case completion
    case man
    case version
    case help

    public var words: [String] { self.rawValue.split(separator: " ").map(String.init) }

    /// The command that arguments begin with, and what follows it; the longest name counts.
    public static func find(_ arguments: [String]) -> (command: CommandName, rest: [String])? {
        for count in [2, 1] where arguments.count >= count {
            let words = arguments.prefix(count).joined(separator: " ")
            if let command = Self(rawValue: words) { return (command, Array(arguments.dropFirst(count))) }
        }
        return nil
    }

    /// Commands whose first word is `word` and that have a second one.
    public static func group(_ word: String) -> [CommandName] {
        self.allCases.filter { $0.words.count > 1 && $0.words[0] == word }
    }
}
