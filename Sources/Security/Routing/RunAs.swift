internal import Authenticate
internal import Authorize
internal import Elasticsearch
internal import Keys

/// Acting in another user's name (`es-security-runas-user`).
enum RunAs {
    /// - Parameter action: what is asked for in his name.
    /// - Returns: the other user.
    /// - Throws: 403, in the same words for a name that may not be used and one that nobody has.
    static func principal(
        _ username: String, by subject: Subject, for action: Action, _ resolver: PrivilegeResolver,
        _ realms: Realms
    ) throws(ErrorResponse) -> Principal {
        guard let resolved = resolver.resolve(subject) else { throw .providedCredentials() }
        guard resolved.privileges.mayRunAs(username), var principal = realms.lookup(username) else {
            throw self.denied(username, subject, action, resolver, resolved)
        }
        var by = Principal.RunBy(
            username: resolved.owner.username, realm: resolved.owner.realm,
            realmType: resolved.owner.realmType)
        if case .key(let entry) = subject {
            (by.realm, by.realmType) = (KeyView.keyRealm, KeyView.keyRealm)
            by.keyID = entry.id.description
        }
        principal.runBy = by
        return principal
    }

    private static func denied(
        _ username: String, _ subject: Subject, _ action: Action, _ resolver: PrivilegeResolver,
        _ resolved: PrivilegeResolver.Resolved
    ) -> ErrorResponse {
        let by = resolved.owner.username
        switch subject {
        case .key(let entry):
            let who = "API key id [\(entry.id)] of user [\(by)]"
            return .forbidden(
                "action [\(action.name)] is unauthorized for \(who), because \(who) is unauthorized to run as"
                    + " [\(username)]")
        case .user(let principal):
            return .forbidden(
                Denial.cannotRunAs(
                    username, otherRoles: [], user: by, roles: principal.roles,
                    unknown: resolved.unknownRoles, action, resolver.table))
        }
    }
}
