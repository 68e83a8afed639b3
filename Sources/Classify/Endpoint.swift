public import Elasticsearch

/// One route of one release: what a request to it does and where it names what it does it to.
///
/// Immutable; owned by its ``EndpointTable``.
public final class Endpoint: Sendable {
    /// How Elasticsearch authorises an action.
    public enum Resolution: UInt8, Sendable, CaseIterable {
        /// Against cluster privileges.
        case cluster
        /// Granted on some pattern is enough; the items are checked one by one as they are read.
        case nameOnly
        /// An expression of many indices: wildcards expand to what may be seen, explicit names must be
        /// granted.
        case wildcards
        /// Explicit names only: no wildcards, no `_all`, and at least one.
        case explicit
        /// An id stands for indices that were checked when it was made: bound to who got it.
        case cursor
        /// Any credential that holds.
        case anyone
    }

    /// An action that must be granted, and which of the request's names it is about.
    public struct Check: Hashable, Sendable {
        /// When it has to be made; more than ``always`` only among ``Endpoint/subChecks``.
        public enum Condition: UInt8, Sendable, CaseIterable {
            case always
            /// Writing makes the index, if there is none of that name.
            case indexIsMissing
            /// The content of a request that makes an index may name aliases.
            case contentHasAliases
        }

        public let action: Action
        public let resolution: Resolution
        /// Meaningless for ``Resolution/cluster``, ``Resolution/nameOnly`` and ``Resolution/anyone``.
        public let names: NameKind
        public let condition: Condition

        public init(
            _ action: Action, _ resolution: Resolution, _ names: NameKind = .index,
            _ condition: Condition = .always
        ) {
            self.action = action
            self.resolution = resolution
            self.names = names
            self.condition = condition
        }
    }

    /// What else has to be known of a route.
    public struct Flags: OptionSet, Hashable, Sendable {
        public let rawValue: UInt16
        public init(rawValue: UInt16) { self.rawValue = rawValue }

        /// Security: the proxy answers, the upstream never sees it.
        public static let ownedByProxy = Flags(rawValue: 1 << 0)
        /// Runs or exposes what no privilege limits (shutdown of 1.x, rivers, site plugins): nobody may.
        public static let neverForwarded = Flags(rawValue: 1 << 1)
        /// The index expression only filters what a cluster action prints: no check, still worth narrowing.
        public static let indexIsFilter = Flags(rawValue: 1 << 2)
        /// Without names it acts on all of them and changes them: explicit names or rights on all.
        public static let destructive = Flags(rawValue: 1 << 3)
        /// Stores or runs something that later acts on indices without a check.
        public static let actsLater = Flags(rawValue: 1 << 4)
        /// Content is code or a template kept in the cluster, so the request does not show what it will do.
        public static let storedContent = Flags(rawValue: 1 << 5)
        /// Answers with plain text tables (`_cat`).
        public static let isText = Flags(rawValue: 1 << 6)
        /// Of a module that not every distribution has. Where it is missing, and documents have types, a `POST` or `PUT`
        /// of its path is one of a document, whose type is the API's name: it makes the index. So it is in 8 to who asks for
        /// the API of 7, and the document is written.
        public static let mayBeMissing = Flags(rawValue: 1 << 7)
    }

    /// Elasticsearch's name of the API, e.g. `indices.get_alias`.
    public let api: String
    /// e.g. `/{index}/_alias/{name}`.
    public let template: String
    public let methods: MethodSet
    /// All of them must pass before the request goes on, in this order: the first that does not is the
    /// reason.
    public let checks: [Check]
    /// Authorised by Elasticsearch in addition, as the same user, while the request runs.
    public let subChecks: [Check]
    public let body: BodyKind
    /// Before parameters change them.
    public let options: IndicesOptions
    public let flags: Flags
    /// Which id the answer may hold, and which the request hands in.
    public let gives: CursorKind
    public let takes: CursorKind
    let places: NamePlaces
    let parameters: ParameterRules
    let named: [NamedSegment]
    /// The segment of the path that is a mapping type.
    public let typeSegment: Int?

    init(
        api: String, template: String, methods: MethodSet, checks: [Check], subChecks: [Check],
        body: BodyKind,
        options: IndicesOptions, flags: Flags, gives: CursorKind, takes: CursorKind, places: NamePlaces,
        parameters: ParameterRules, named: [NamedSegment]
    ) {
        self.api = api
        self.template = template
        self.methods = methods
        self.checks = checks
        self.subChecks = subChecks
        self.body = body
        self.options = options
        self.flags = flags
        self.gives = gives
        self.takes = takes
        self.places = places
        self.parameters = parameters
        self.named = named
        self.typeSegment = named.first { $0.kind == .type }?.index
    }
}
