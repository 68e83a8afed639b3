import Dispatch
public import Keys
import Synchronization

/// Keys in memory behind the protocol of the real store: completions come on a queue of its own.
public final class MemoryStore: KeyStore {
    private let queue = DispatchQueue(label: "test.store")
    private let state = Mutex(State())

    private struct State {
        var records: [KeyRecord] = []
        var failure: StoreError?
    }

    public init() {}

    /// What every call fails with from now on; nil: none does.
    public var failure: StoreError? {
        get { self.state.withLock { $0.failure } }
        set { self.state.withLock { $0.failure = newValue } }
    }
    public var records: [KeyRecord] { self.state.withLock { $0.records } }

    public func create(_ record: KeyRecord, completion: @escaping @Sendable (StoreError?) -> Void) {
        self.queue.async {
            completion(
                self.state.withLock { state in
                    if let failure = state.failure { return failure }
                    guard !state.records.contains(where: { $0.id == record.id }) else { return .duplicate }
                    state.records.append(record)
                    return nil
                })
        }
    }

    public func invalidate(
        _ ids: [APIKeyID], at time: Int64,
        completion: @escaping @Sendable (Result<[APIKeyID], StoreError>) -> Void
    ) {
        self.queue.async {
            completion(
                self.state.withLock { state in
                    if let failure = state.failure { return .failure(failure) }
                    var changed: [APIKeyID] = []
                    for index in state.records.indices
                    where ids.contains(state.records[index].id) && state.records[index].invalidation == nil {
                        state.records[index].invalidation = time
                        changed.append(state.records[index].id)
                    }
                    return .success(changed)
                })
        }
    }

    public func find(
        _ query: KeyQuery, completion: @escaping @Sendable (Result<[KeyRecord], StoreError>) -> Void
    ) {
        self.queue.async {
            completion(
                self.state.withLock { state in
                    if let failure = state.failure { return .failure(failure) }
                    return .success(state.records.filter { Self.matches($0, query) })
                })
        }
    }

    private static func matches(_ record: KeyRecord, _ query: KeyQuery) -> Bool {
        if let ids = query.ids, !ids.contains(record.id) { return false }
        if let name = query.name {
            guard let own = record.name else { return false }
            guard name.hasSuffix("*") ? own.hasPrefix(name.dropLast()) : own == name else { return false }
        }
        if let username = query.username, record.owner.username != username { return false }
        if let realm = query.realm, record.owner.realm != realm { return false }
        if let time = query.activeAt {
            return record.invalidation == nil && (record.expiration ?? .max) > time
        }
        return true
    }

    public func forEach(_ body: (KeyRecord) -> Void) throws(StoreError) {
        for record in self.records { body(record) }
    }

    public func count() throws(StoreError) -> Int { self.records.count }
}
