public import Authorize

/// Where roles come from: built-in ones, files, the native realm.
public protocol RoleSource: Sendable {
    /// Grows with every change.
    var generation: UInt64 { get }
    /// The descriptors of those of `roles` that exist.
    func descriptors(_ roles: [String]) -> [RoleDescriptor]
    /// The privileges that applications have declared.
    var applications: ApplicationPrivileges { get }
}
