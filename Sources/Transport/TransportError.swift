public import EventLoop
public import TLS

/// Why a connection was lost.
public enum TransportError: Error, Sendable, CustomStringConvertible {
    case socket(SocketError)
    case tls(TLSError)
    case closedDuringHandshake

    public var description: String {
        switch self {
        case .socket(let error): error.description
        case .tls(let error): "TLS: \(error)"
        case .closedDuringHandshake: "closed during the TLS handshake"
        }
    }
}
