internal import Synchronization

/// The upstream's version as its `GET /` last told. Shared by the loops.
public final class UpstreamVersion: Sendable {
    private let packed = Atomic<Int>(0)

    public init() {}

    /// Major times 10,000 plus minor times 100 plus patch; 0 while nothing is known. OpenSearch counts as 7.10.2,
    /// which it came from.
    public var number: Int {
        get { self.packed.load(ordering: .relaxed) }
        set { self.packed.store(newValue, ordering: .relaxed) }
    }

    /// Up to Elasticsearch 7 a `+` in the path is a space, from 8 on it is itself.
    public var plusIsSpace: Bool { (1..<80_000).contains(self.number) }

    /// From 7.7 on aliases can be hidden.
    public var hasHiddenAliases: Bool { self.number >= 70_700 }
}
