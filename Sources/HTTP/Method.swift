/// Request methods (RFC 9110 §9.3, RFC 5789). Names are case-sensitive.
public enum Method: UInt8, Sendable {
    case get, head, post, put, delete, options, patch, trace, connect
    /// Any other token.
    case unknown

    public init(_ token: borrowing Span<UInt8>) {
        func equals(_ name: StaticString) -> Bool {
            guard token.count == name.utf8CodeUnitCount else { return false }
            for index in 0..<token.count {
                guard unsafe token[index] == name.utf8Start[index] else { return false }
            }
            return true
        }
        self =
            switch token.count {
            case 3 where equals("GET"): .get
            case 3 where equals("PUT"): .put
            case 4 where equals("POST"): .post
            case 4 where equals("HEAD"): .head
            case 5 where equals("PATCH"): .patch
            case 5 where equals("TRACE"): .trace
            case 6 where equals("DELETE"): .delete
            case 7 where equals("OPTIONS"): .options
            case 7 where equals("CONNECT"): .connect
            default: .unknown
            }
    }

    public var text: StaticString {
        switch self {
        case .get: "GET"
        case .head: "HEAD"
        case .post: "POST"
        case .put: "PUT"
        case .delete: "DELETE"
        case .options: "OPTIONS"
        case .patch: "PATCH"
        case .trace: "TRACE"
        case .connect: "CONNECT"
        case .unknown: ""
        }
    }

    /// RFC 9110 §9.2.2: a second time does no more than the first.
    public var isIdempotent: Bool {
        switch self {
        case .get, .head, .put, .delete, .options, .trace: true
        case .post, .patch, .connect, .unknown: false
        }
    }
}
