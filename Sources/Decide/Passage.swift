public import Classify
public import Elasticsearch
public import Resolve

/// How a request goes on.
///
/// A value in one reference: it is handed from step to step of every request, and copied when it is changed.
///
/// SAFETY: ``Box`` is changed by way of `own` alone, and only while nobody else refers to it.
public struct Passage: @unchecked Sendable {
    public enum Content: Sendable {
        /// As it comes: it names no index, or its sender may use every one.
        case stream
        /// Item by item.
        case bulk
        /// Collected in whole and read first.
        case inspect(BodyKind)
        /// The same, of a request to Kibana whose sender may use that space only.
        case inspectKibana(space: String)
    }

    /// What the answer means for the catalogue.
    public enum Changes: Sendable {
        case none
        /// A write to a name that is not known may have made it.
        case newNames
        /// Something may have been made, removed or renamed.
        case names
    }

    private struct Facts {
        var endpoint: Endpoint?
        var content: Content
        var defaultIndex: String?
        var catalogue: IndexCatalogue?
        var known: IndexCatalogue?
        var passesUnread = false
        var gives: CursorKind = .none
        var changes = Changes.none
        var hidesAliases = false
        var insertedSegment: Int?
        var refusesScripts = false
        var names: [String] = []
        var isRepeatable = false
    }

    /// Holds the facts; copied as a whole, so that none can be forgotten.
    private final class Box {
        var facts: Facts
        init(_ facts: Facts) { self.facts = facts }
    }

    private var box: Box

    public init(endpoint: Endpoint?, content: Content) {
        self.box = Box(Facts(endpoint: endpoint, content: content))
    }

    /// The facts to be changed: this value's own.
    private var own: Box {
        mutating get {
            if !isKnownUniquelyReferenced(&self.box) { self.box = Box(self.box.facts) }
            return self.box
        }
    }

    /// nil: not recognised, for a principal to whom nothing is denied.
    public var endpoint: Endpoint? { self.box.facts.endpoint }
    public var content: Content {
        get { self.box.facts.content }
        set { self.own.facts.content = newValue }
    }
    /// The expression that items without one of their own refer to; nil: none was given.
    public var defaultIndex: String? {
        get { self.box.facts.defaultIndex }
        set { self.own.facts.defaultIndex = newValue }
    }
    /// What the content is judged by.
    public var catalogue: IndexCatalogue? {
        get { self.box.facts.catalogue }
        set { self.own.facts.catalogue = newValue }
    }
    /// The newest there is, however old: tells a denial what stands behind aliases.
    public var known: IndexCatalogue? {
        get { self.box.facts.known }
        set { self.own.facts.known = newValue }
    }
    /// Content that cannot be read goes on as it is: its sender may do all, but for what is restricted.
    public var passesUnread: Bool {
        get { self.box.facts.passesUnread }
        set { self.own.facts.passesUnread = newValue }
    }
    /// What an id in the answer stands for.
    public var gives: CursorKind {
        get { self.box.facts.gives }
        set { self.own.facts.gives = newValue }
    }
    public var changes: Changes {
        get { self.box.facts.changes }
        set { self.own.facts.changes = newValue }
    }
    /// The answer lists aliases, of which only those may be told that may be seen.
    public var hidesAliases: Bool {
        get { self.box.facts.hidesAliases }
        set { self.own.facts.hidesAliases = newValue }
    }
    /// The segment of the target that names all that may be seen, where the request named nothing. A search within a
    /// point in time, which its content tells, must go without it.
    public var insertedSegment: Int? {
        get { self.box.facts.insertedSegment }
        set { self.own.facts.insertedSegment = newValue }
    }
    /// Scripts of the upstream's release reach more than the index that they run on.
    public var refusesScripts: Bool {
        get { self.box.facts.refusesScripts }
        set { self.own.facts.refusesScripts = newValue }
    }
    /// Names that were decided on, for the audit trail; empty: as the path says.
    public var names: [String] {
        get { self.box.facts.names }
        set { self.own.facts.names = newValue }
    }
    /// The same requester gets the same for the same method and target from the same judge: neither the time nor the
    /// names that are there went into it, and nothing was written into the target.
    public var isRepeatable: Bool {
        get { self.box.facts.isRepeatable }
        set { self.own.facts.isRepeatable = newValue }
    }
    /// Whether the content is more than passed on.
    public var readsContent: Bool { if case .stream = self.content { false } else { true } }
}
