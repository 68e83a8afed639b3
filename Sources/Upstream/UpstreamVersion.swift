internal import Synchronization

/// The upstream's version as its `GET /` last told. Shared by the loops.
public final class UpstreamVersion: Sendable {
    /// What an OpenSearch version is told apart by.
    private static let openSearch = 1_000_000

    private let packed = Atomic<Int>(0)

    public init() {}

    /// Major times 10,000 plus minor times 100 plus patch, of the product's own count; 0 while nothing is known.
    public var number: Int { self.packed.load(ordering: .relaxed) % Self.openSearch }

    public var isOpenSearch: Bool { self.packed.load(ordering: .relaxed) >= Self.openSearch }

    /// - Returns: whether it was another one before.
    public func set(_ number: Int, isOpenSearch: Bool) -> Bool {
        let value = number + (isOpenSearch ? Self.openSearch : 0)
        return self.packed.exchange(value, ordering: .relaxed) != value
    }

    /// What Elasticsearch release it behaves like: OpenSearch came from 7.10.2.
    private var behaviour: Int { self.isOpenSearch ? 71_002 : self.number }

    /// Up to Elasticsearch 7.3 a `+` in the path is a space, then it is itself. Until 8 a setting brings the space back:
    /// what is decided about a name with `+` is then about one that no index can have.
    public var plusIsSpace: Bool { (1..<70_400).contains(self.behaviour) }

    /// Up to Elasticsearch 7 the media type of JSON comes with a character set.
    public var tellsCharacterSet: Bool { (1..<80_000).contains(self.behaviour) }

    /// From 7.7 on aliases can be hidden.
    public var hasHiddenAliases: Bool { self.behaviour >= 70_700 }
}
