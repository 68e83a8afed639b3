/// One exchange as the audit log tells it. Holds no credential: there is no field for one.
///
/// The slices are valid for the time of the call that gets the record.
package struct AuditRecord {
    /// `event.action`, in Elasticsearch's words where it has one.
    package enum Action: Sendable {
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

    package typealias Slice = UnsafeBufferPointer<UInt8>

    /// Milliseconds since 1970 UTC when the request head was complete.
    package var timestamp: Int64 = 0
    package var action = Action.accessGranted
    package var succeeded = true
    /// Why not, in constant words; empty when there is nothing to say.
    package var reason: StaticString = ""
    /// Nanoseconds from the head's arrival to the end of the exchange.
    package var duration: Int64 = 0
    package var requestID: UInt64 = 0
    package var listener = ""
    package var sourceAddress = Slice(start: nil, count: 0)
    package var sourcePort: UInt16 = 0
    package var method: StaticString = ""
    package var path = Slice(start: nil, count: 0)
    package var query = Slice(start: nil, count: 0)
    package var userAgent = Slice(start: nil, count: 0)
    package var opaqueID = Slice(start: nil, count: 0)
    package var requestBytes = 0
    package var status = 0
    package var responseBytes = 0
    package var userName = Slice(start: nil, count: 0)
    package var userRealm = Slice(start: nil, count: 0)
    package var keyID = Slice(start: nil, count: 0)
    package var keyName = Slice(start: nil, count: 0)
    package var upstream = ""
    package var tlsVersion: StaticString = ""

    package init() {}
}
