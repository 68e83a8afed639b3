/// Bounds of a message head. Each is a setting under `limits`.
package struct HeadLimits: Sendable {
    /// Bytes of a request line, or of a status line. RFC 9112 §3 asks for 8000 at least.
    package var lineBytesMax = 16 * 1024
    /// Bytes of a head with its blank line.
    package var headBytesMax = 32 * 1024
    /// Header fields of a head.
    package var fieldCountMax = 128
    /// Segments of a path: Elasticsearch's longest route has nine.
    package var segmentCountMax = 32
    /// Parameters of a query.
    package var parameterCountMax = 128

    package init() {}
    package static let `default` = HeadLimits()
}
