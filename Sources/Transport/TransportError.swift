package import EventLoop
package import TLS

/// Why a connection was lost.
package enum TransportError: Error, Sendable, CustomStringConvertible {
    case socket(SocketError)
    case tls(TLSError)
    case closedDuringHandshake

    package var description: String {
        switch self {
        case .socket(let error): error.description
        case .tls(let error): "TLS: \(error)"
        case .closedDuringHandshake: "closed during the TLS handshake"
        }
    }
}
