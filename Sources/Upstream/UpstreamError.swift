public import HTTP1
public import Transport

/// Why an upstream gave no (whole) answer.
public enum UpstreamError: Error, Sendable {
    /// No host took a connection; nothing was sent.
    case unreachable(String)
    /// All connections are in use and the queue is full; nothing was sent.
    case queueFull
    /// No connection became free in time; nothing was sent.
    case queueTimeout
    /// The connection ended. `beforeResponse` is true when not one byte of the answer had arrived.
    case closed(beforeResponse: Bool)
    case lost(TransportError)
    /// No answer within the response timeout.
    case responseTimeout
    /// The answer began but did not go on, or the upstream stopped reading the request.
    case stalled
    /// The answer broke HTTP/1.1's rules.
    case malformedHead(ResponseRefusal)
    case malformedBody(BodyRefusal)
    /// The pool was closed under the exchange.
    case shutdown
}
