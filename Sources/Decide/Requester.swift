public import Authorize

/// Who asks, as far as decisions go. Immutable; made once for a user's roles or a key's generation.
public final class Requester: Sendable {
    public let privileges: Privileges
    /// Whom a denial names.
    public let subject: Denial.Subject
    /// Names the principal and the upstream unambiguously: whom opaque ids belong to.
    public let holder: [UInt8]

    public init(privileges: Privileges, subject: Denial.Subject, holder: [UInt8]) {
        self.privileges = privileges
        self.subject = subject
        self.holder = holder
    }
}
