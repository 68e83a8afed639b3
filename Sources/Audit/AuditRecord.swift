/// One exchange as the audit log tells it. Holds no credential: there is no field for one.
///
/// The slices are valid for the time of the call that gets the record.
public struct AuditRecord {
    /// `event.action`, in Elasticsearch's words where it has one.
    public enum Action: Sendable {
        case accessGranted
        case accessDenied
        case authenticationFailed
        /// The request was malformed or ambiguous.
        case tamperedRequest
        /// The connection was refused or lost before a request.
        case connectionDenied

        var name: StaticString {
            switch self {
            case .accessGranted: "access_granted"
            case .accessDenied: "access_denied"
            case .authenticationFailed: "authentication_failed"
            case .tamperedRequest: "tampered_request"
            case .connectionDenied: "connection_denied"
            }
        }
    }

    public typealias Slice = UnsafeBufferPointer<UInt8>

    /// Milliseconds since 1970 UTC when the request head was complete.
    public var timestamp: Int64 = 0
    public var action = Action.accessGranted
    public var succeeded = true
    /// Why not, in constant words; empty when there is nothing to say.
    public var reason: StaticString = ""
    /// Nanoseconds from the head's arrival to the end of the exchange.
    public var duration: Int64 = 0
    public var requestID: UInt64 = 0
    /// See ``AuditMembers``.
    public var connection = Slice(start: nil, count: 0)
    /// See ``AuditMembers``: the key or the user.
    public var subject = Slice(start: nil, count: 0)
    /// See ``AuditMembers``.
    public var destination = Slice(start: nil, count: 0)
    public var method: StaticString = ""
    public var path = Slice(start: nil, count: 0)
    public var query = Slice(start: nil, count: 0)
    public var userAgent = Slice(start: nil, count: 0)
    public var opaqueID = Slice(start: nil, count: 0)
    public var requestBytes = 0
    public var status = 0
    public var responseBytes = 0

    public init() {}
}
