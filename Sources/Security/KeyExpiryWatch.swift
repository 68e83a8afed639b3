public import Keys
internal import Synchronization

/// Finds keys that are about to expire, each once.
public final class KeyExpiryWatch: Sendable {
    /// Keys that one look names; of others it tells the number.
    static let namedMax = 100
    /// Keys that are remembered as told; at the bound no more are told until some have expired.
    static let toldMax = 100_000

    public enum Notice: Sendable {
        case key(KeyRecord)
        /// So many more.
        case more(Int)
        case failed(StoreError)
    }

    private let registry: KeyRegistry
    private let warning: Int64
    private let tell: @Sendable (Notice) -> Void
    private let told = Mutex<Set<APIKeyID>>([])

    /// - Parameter warning: milliseconds before the end.
    public init(registry: KeyRegistry, warning: Int64, tell: @escaping @Sendable (Notice) -> Void) {
        self.registry = registry
        self.warning = warning
        self.tell = tell
    }

    /// Goes through all keys: not on a loop.
    ///
    /// - Parameter now: milliseconds since 1970.
    public func look(now: Int64, completion: @escaping @Sendable () -> Void = {}) {
        guard self.warning > 0 else { return completion() }
        let soon = self.registry.table.all.selecting(
            .and([.invalidated(false), .time(.expiration, now + 1...now + self.warning)]))
        // A key that was prolonged is told again when its time comes.
        let fresh = self.told.withLock { told in
            let all = soon.ids
            told.formIntersection(all)
            let fresh = all.filter { !told.contains($0) }.prefix(Self.toldMax - told.count)
            told.formUnion(fresh)
            return Set(fresh)
        }
        guard !fresh.isEmpty else { return completion() }
        let first = soon.selecting(.ids(fresh)).page(
            KeyOrder([KeyOrder.Part(.expiration)]), from: 0, size: Self.namedMax)
        self.registry.find(KeyQuery(ids: first.map(\.id))) { result in
            switch result {
            case .failure(let error):
                self.told.withLock { $0.subtract(fresh) }
                self.tell(.failed(error))
            case .success(let records):
                for record in records { self.tell(.key(record)) }
                if fresh.count > first.count { self.tell(.more(fresh.count - first.count)) }
            }
            completion()
        }
    }
}
