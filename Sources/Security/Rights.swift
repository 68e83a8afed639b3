internal import Authenticate
internal import Elasticsearch
internal import Keys

/// Whether a subject may call a route. Until roles are enforced, only those without any bound may.
enum Rights {
    /// - Parameters:
    ///   - action: Elasticsearch's name of what is done.
    ///   - privileges: the cluster privileges that grant it, in its order.
    static func check(
        _ subject: Subject, _ table: KeyTable, action: String, privileges: String
    ) throws(ErrorResponse) {
        switch subject {
        case .user(let principal) where principal.isSuperuser: return
        case .user(let principal):
            throw .forbidden(
                "action [\(action)] is unauthorized for user [\(principal.username)] with effective roles"
                    + " [\(principal.roles.sorted().joined(separator: ","))], this action is granted by the cluster"
                    + " privileges [\(privileges)]")
        case .key(let entry):
            if !entry.hasRoleDescriptors, SuperuserDescriptor.isWhole(table.limitedBy(of: entry)) { return }
            throw .forbidden(
                "action [\(action)] is unauthorized for API key id [\(entry.id)] of user"
                    + " [\(table.owner(of: entry).username)], this action is granted by the cluster privileges"
                    + " [\(privileges)]")
        }
    }
}

/// The role that denies nothing.
public enum SuperuserDescriptor {
    /// What a superuser's key is limited by, as Elasticsearch 8 echoes it.
    public static let text = """
        {"superuser":{"cluster":["all"],"indices":[{"names":["*"],"privileges":["all"],\
        "allow_restricted_indices":false},{"names":["*"],"privileges":["monitor","read","view_index_metadata",\
        "read_cross_cluster"],"allow_restricted_indices":true}],"applications":[{"application":"*","privileges":["*"],\
        "resources":["*"]}],"run_as":["*"],"metadata":{"_reserved":true},"transient_metadata":{"enabled":true}}}
        """

    /// Whether the snapshot of an owner's privileges is that of a superuser.
    public static func isWhole(_ limitedBy: String) -> Bool { limitedBy == self.text }
}
