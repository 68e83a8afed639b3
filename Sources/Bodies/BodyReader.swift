public import Elasticsearch

/// Reads from a request's content what it touches, strictly: what is not understood is refused.
public enum BodyReader {
    /// - Parameter kind: all but `bulk`, which is read while it streams.
    public static func read(
        _ kind: BodyKind, _ bytes: borrowing Span<UInt8>, limits: BodyLimits
    ) throws(ContentRefusal) -> BodyTargets {
        guard bytes.count <= limits.contentBytesMax else { throw ContentRefusal(.tooLong) }
        switch kind {
        case .opaque, .document: return BodyTargets()
        default: throw ContentRefusal(.unreadableKind)
        }
    }
}
