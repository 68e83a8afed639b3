/// Why a TLS call failed. One case per party that has to act.
public enum TLSError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A file of the settings cannot be used: the operator's to mend.
    case file(path: String, problem: FileProblem)
    /// The settings contradict themselves or name something that OpenSSL does not know.
    case settings(String)
    /// This side refused the handshake, with OpenSSL's reason; the alert is in the output.
    case handshake(reason: String)
    /// This side refused the peer's certificate (RFC 5280 §6, RFC 6125), with the verifier's reason.
    case peerCertificate(reason: String)
    /// The peer refused: the code of its fatal alert (RFC 8446 §6) and OpenSSL's name of it.
    case alert(code: UInt8, reason: String)
    /// The peer's bytes broke the protocol after the handshake.
    case protocolViolation(reason: String)
    /// The peer keeps asking for key updates or renegotiation and sends no data.
    case idleTalk
    /// The transport ended without close_notify: what was read may have been cut (RFC 8446 §6.1).
    case truncated
    /// The session has failed or was shut down before this call.
    case ended
    /// OpenSSL refused a call that fails only for want of memory or randomness.
    case openSSL(operation: String, reason: String)

    /// What can be wrong with a file of certificates or keys.
    public enum FileProblem: Sendable, Equatable {
        /// It could not be opened or read, in the system's words.
        case unreadable(reason: String)
        /// It is longer than ``PEM/fileSizeMax``.
        case tooLong
        /// It could not be written, in the system's words.
        case unwritable(reason: String)
        /// It holds no PEM certificate.
        case noCertificate
        /// It holds no PEM private key.
        case noKey
        /// A certificate or key in it does not parse.
        case malformed(reason: String)
        /// The key is encrypted, and there is no passphrase or it does not fit.
        case passphrase
        /// The key is not the one that the certificate at this path was made for.
        case keyMismatch(certificate: String)
        /// The key or its signature is too weak for security level 2 (RSA below 2048 bits, SHA-1).
        case weak(reason: String)
        /// Every authority in it has expired.
        case expired
    }

    public var description: String {
        switch self {
        case .file(let path, let problem): "[\(path)] \(problem)"
        case .settings(let reason): reason
        case .handshake(let reason): "handshake refused: \(reason)"
        case .peerCertificate(let reason): "certificate of the peer refused: \(reason)"
        case .alert(let code, let reason): "the peer refused: \(reason) (alert \(code))"
        case .protocolViolation(let reason): "the peer broke the protocol: \(reason)"
        case .idleTalk: "the peer sends key updates or renegotiation requests without data"
        case .truncated: "the connection ended without close_notify"
        case .ended: "the session has ended"
        case .openSSL(let operation, let reason): "\(operation) failed: \(reason)"
        }
    }
}

extension TLSError.FileProblem: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unreadable(let reason): "cannot be read: \(reason)"
        case .tooLong: "is longer than \(PEM.fileSizeMax) bytes"
        case .unwritable(let reason): "cannot be written: \(reason)"
        case .noCertificate: "holds no certificate in PEM form"
        case .noKey: "holds no private key in PEM form"
        case .malformed(let reason): "cannot be parsed: \(reason)"
        case .passphrase: "is encrypted, and the passphrase is missing or wrong"
        case .keyMismatch(let certificate): "is not the key of the certificate [\(certificate)]"
        case .weak(let reason): "is too weak: \(reason)"
        case .expired: "holds no authority that is still valid"
        }
    }
}
