internal import Authenticate
internal import Authorize
public import Decide
internal import Dispatch
internal import JSON
public import Keys
internal import Security

/// Compiles descriptors into roles, each different text once, off the loops. Shared by them.
public final class Requesters: Sendable {
    private let source: any RoleSource
    private let table: KeyTable
    private let roles = RoleCache()
    /// One role after the other: however many keys come at once, a core is left for the loops.
    private let queue = DispatchQueue(label: "keyward.roles", qos: .userInitiated)

    public init(source: any RoleSource, table: KeyTable) {
        self.source = source
        self.table = table
    }

    /// Grows when a role has changed: what was compiled for users is stale then.
    var generation: UInt64 { self.source.generation }

    /// Compiles what `subject` may do; completes on a thread of its own. Requests that wait for it are bounded by the
    /// connections.
    func prepare(
        _ subject: Subject, upstream: String, privileges: PrivilegeTable,
        completion: @escaping @Sendable (Result<Requester, AuthorizeError>) -> Void
    ) {
        self.queue.async {
            completion(
                Result { () throws(AuthorizeError) in
                    switch subject {
                    case .user(let principal):
                        try self.requester(for: principal, upstream: upstream, privileges: privileges)
                    case .key(let entry):
                        try self.requester(for: entry, upstream: upstream, privileges: privileges)
                    }
                })
        }
    }

    /// Runs what may have to compile roles, on a thread of its own.
    func run(_ work: @escaping @Sendable () -> Void) { self.queue.async(execute: work) }

    /// What a key may do; nil when that has to be compiled first.
    func known(
        for entry: KeyEntry, upstream: String, privileges: PrivilegeTable
    ) -> Result<Requester, AuthorizeError>? {
        guard let limitedBy = self.roles.outcome(entry.limitedBy, privileges) else { return nil }
        let own = entry.hasRoleDescriptors ? self.roles.outcome(entry.roleDescriptors, privileges) : nil
        guard own != nil || !entry.hasRoleDescriptors else { return nil }
        return Result { () throws(AuthorizeError) in
            try self.requester(entry, own: try own?.get(), limitedBy: try limitedBy.get(), upstream)
        }
    }

    /// What a key may do. Compiles what is not known: not on a loop.
    ///
    /// - Throws: when a descriptor is not understood: the key may do nothing then.
    func requester(
        for entry: KeyEntry, upstream: String, privileges: PrivilegeTable
    ) throws(AuthorizeError) -> Requester {
        // Changed since it was shown: as it is now, unless it has ended.
        let entry = self.table.owner(of: entry) == nil ? self.table.successor(of: entry) ?? entry : entry
        guard let ownText = self.table.roleDescriptors(of: entry),
            let limitedByText = self.table.limitedBy(of: entry)
        else { throw Self.changing }
        let limitedBy = try self.role(entry.limitedBy, limitedByText, privileges)
        let own =
            entry.hasRoleDescriptors ? try self.role(entry.roleDescriptors, ownText, privileges) : nil
        return try self.requester(entry, own: own, limitedBy: limitedBy, upstream)
    }

    private func requester(
        _ entry: KeyEntry, own: Role?, limitedBy: Role, _ upstream: String
    ) throws(AuthorizeError) -> Requester {
        guard let owner = self.table.owner(of: entry) else { throw Self.changing }
        return Requester(
            privileges: Privileges(own: own, limitedBy: limitedBy),
            subject: .apiKey(id: entry.id.description, owner: owner.username),
            holder: Array("key:\(entry.id)@\(upstream)".utf8))
    }

    private static var changing: AuthorizeError {
        .malformed(reason: "the key has been changed at this moment", offset: 0)
    }

    /// What a user may do. Compiles his roles: not on a loop.
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
            else { throw Self.changing }
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

    private func role(
        _ number: UInt32, _ text: String, _ privileges: PrivilegeTable
    ) throws(AuthorizeError) -> Role {
        if let known = self.roles.outcome(number, privileges) { return try known.get() }
        let outcome = Result { () throws(AuthorizeError) in
            try Role(try Self.descriptors(text), privileges)
        }
        self.roles.keep(outcome, number, privileges)
        return try outcome.get()
    }
}
