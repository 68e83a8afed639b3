/// Why a compressed content goes no further.
public enum InflateError: Error, Equatable, Sendable {
    /// Not gzip, or damaged.
    case malformed
    /// The content ended within the compressed data.
    case truncated
    /// More bytes than are taken.
    case tooLarge
    /// Out of proportion to what arrived.
    case tooDense
    /// Bytes behind the end of the compressed data.
    case trailingData
}
