public import Elasticsearch

/// What a principal may do: one role of a user; of a key its own role AND the snapshot of its owner's. Immutable.
public struct Privileges: Sendable {
    /// Whom a condition of a cluster privilege reaches.
    public enum APIKeyScope: Sendable, Comparable {
        case none
        /// `manage_own_api_key`: keys of the caller; an API key only itself.
        case own
        case all
    }

    private let first: Role
    private let second: Role?

    /// A user's: the union of the roles.
    public init(user role: Role) {
        self.first = role
        self.second = nil
    }

    /// A key's. Without descriptors of its own it has what its owner had.
    public init(own: Role?, limitedBy: Role) {
        self.first = own ?? limitedBy
        self.second = own == nil ? nil : limitedBy
    }

    // MARK: Decisions

    /// A cluster action.
    public func allows(_ action: Action) -> Bool { false }

    /// An action on an index, alias or data stream by its name.
    ///
    /// - Parameter isDataStream: it is a data stream or a backing index: what older releases let writers do to
    ///   mappings does not hold for them.
    public func allows(
        _ action: Action, index name: borrowing Span<UInt8>, isDataStream: Bool = false
    ) -> Bool { false }

    public func allows(
        _ action: Action, index name: UnsafeBufferPointer<UInt8>, isDataStream: Bool = false
    ) -> Bool { false }

    /// Whether some index could be reached by `action`: all that is asked of name-only actions.
    public func allowsSomewhere(_ action: Action) -> Bool { false }

    /// Whether `action` is granted on every name that is not restricted.
    public func allowsEverywhere(_ action: Action) -> Bool { false }

    /// Whether `action` is granted on every name that the expression `pattern` (`*` as wildcard) could match.
    public func allows(_ action: Action, everyNameOf pattern: UnsafeBufferPointer<UInt8>) -> Bool { false }

    /// The holder of `all`, on the cluster and on every index: may do what nobody has a name for.
    public var isUnrestricted: Bool { false }

    public func mayRunAs(_ username: String) -> Bool { false }

    /// - Parameter action: one under `cluster:admin/xpack/security/api_key/`.
    public func apiKeyScope(_ action: Action) -> APIKeyScope { .none }

    /// Whether stored privileges of `applications` may be read or changed by `action` (`global`).
    public func managesApplications(_ action: Action, _ applications: [String]) -> Bool { false }

    public func allows(application: String, privilege: String, resource: String) -> Bool { false }

    /// Whether all that is granted on `alias` is granted on `index` too: an alias must not open what its index
    /// closes.
    public func grantsNoMore(on alias: String, than index: String) -> Bool { false }

    /// Whether `name` needs `allow_restricted_indices`.
    public func isRestricted(_ name: UnsafeBufferPointer<UInt8>) -> Bool { true }
}
