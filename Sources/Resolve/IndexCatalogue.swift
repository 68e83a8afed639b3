/// What indices, aliases and data streams an upstream has, as it said at one moment. Immutable; replaced as a whole.
public final class IndexCatalogue: Sendable {
    public enum Kind: Sendable {
        case index
        case alias
        case dataStream
    }

    public struct Entry: Sendable {
        public let name: String
        public let kind: Kind
        /// Left out by wildcards unless they ask for it (`index.hidden`, `is_hidden`).
        public let isHidden: Bool
        /// Of an index; others are always open.
        public let isOpen: Bool
        /// The data stream whose backing index this is.
        public let dataStream: String?
        /// Of an alias: the indices or data streams behind it, sorted.
        public let targets: [String]

        public init(
            name: String, kind: Kind, isHidden: Bool = false, isOpen: Bool = true, dataStream: String? = nil,
            targets: [String] = []
        ) {
            self.name = name
            self.kind = kind
            self.isHidden = isHidden
            self.isOpen = isOpen
            self.dataStream = dataStream
            self.targets = targets
        }
    }

    /// Sorted by name.
    public let entries: [Entry]
    private let places: [String: Int]
    /// Grows with each catalogue of one upstream.
    public let generation: UInt64
    /// Monotonic nanoseconds when the upstream was asked.
    public let takenAt: Int64

    public init(entries: [Entry], generation: UInt64, takenAt: Int64) {
        let entries = entries.sorted { $0.name < $1.name }
        self.entries = entries
        // An alias never bears an index's name; should an upstream say so, the first one counts.
        self.places = Dictionary(
            entries.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.generation = generation
        self.takenAt = takenAt
    }

    public subscript(name: String) -> Entry? { self.places[name].map { self.entries[$0] } }
}
