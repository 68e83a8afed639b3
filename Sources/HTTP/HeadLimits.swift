/// Bounds of a message head. Each is a setting under `limits`.
public struct HeadLimits: Sendable {
    /// Bytes of a request line, or of a status line. RFC 9112 §3 asks for 8000 at least.
    public var lineBytesMax = 16 * 1024
    /// Bytes of a head with its blank line.
    public var headBytesMax = 32 * 1024
    /// Header fields of a head.
    public var fieldCountMax = 128
    /// Segments of a path: Elasticsearch's longest route has nine.
    public var segmentCountMax = 32
    /// Parameters of a query.
    public var parameterCountMax = 128

    public init() {}
    public static let `default` = HeadLimits()
}
