internal import Audit
public import Elasticsearch
public import Upstream

/// Why an exchange got an answer of the proxy's own rather than the upstream's: what the client is told and
/// what the trail says.
public struct Refusal: Sendable {
    public var error: ErrorResponse
    public var reason: StaticString
    /// The request's content is not read: the connection ends with the answer.
    public var closes = false
    /// The request's content is read to its end and dropped, so that the client gets to see the answer.
    var readsOn = false
    /// Whether it counts as a failed authentication in the trail.
    var isAuthentication = false

    public init(_ error: ErrorResponse, reason: StaticString, closes: Bool = false) {
        self.error = error
        self.reason = reason
        self.closes = closes
    }

    /// The upstream gave no whole answer.
    public init(_ error: UpstreamError) {
        switch error {
        case .unreachable:
            self.init(
                .unavailable("the upstream cannot be reached", retryAfter: 1),
                reason: "upstream cannot be reached")
        case .queueFull:
            self.init(
                .unavailable("too many requests wait for the upstream", retryAfter: 1),
                reason: "upstream queue is full")
        case .queueTimeout:
            self.init(
                .unavailable("no connection to the upstream became free in time", retryAfter: 1),
                reason: "upstream queue timeout")
        case .shutdown:
            self.init(.unavailable("the proxy is shutting down", retryAfter: 5), reason: "shutting down")
        case .closed, .lost:
            self.init(
                .badGateway("the upstream closed the connection without an answer"),
                reason: "upstream closed the connection")
        case .responseTimeout:
            self.init(
                .gatewayTimeout("the upstream did not answer in time"), reason: "upstream response timeout")
        case .stalled:
            self.init(.gatewayTimeout("the upstream stopped in the middle"), reason: "upstream stalled")
        case .malformedHead, .malformedBody:
            self.init(
                .badGateway("the upstream's answer is malformed"), reason: "malformed upstream response")
        }
    }

    static var addressNotAllowed: Refusal {
        Refusal(
            .forbidden("requests from this address are not allowed here"), reason: "address is not allowed",
            closes: true)
    }

    public static var contentTooLarge: Refusal {
        Refusal(.contentTooLarge(), reason: "request content too large", closes: true)
    }
}

/// Why an exchange ended from the client's side.
public enum AbortCause: Sendable {
    case clientGone, clientTooSlow
    case malformed(StaticString)

    var reason: StaticString {
        switch self {
        case .clientGone: "client closed the connection"
        case .clientTooSlow: "client too slow"
        case .malformed(let reason): reason
        }
    }

    /// What the trail gives as status where no response was begun; 499 is nginx's for a client that left.
    var status: Int {
        switch self {
        case .clientGone: 499
        case .clientTooSlow: 408
        case .malformed: 400
        }
    }
}
