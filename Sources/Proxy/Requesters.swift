internal import Authenticate
internal import Authorize
public import Decide
internal import JSON
public import Keys
internal import Security
internal import Synchronization

/// Compiles descriptors into roles, each different text once. Shared by the loops.
public final class Requesters: Sendable {
    /// Compiled roles that are kept: keys mostly share a few descriptors.
    static let rolesMax = 10_000

    private struct RoleKey: Hashable {
        var edition: PrivilegeTable.Edition
        var descriptors: String
    }

    private let source: any RoleSource
    private let table: KeyTable
    private let roles = Mutex<[RoleKey: Role]>([:])

    public init(source: any RoleSource, table: KeyTable) {
        self.source = source
        self.table = table
    }

    /// Grows when a role has changed: what was compiled for users is stale then.
    var generation: UInt64 { self.source.generation }

    /// What a key may do.
    ///
    /// - Throws: when a descriptor is not understood: the key may do nothing then.
    func requester(
        for entry: KeyEntry, upstream: String, privileges: PrivilegeTable
    ) throws(AuthorizeError) -> Requester {
        // Changed since it was shown: as it is now, unless it has ended.
        let entry = self.table.owner(of: entry) == nil ? self.table.successor(of: entry) ?? entry : entry
        guard let owner = self.table.owner(of: entry), let ownText = self.table.roleDescriptors(of: entry),
            let limitedByText = self.table.limitedBy(of: entry)
        else { throw .malformed(reason: "the key has been changed at this moment", offset: 0) }
        let limitedBy = try self.role(limitedByText, privileges)
        let own = entry.hasRoleDescriptors ? try self.role(ownText, privileges) : nil
        return Requester(
            privileges: Privileges(own: own, limitedBy: limitedBy),
            subject: .apiKey(id: entry.id.description, owner: owner.username),
            holder: Array("key:\(entry.id)@\(upstream)".utf8))
    }

    /// What a user may do.
    func requester(
        for principal: Principal, upstream: String, privileges: PrivilegeTable
    ) throws(AuthorizeError) -> Requester {
        let found = self.source.descriptors(principal.roles)
        let known = Set(found.map(\.name))
        let role = try Role(found, privileges)
        return Requester(
            privileges: Privileges(user: role),
            subject: self.subject(principal, unknown: principal.roles.filter { !known.contains($0) }),
            holder: Array("user:\(principal.realm)/\(principal.username)@\(upstream)".utf8))
    }

    /// The descriptors of each side of a principal's privileges, in the order of ``Privileges/answers(to:)``, by
    /// the name that an explanation has for it.
    func sides(
        of subject: Subject, _ privileges: PrivilegeTable
    ) throws(AuthorizeError) -> [(name: String, sources: GrantSources)] {
        switch subject {
        case .user(let principal):
            return [("roles", try GrantSources(self.source.descriptors(principal.roles), privileges))]
        case .key(let entry):
            guard let own = self.table.roleDescriptors(of: entry),
                let limitedBy = self.table.limitedBy(of: entry)
            else { throw .malformed(reason: "the key has been changed at this moment", offset: 0) }
            let limits = (
                name: Explanation.limitedBy,
                sources: try GrantSources(Self.descriptors(limitedBy), privileges)
            )
            guard entry.hasRoleDescriptors else { return [limits] }
            return [("role_descriptors", try GrantSources(Self.descriptors(own), privileges)), limits]
        }
    }

    private static func descriptors(_ text: String) throws(AuthorizeError) -> [RoleDescriptor] {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONParser.parse(Array(text.utf8))
        } catch {
            throw .malformed(reason: error.message, offset: error.offset)
        }
        return try RoleDescriptor.all(value)
    }

    private func subject(_ principal: Principal, unknown: [String]) -> Denial.Subject {
        guard let by = principal.runBy else {
            return .user(principal.username, roles: principal.roles, unknown: unknown)
        }
        return .runAs(principal.username, roles: principal.roles, unknown: unknown, by: by.username)
    }

    private func role(_ text: String, _ privileges: PrivilegeTable) throws(AuthorizeError) -> Role {
        let key = RoleKey(edition: privileges.edition, descriptors: text)
        if let role = self.roles.withLock({ $0[key] }) { return role }
        let role = try Role(try Self.descriptors(text), privileges)
        self.roles.withLock { roles in
            // Any one goes: a cache that is full is rebuilt by use.
            if roles.count >= Self.rolesMax, let first = roles.keys.first { roles[first] = nil }
            roles[key] = role
        }
        return role
    }
}
