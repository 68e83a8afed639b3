public import Authorize
public import Cursors
internal import Elasticsearch

/// Who asks, as far as decisions go. Immutable; made once for a user's roles or a key's generation.
public final class Requester: Sendable {
    public let privileges: Privileges
    /// Whom a denial names.
    public let subject: Denial.Subject
    /// Names the principal and the upstream unambiguously: whom opaque ids belong to.
    public let holder: [UInt8]
    /// The same, with what he may do.
    private let holderWithPrivileges: [UInt8]

    public init(privileges: Privileges, subject: Denial.Subject, holder: [UInt8]) {
        self.privileges = privileges
        self.subject = subject
        self.holder = holder
        self.holderWithPrivileges = holder + Array("/\(privileges.fingerprint)".utf8)
    }

    /// Whom an id of that kind belongs to. A search in a point in time needs the privilege each time, on indices that
    /// only the id names: it ends when the privileges are changed.
    public func holder(of kind: CursorSeal.Kind) -> [UInt8] {
        kind == .pointInTime ? self.holderWithPrivileges : self.holder
    }

    /// The same requester, with what is asked of his privileges noted.
    public func recording(into recorder: DecisionRecorder) -> Requester {
        Requester(
            privileges: self.privileges.recording(into: recorder), subject: self.subject, holder: self.holder)
    }

    private static let getAliases = Action("indices:admin/aliases/get")

    /// Whether an alias of that name may be told in a list.
    public func maySeeAlias(_ name: [UInt8]) -> Bool {
        guard let action = Self.getAliases else { return false }
        return self.privileges.allows(action, index: name.span)
    }
}
