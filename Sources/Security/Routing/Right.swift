internal import Authorize
internal import Elasticsearch
internal import Keys

/// What a caller must be allowed to do for a route.
enum Right: Sendable {
    /// Having proved who he is, whatever the action.
    case anyone(Action)
    /// A cluster action.
    case cluster(Action)
    /// The same, allowed without any privilege where `isSelf` holds: whoever asks for his own account.
    case clusterOrSelf(Action, isSelf: @Sendable (Caller) -> Bool)
    /// An action on the privileges that some applications have declared; none: of all.
    case applications(Action, [String])
    /// An action on API keys; `isOwn` tells whether it is bounded to keys that are the caller's own.
    case keys(Action, isOwn: @Sendable (Caller) -> Bool)
    /// The same, allowed without any privilege where `isSelf` holds: a key that looks at itself.
    case keysOrSelf(Action, isOwn: @Sendable (Caller) -> Bool, isSelf: @Sendable (Caller) -> Bool)

    /// The action that is checked.
    var action: Action {
        switch self {
        case .anyone(let action), .cluster(let action), .clusterOrSelf(let action, _),
            .applications(let action, _), .keys(let action, _), .keysOrSelf(let action, _, _):
            action
        }
    }

    func check(_ caller: Caller) throws(ErrorResponse) {
        switch self {
        case .anyone: return
        case .cluster(let action):
            guard caller.privileges.allows(action) else { throw Self.denied(action, caller, namesOwn: true) }
        case .applications(let action, let names):
            if caller.privileges.managesApplications(names) { return }
            try Right.cluster(action).check(caller)
        case .clusterOrSelf(let action, let isSelf):
            if !isSelf(caller) { try Right.cluster(action).check(caller) }
        case .keys(let action, let isOwn): try Self.check(action, isOwn(caller), caller)
        case .keysOrSelf(let action, let isOwn, let isSelf):
            if isSelf(caller) { return }
            try Self.check(action, isOwn(caller), caller)
        }
    }

    /// Whether `caller` may take `action` on a key that was found, rather than asked for as his own.
    static func allows(_ action: Action, on record: KeyRecord, _ caller: Caller) -> Bool {
        switch caller.privileges.apiKeyScope(action) {
        case .all: true
        case .own: caller.owns(record)
        case .none: false
        }
    }

    private static func check(_ action: Action, _ isOwn: Bool, _ caller: Caller) throws(ErrorResponse) {
        switch caller.privileges.apiKeyScope(action) {
        case .all: return
        case .own where isOwn: return
        default: throw self.denied(action, caller, namesOwn: isOwn)
        }
    }

    /// - Parameter namesOwn: whether `manage_own_api_key` would have granted it.
    static func denied(_ action: Action, _ caller: Caller, namesOwn: Bool) -> ErrorResponse {
        var denial = Denial(caller.denialSubject, action)
        denial.concernsOwnKeys = namesOwn
        return .forbidden(denial.reason(caller.table))
    }
}

/// Actions of the proxy's own routes.
enum SecurityAction {
    static let createKey = SecurityAction.action("api_key/create")
    static let getKey = SecurityAction.action("api_key/get")
    static let queryKey = SecurityAction.action("api_key/query")
    static let invalidateKey = SecurityAction.action("api_key/invalidate")
    static let updateKey = SecurityAction.action("api_key/update")
    static let bulkUpdateKey = SecurityAction.action("api_key/bulk_update")
    static let grantKey = SecurityAction.action("api_key/grant")
    static let cloneKey = SecurityAction.action("api_key/clone")
    static let clearKeyCache = SecurityAction.action("cache/clear")
    static let clearRealmCache = SecurityAction.action("realm/cache/clear")
    static let clearRolesCache = SecurityAction.action("roles/cache/clear")
    /// Of the proxy's own: what others may do, as `manage_security` sees it.
    static let explain = SecurityAction.action("keyward/explain")
    static let authenticate = SecurityAction.action("user/authenticate")
    static let hasPrivileges = SecurityAction.action("user/has_privileges")
    static let listPrivileges = SecurityAction.action("user/list_privileges")
    static let getUser = SecurityAction.action("user/get")
    static let putUser = SecurityAction.action("user/put")
    static let deleteUser = SecurityAction.action("user/delete")
    static let setUserEnabled = SecurityAction.action("user/set_enabled")
    static let changePassword = SecurityAction.action("user/change_password")
    static let queryUser = SecurityAction.action("user/query")
    static let getRole = SecurityAction.action("role/get")
    static let putRole = SecurityAction.action("role/put")
    static let deleteRole = SecurityAction.action("role/delete")
    static let bulkPutRole = SecurityAction.action("role/bulk_put")
    static let bulkDeleteRole = SecurityAction.action("role/bulk_delete")
    static let queryRole = SecurityAction.action("role/query")
    static let getPrivilege = SecurityAction.action("privilege/get")
    static let putPrivilege = SecurityAction.action("privilege/put")
    static let deletePrivilege = SecurityAction.action("privilege/delete")
    static let getBuiltinPrivileges = SecurityAction.action("privilege/builtin/get")
    static let getRoleMapping = SecurityAction.action("role_mapping/get")
    static let putRoleMapping = SecurityAction.action("role_mapping/put")
    static let deleteRoleMapping = SecurityAction.action("role_mapping/delete")
    static let getServiceAccount = SecurityAction.action("service_account/get")
    static let getServiceCredentials = SecurityAction.action("service_account/credential/get")
    static let createServiceToken = SecurityAction.action("service_account/token/create")
    static let deleteServiceToken = SecurityAction.action("service_account/token/delete")
    static let getProfile = SecurityAction.action("profile/get")
    static let activateProfile = SecurityAction.action("profile/activate")
    static let putProfileData = SecurityAction.action("profile/put/data")
    static let setProfileEnabled = SecurityAction.action("profile/set_enabled")

    private static func action(_ name: String) -> Action {
        guard let action = Action("cluster:admin/xpack/security/\(name)") else {
            preconditionFailure("no action \(name)")
        }
        return action
    }
}
