public import Resolve
internal import Synchronization

/// The latest catalogue of one upstream, shared by the loops, and whether changes have passed since it was taken.
public final class CatalogueHolder: Sendable {
    private struct State {
        var catalogue: IndexCatalogue?
        /// Changes that had been answered when the catalogue was asked for.
        var covered: UInt64 = 0
    }

    private let state = Mutex(State())
    private let changes = Atomic<UInt64>(1)

    public init() {}

    /// A request that may have made, removed or renamed something has been answered.
    func noteChange() { self.changes.add(1, ordering: .releasing) }

    /// How many changes have been answered.
    var changeCount: UInt64 { self.changes.load(ordering: .acquiring) }

    public var current: IndexCatalogue? { self.state.withLock { $0.catalogue } }

    /// The catalogue when it knows of every change that has been answered and is younger than `maxAge` nanoseconds.
    func fresh(now: Int64, maxAge: Int64) -> IndexCatalogue? {
        let changes = self.changeCount
        return self.state.withLock { state in
            guard state.covered >= changes, let catalogue = state.catalogue, now - catalogue.takenAt < maxAge
            else {
                return nil
            }
            return catalogue
        }
    }

    /// - Parameter covering: the ``changeCount`` when the upstream was asked.
    func publish(_ catalogue: IndexCatalogue, covering changes: UInt64) {
        self.state.withLock { state in
            guard changes >= state.covered else { return }
            state.catalogue = catalogue
            state.covered = changes
        }
    }
}
