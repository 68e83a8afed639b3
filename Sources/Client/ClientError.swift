public import TLS

/// Why there is no answer. What a server answered, be it an error, is a ``ClientResponse``.
public enum ClientError: Error, Sendable, Equatable, CustomStringConvertible {
    /// No connection came about, with the system's words.
    case unreachable(String)
    /// The server's certificate was refused, or the handshake failed.
    case tls(TLSError)
    /// The request was not answered in time. What it was to change may have been changed.
    case timedOut(seconds: Int)
    /// The connection ended before the answer was whole. What the request was to change may have been changed.
    case cutOff(String)
    /// What came is no HTTP, or not what a proxy answers, with what was wrong.
    case malformed(String)
    /// The answer is longer than ``Client/Settings/bodyBytesMax``.
    case tooLarge(limit: Int)
    /// A credential would have gone over the network in clear text.
    case clearText(String)

    public var description: String {
        switch self {
        case .unreachable(let words): words
        case .tls(let error): "\(error)"
        case .timedOut(let seconds): "no answer within \(seconds) s"
        case .cutOff(let words): "the connection ended before the answer was whole: \(words)"
        case .malformed(let words): "the answer cannot be understood: \(words)"
        case .tooLarge(let limit): "the answer is longer than \(limit) bytes"
        case .clearText(let host):
            "\(host) is not this machine: over http:// the credential could be read on the way; use https://"
        }
    }
}
