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

    /// nil: not recognised, for a principal to whom nothing is denied.
    public var endpoint: Endpoint?
    public var content: Content
    /// The expression that items without one of their own refer to; nil: none was given.
    public var defaultIndex: String?
    /// What the content is judged by.
    public var catalogue: IndexCatalogue?
    /// The newest there is, however old: tells a denial what stands behind aliases.
    public var known: IndexCatalogue?
    /// Content that cannot be read goes on as it is: its sender may do all, but for what is restricted.
    public var passesUnread = false
    /// What an id in the answer stands for.
    public var gives: CursorKind = .none
    public var changes = Changes.none
    /// The answer lists aliases, of which only those may be told that may be seen.
    public var hidesAliases = false
    /// The segment of the target that names all that may be seen, where the request named nothing. A search within a
    /// point in time, which its content tells, must go without it.
    public var insertedSegment: Int?
    /// Scripts of the upstream's release reach more than the index that they run on.
    public var refusesScripts = false
    /// Names that were decided on, for the audit trail; empty: as the path says.
    public var names: [String] = []

    /// The same requester gets the same for the same method and target from the same judge: neither the time nor the
    /// names that are there went into it, and nothing was written into the target.
    public var isRepeatable = false
    /// Whether the content is more than passed on.
    public var readsContent: Bool { if case .stream = self.content { false } else { true } }

    public init(endpoint: Endpoint?, content: Content) {
        self.endpoint = endpoint
        self.content = content
    }
}
