/// How a message tells the length of its content (RFC 9112 §6).
public enum BodyFraming: Equatable, Sendable {
    /// No content, and no field that says so.
    case none
    /// `Content-Length`.
    case length(UInt64)
    /// `Transfer-Encoding: chunked`.
    case chunked
    /// To the end of the connection: responses only.
    case untilClose

    /// The largest `Content-Length` that is read: sums with it cannot overflow.
    public static let lengthMax: UInt64 = 1 << 62
}
