public import Elasticsearch

/// The union of some descriptors, compiled: what one side of a principal's privileges grants. Immutable, shared
/// by all loops and by all keys with the same descriptors.
public final class Role: Sendable {
    public let table: PrivilegeTable

    /// - Throws: for any privilege, pattern or field that is not understood: the whole role is unusable then.
    public init(
        _ descriptors: [RoleDescriptor], table: PrivilegeTable,
        applications: ApplicationPrivileges = .none
    ) throws(AuthorizeError) {
        self.table = table
    }

    public func allows(_ action: Action) -> Bool { false }
    public func allows(_ action: Action, index name: borrowing Span<UInt8>, isDataStream: Bool) -> Bool {
        false
    }
}
