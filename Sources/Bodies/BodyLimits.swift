/// What may be asked of the readers: against content that costs more to examine than it is worth.
public struct BodyLimits: Sendable {
    /// Bytes of a content that is read as a whole; the caller collects no more.
    public var contentBytesMax = 10 * 1024 * 1024
    /// Nesting of arrays and objects, wrapped queries included. Elasticsearch nests queries 30 deep at most
    /// (`indices.query.bool.max_nested_depth`), each by three brackets or so.
    public var depthMax = 200
    /// Items of `_mget`, `_msearch` and their like.
    public var itemsMax = 10_000
    /// Names of indices, cursors and pipelines in one content.
    public var targetsMax = 20_000

    /// Whether templates may have tags: what is filled in is known to be escaped (Elasticsearch 5 and later).
    public var readsTags = true

    public init() {}
}
