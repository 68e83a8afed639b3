public import Elasticsearch

/// Why a request was denied, in Elasticsearch's words.
public struct Denial: Sendable {
    /// Whom a denial names.
    public enum Subject: Sendable {
        /// - Parameters:
        ///   - roles: as they are assigned to the user.
        ///   - unknown: those of them that do not exist.
        case user(String, roles: [String], unknown: [String] = [])
        case apiKey(id: String, owner: String)
        /// `user`, for whom `by` vouched, and whose roles are told.
        case runAs(String, roles: [String], unknown: [String] = [], by: String)
    }

    public var subject: Subject
    public var action: Action
    /// Names that were denied, restricted ones too; nil where no name was looked at.
    public var indices: [String]?
    /// The request is of the kind that `manage_own_api_key` allows: it is among what would have granted it.
    public var concernsOwnKeys = true

    public init(_ subject: Subject, _ action: Action, indices: [String]? = nil) {
        self.subject = subject
        self.action = action
        self.indices = indices
    }

    public func reason(_ table: PrivilegeTable) -> String {
        var text = "action [\(self.action.name)] is unauthorized for \(self.who(table))"
        if let indices = self.indices { text += self.place(JavaOrder.sorted(indices), table) }
        let isCluster = self.action.isCluster
        let privileges =
            isCluster
            ? table.clusterPrivileges(granting: self.action, own: self.concernsOwnKeys)
            : table.indexPrivileges(granting: self.action)
        if !privileges.isEmpty {
            text += ", this action is granted by the \(isCluster ? "cluster" : "index") privileges"
            text += " [\(privileges.joined(separator: ","))]"
        }
        return text
    }

    /// Why `user` may not act for another.
    ///
    /// - Parameter otherRoles: those of the other, empty when there is no such user.
    public static func cannotRunAs(
        _ other: String, otherRoles: [String], user: String, roles: [String], unknown: [String] = [],
        concernsOwnKeys: Bool = true, _ action: Action, _ table: PrivilegeTable
    ) -> String {
        if table.edition == .v7 {
            var denial = Denial(.runAs(other, roles: otherRoles, by: user), action)
            denial.concernsOwnKeys = concernsOwnKeys
            return denial.reason(table)
        }
        let who = Denial(.user(user, roles: roles, unknown: unknown), action).who(table)
        return "action [\(action.name)] is unauthorized for \(who), because user [\(user)] is unauthorized to"
            + " run as [\(other)]"
    }

    private func who(_ table: PrivilegeTable) -> String {
        switch self.subject {
        case .user(let name, let roles, let unknown):
            "user [\(name)]\(Self.with(roles, unknown, table))"
        case .apiKey(let id, let owner): "API key id [\(id)] of user [\(owner)]"
        case .runAs(let name, let roles, let unknown, let by):
            "user [\(by)] run as [\(name)]\(Self.with(roles, unknown, table))"
        }
    }

    private static func with(_ roles: [String], _ unknown: [String], _ table: PrivilegeTable) -> String {
        if table.edition == .v7 { return " with roles [\(roles.joined(separator: ","))]" }
        let effective = roles.filter { !unknown.contains($0) }.sorted().joined(separator: ",")
        let missing = unknown.sorted().joined(separator: ",")
        return " with effective roles [\(effective)]"
            + (unknown.isEmpty ? "" : " (assigned roles [\(missing)] were not found)")
    }

    private func place(_ names: [String], _ table: PrivilegeTable) -> String {
        if names.isEmpty { return "" }
        if table.edition == .v7 { return " on indices [\(names.joined(separator: ","))]" }
        func isRestricted(_ name: String) -> Bool { table.restricted.contains(Array(name.utf8).span) }
        let restricted = names.filter(isRestricted).joined(separator: ",")
        let regular = names.filter { !isRestricted($0) }.joined(separator: ",")
        if regular.isEmpty { return " on restricted indices [\(restricted)]" }
        return " on indices [\(regular)]"
            + (restricted.isEmpty ? "" : " and restricted indices [\(restricted)]")
    }
}
