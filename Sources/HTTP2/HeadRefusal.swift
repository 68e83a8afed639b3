/// Why a head was refused. One case a rule of RFC 9113 §8 or of our own.
public enum HeadRefusal: Error, Equatable, Sendable, CaseIterable {
    case malformedName, malformedValue
    case pseudoAfterField, repeatedPseudo, unknownPseudo, missingPseudo
    case malformedMethod, malformedScheme, malformedPath, malformedAuthority
    case authorityMismatch, connectionSpecificField, malformedTE, pseudoInTrailer, forbiddenTrailer
    /// The library's own checks.
    case malformedMessage
    case unsupportedMethod
    case tooLarge, tooManyFields

    /// Nil: the message is malformed, a stream error (RFC 9113 §8.1.1). Else the status to answer with.
    public var status: Int? {
        switch self {
        case .unsupportedMethod: 501
        case .tooLarge, .tooManyFields: 431
        default: nil
        }
    }

    /// What to tell the client and the trail.
    public var reason: StaticString {
        switch self {
        case .malformedName: "malformed field name"
        case .malformedValue: "malformed field value"
        case .pseudoAfterField: "pseudo-header field behind a regular one"
        case .repeatedPseudo: "repeated pseudo-header field"
        case .unknownPseudo: "unknown pseudo-header field"
        case .missingPseudo: "missing pseudo-header field"
        case .malformedMethod: "malformed :method"
        case .malformedScheme: "malformed :scheme"
        case .malformedPath: "malformed :path"
        case .malformedAuthority: "malformed :authority"
        case .authorityMismatch: ":authority and host name different authorities"
        case .connectionSpecificField: "field that belongs to an HTTP/1.1 connection"
        case .malformedTE: "te other than trailers"
        case .pseudoInTrailer: "pseudo-header field in a trailer"
        case .forbiddenTrailer: "trailer field that belongs into the head"
        case .malformedMessage: "malformed request"
        case .unsupportedMethod: "request method is not supported"
        case .tooLarge: "request head too large"
        case .tooManyFields: "too many header fields"
        }
    }
}
