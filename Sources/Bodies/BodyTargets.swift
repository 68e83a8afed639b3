public import Elasticsearch

/// A place in a request's content that names indices, or something that leads to them.
public struct BodyTarget: Sendable, Equatable {
    public enum Role: UInt8, Sendable, CaseIterable {
        /// What the item or the request acts on, instead of what the path says.
        case index
        /// What is read to be written elsewhere.
        case source
        /// What is written.
        case destination
        /// An index that is deleted.
        case removed
        /// A name that an index gets. What has the same ``BodyTarget/statement`` belongs together.
        case alias
        /// A pattern of the names that indices will have to which this applies.
        case pattern
        /// A document that a query looks up.
        case lookup
        /// An index that a query joins.
        case join
        /// A name that changes scores; it reveals whether the index is there.
        case boost
        /// A scroll, a point in time, an SQL cursor: opaque, belongs to who opened it.
        case cursor
        /// An ingest pipeline, which may change the index of what passes through it.
        case pipeline
    }

    /// Where it stands in the content.
    public enum Place: Sendable, Equatable {
        /// The JSON value, to be replaced as a whole.
        case value(Range<Int>)
        /// Not there: a member may be put in at this offset, right behind the opening bracket of its object;
        /// the name of the member is the form's own.
        case absent(Int)
        /// Text inside a JSON string: offsets into the decoded text.
        case text(value: Range<Int>, inner: Range<Int>)
        /// Inside an encoded text: it can be judged but not replaced.
        case encoded
    }

    public var role: Role
    /// All of them are needed on each of the names. Empty for cursors and pipelines.
    public var actions: [Action]
    /// Decoded names, several of them joined by commas as in a path; nil when nothing is named, so that the
    /// indices of the path, or all, are meant.
    public var expression: [UInt8]?
    public var place: Place
    /// Offset of the object in which it stands.
    public var statement: Int
    /// Whether Elasticsearch expands wildcards here; where it doesn't, only an exact name will do.
    public var allowsWildcards: Bool
}

/// One of several requests in one content.
public struct BodyItem: Sendable, Equatable {
    /// The bytes that make it up, with a comma or line feeds around it left out.
    public var range: Range<Int>
    /// Its targets; the first is what the item acts on.
    public var targets: Range<Int>
    /// Of a document.
    public var id: [UInt8]?
    /// Type of a document, up to Elasticsearch 7.
    public var type: [UInt8]?
}

/// What the content of a request touches besides what its path names.
public struct BodyTargets: Sendable, Equatable {
    public var targets: [BodyTarget] = []
    /// Of `_mget`, `_msearch` and their like: in order. All targets belong to one of them.
    public var items: [BodyItem] = []
    /// Whether the content names scripts that are stored, or has inline ones.
    public var hasScript = false

    public init() {}
}
