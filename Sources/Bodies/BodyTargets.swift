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
        /// A name that indices get. What has the same ``BodyTarget/statement`` belongs together.
        case alias
        /// A pattern of the names that indices will have to which this applies.
        case pattern
        /// A document that a query looks up.
        case lookup
        /// A document whose terms a query looks for.
        case liked
        /// An index that a query joins.
        case join
        /// A name that changes scores: it reveals whether the index is there.
        case boost
        /// A scroll, a point in time, an SQL cursor: opaque, belongs to who opened it.
        case cursor
        /// An ingest pipeline, which may change the index of what passes through it.
        case pipeline
        /// A search pipeline, which may change the query of a search.
        case searchPipeline
        /// A search template that is kept in the cluster: what it comes to is not known.
        case storedTemplate
        /// Something that chooses indices while it runs: the actions are needed on all of them.
        case anywhere
    }

    /// Where it stands in the content.
    public enum Place: Sendable, Equatable {
        /// The JSON value, or the name of a member, to be replaced as a whole.
        case value(Range<Int>)
        /// Nowhere: what the path names, or a default of Elasticsearch's.
        case none
        /// Not in the header of a search, which begins with its bracket at the offset.
        case absent(Int)
        /// A header of a search that is an empty line.
        case emptyLine(Int)
        /// Text inside a JSON string: offsets into the decoded text.
        case text(value: Range<Int>, inner: Range<Int>)
        /// Inside an encoded text: it can be judged but not replaced.
        case encoded
    }

    /// How several names are written.
    public enum List: UInt8, Sendable {
        /// There can be one only.
        case never
        /// As an array.
        case array
        /// As an array, with the member called `indices` or `aliases`.
        case indices, aliases
        /// In a statement: in one pair of quotes, or each in its own.
        case quoted, quotedEach
    }

    public var role: Role
    /// All of them are needed on each of the names. Empty for cursors, pipelines and patterns.
    public var actions: [Action]
    /// Decoded names, several of them joined by commas as in a path; nil when nothing is named, so that the
    /// indices of the path, or all, are meant. `*` for ``Role/anywhere``.
    public var expression: [UInt8]?
    public var place: Place
    /// Of the member's name with its quotes, where the place is the value of a member.
    public var member: Range<Int>?
    /// Offset of the object in which it stands.
    public var statement: Int
    /// Whether Elasticsearch expands wildcards here; where it doesn't, only an exact name will do.
    public var allowsWildcards: Bool
    public var list: List
}

/// How names are expanded, where a request says so itself; nil for what it doesn't say.
public struct ExpansionOptions: Sendable, Equatable {
    public var ignoreUnavailable: Bool?
    public var allowNoIndices: Bool?
    /// Several joined by commas.
    public var expandWildcards: [UInt8]?

    public init() {}
}

/// One of several requests in one content.
public struct BodyItem: Sendable, Equatable {
    /// The bytes that make it up: an element of an array, or lines with their line feeds.
    public var range: Range<Int>
    /// Of the array's bracket; -1 for lines.
    public var array: Int
    /// Its targets; the first is what the item acts on.
    public var targets: Range<Int>
    /// Of a document.
    public var id: [UInt8]?
    /// Of a document, up to Elasticsearch 7.
    public var type: [UInt8]?
    public var options = ExpansionOptions()
}

/// What the content of a request touches besides what its path names.
public struct BodyTargets: Sendable, Equatable {
    public var targets: [BodyTarget] = []
    /// Of `_mget`, `_msearch` and their like: in order.
    public var items: [BodyItem] = []
    /// The objects, by their offset, that hold a document which is looked at as if it were in the index.
    public var documents: [Int] = []

    public init() {}
}
