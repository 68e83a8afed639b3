internal import Bytes

/// What an `Authorization` value holds (RFC 9110 §11.6.2). Slices of the value, for the time of the call.
public enum AuthorizationField {
    /// Bytes of a value that is looked at: a password may be long, a head is bounded anyway.
    public static let lengthMax = 4096

    case none
    /// What stands behind `ApiKey `: Base64 of `id:secret`.
    case apiKey(UnsafeBufferPointer<UInt8>)
    /// What stands behind `Basic `: Base64 of `name:password` (RFC 7617).
    case basic(UnsafeBufferPointer<UInt8>)
    /// A scheme that is not served here, or a value beyond ``lengthMax``.
    case unsupported

    /// Schemes in any case, exactly one space behind; a scheme alone is no credential.
    public init(_ value: UnsafeBufferPointer<UInt8>) {
        func rest(_ scheme: StaticString) -> UnsafeBufferPointer<UInt8>? {
            let count = scheme.utf8CodeUnitCount
            guard value.count >= count else { return nil }
            guard ASCII.equalsIgnoringCase(UnsafeBufferPointer(rebasing: value[..<count]), scheme) else {
                return nil
            }
            return UnsafeBufferPointer(rebasing: value[count...])
        }
        if value.isEmpty {
            self = .none
        } else if value.count > Self.lengthMax {
            self = .unsupported
        } else if let rest = rest("ApiKey ") {
            self = rest.isEmpty ? .none : .apiKey(rest)
        } else if let rest = rest("Basic ") {
            self = rest.isEmpty ? .none : .basic(rest)
        } else if rest("ApiKey")?.isEmpty == true || rest("Basic")?.isEmpty == true {
            self = .none
        } else {
            self = .unsupported
        }
    }
}
