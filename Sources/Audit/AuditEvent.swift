/// What a record tells of, in Elasticsearch's words where it has one: `event.action`.
public enum AuditEvent: Int, Sendable, CaseIterable {
    case authenticationSuccess
    /// A credential was shown and did not hold.
    case authenticationFailed
    /// No credential was shown.
    case anonymousAccessDenied
    case accessGranted
    case accessDenied
    case runAsGranted
    case runAsDenied
    /// The request was malformed or ambiguous.
    case tamperedRequest
    /// The connection was refused or lost before a request.
    case connectionDenied
    /// Users, roles, privileges or keys were changed.
    case securityConfigChange

    public var name: StaticString {
        switch self {
        case .authenticationSuccess: "authentication_success"
        case .authenticationFailed: "authentication_failed"
        case .anonymousAccessDenied: "anonymous_access_denied"
        case .accessGranted: "access_granted"
        case .accessDenied: "access_denied"
        case .runAsGranted: "run_as_granted"
        case .runAsDenied: "run_as_denied"
        case .tamperedRequest: "tampered_request"
        case .connectionDenied: "connection_denied"
        case .securityConfigChange: "security_config_change"
        }
    }

    /// `event.type` in Elasticsearch's format.
    var type: StaticString {
        switch self {
        case .authenticationSuccess, .authenticationFailed, .anonymousAccessDenied, .tamperedRequest: "rest"
        case .accessGranted, .accessDenied, .runAsGranted, .runAsDenied: "transport"
        case .connectionDenied: "ip_filter"
        case .securityConfigChange: "security_config_change"
        }
    }

    public init?(name: String) {
        guard let event = Self.allCases.first(where: { "\($0.name)" == name }) else { return nil }
        self = event
    }
}

/// Events, as a setting names them.
public struct AuditEvents: OptionSet, Sendable {
    public let rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }
    public init(_ event: AuditEvent) { self.rawValue = 1 << UInt16(event.rawValue) }

    public static let all = AuditEvents(rawValue: (1 << UInt16(AuditEvent.allCases.count)) - 1)
    /// All but the successful authentication, which the granted access tells as well.
    public static let standard = all.subtracting(AuditEvents(.authenticationSuccess))

    @inline(__always)
    public func has(_ event: AuditEvent) -> Bool { self.rawValue & 1 << UInt16(event.rawValue) != 0 }
}
