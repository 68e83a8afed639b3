public import Classify
public import Elasticsearch
public import Resolve

/// What becomes of a request.
public enum Verdict: Sendable {
    /// It goes on; the target may have been rewritten.
    case forward(Passage)
    /// It needs a catalogue that is fresh.
    case needsCatalogue
    /// Answered with the methods that the path has.
    case options(MethodSet)
    /// 403: the action is not granted on these names; nil where the action's name alone was looked at. `beside`: names
    /// of the request that it is granted on.
    case denied(Action, [String]?, beside: [String] = [])
    case refused(ErrorResponse, StaticString)
}

/// How a request goes on.
public struct Passage: Sendable {
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

    // In one piece of memory, so that passing it on costs one reference: it is held by every exchange.
    private var storage: Storage

    public init(endpoint: Endpoint?, content: Content) {
        self.storage = Storage(Facts(endpoint: endpoint, content: content))
    }

    private var facts: Facts {
        get { self.storage.facts }
        _modify {
            if !isKnownUniquelyReferenced(&self.storage) { self.storage = Storage(self.storage.facts) }
            yield &self.storage.facts
        }
    }

    /// nil: not recognised, for a principal to whom nothing is denied.
    public var endpoint: Endpoint? { self.storage.facts.endpoint }
    public var content: Content {
        get { self.storage.facts.content }
        set { self.facts.content = newValue }
    }
    /// Whether the content is more than passed on.
    public var readsContent: Bool { if case .stream = self.content { false } else { true } }
    /// The expression that items without one of their own refer to; nil: none was given.
    public var defaultIndex: String? {
        get { self.storage.facts.defaultIndex }
        set { self.facts.defaultIndex = newValue }
    }
    /// What the content is judged by.
    public var catalogue: IndexCatalogue? {
        get { self.storage.facts.catalogue }
        set { self.facts.catalogue = newValue }
    }
    /// The newest there is, however old: tells a denial what stands behind aliases.
    public var known: IndexCatalogue? {
        get { self.storage.facts.known }
        set { self.facts.known = newValue }
    }
    /// Content that cannot be read goes on as it is: its sender may do all, but for what is restricted.
    public var passesUnread: Bool {
        get { self.storage.facts.passesUnread }
        set { self.facts.passesUnread = newValue }
    }
    /// What an id in the answer stands for.
    public var gives: CursorKind {
        get { self.storage.facts.gives }
        set { self.facts.gives = newValue }
    }
    public var changes: Changes {
        get { self.storage.facts.changes }
        set { self.facts.changes = newValue }
    }
    /// The answer lists aliases, of which only those may be told that may be seen.
    public var hidesAliases: Bool {
        get { self.storage.facts.hidesAliases }
        set { self.facts.hidesAliases = newValue }
    }
    /// The segment of the target that names all that may be seen, where the request named nothing. A search within a
    /// point in time, which its content tells, must go without it.
    public var insertedSegment: Int? {
        get { self.storage.facts.insertedSegment }
        set { self.facts.insertedSegment = newValue }
    }
    /// Names that were decided on, for the audit trail; empty: as the path says.
    public var names: [String] {
        get { self.storage.facts.names }
        set { self.facts.names = newValue }
    }
    /// The same requester gets the same for the same method and target from the same judge: neither the time nor the
    /// names that are there went into it, and nothing was written into the target.
    public var isRepeatable: Bool {
        get { self.storage.facts.isRepeatable }
        set { self.facts.isRepeatable = newValue }
    }

    private struct Facts {
        let endpoint: Endpoint?
        var content: Content
        var defaultIndex: String?
        var catalogue: IndexCatalogue?
        var known: IndexCatalogue?
        var passesUnread = false
        var gives: CursorKind = .none
        var changes = Changes.none
        var hidesAliases = false
        var insertedSegment: Int?
        var names: [String] = []
        var isRepeatable = false
    }

    // SAFETY: written only while one passage refers to it.
    private final class Storage: @unchecked Sendable {
        var facts: Facts
        init(_ facts: Facts) { self.facts = facts }
    }
}
