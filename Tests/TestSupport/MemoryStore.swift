import Dispatch
public import Keys
import Synchronization

/// Keys in memory behind the protocol of the real store: completions come on a queue of its own.
public final class MemoryStore: KeyStore, DocumentStore {
    private let queue = DispatchQueue(label: "test.store")
    private let state = Mutex(State())

    private struct State {
        var records: [KeyRecord] = []
        var documents: [DocumentKind: [String: String]] = [:]
        var failure: StoreError?
    }

    public init() {}

    /// What every call fails with from now on; nil: none does.
    public var failure: StoreError? {
        get { self.state.withLock { $0.failure } }
        set { self.state.withLock { $0.failure = newValue } }
    }
    public var records: [KeyRecord] { self.state.withLock { $0.records } }

    /// Runs `body` on the queue, or fails.
    private func run<Value: Sendable>(
        _ completion: @escaping @Sendable (Result<Value, StoreError>) -> Void,
        _ body: @escaping @Sendable (inout State) -> Value
    ) {
        self.queue.async {
            completion(
                self.state.withLock { state in
                    if let failure = state.failure { return .failure(failure) }
                    return .success(body(&state))
                })
        }
    }

    public func create(
        _ records: [KeyRecord], limit: OwnerLimit?, completion: @escaping @Sendable (StoreError?) -> Void
    ) {
        self.queue.async {
            completion(
                self.state.withLock { state in
                    if let failure = state.failure { return failure }
                    if let limit {
                        for record in records {
                            let live = state.records.filter {
                                $0.owner.username == record.owner.username
                                    && $0.owner.realm == record.owner.realm && $0.invalidation == nil
                                    && ($0.expiration ?? .max) > limit.now
                            }
                            if live.count >= limit.max { return .ownerLimit(limit) }
                        }
                    }
                    let ids = Set(records.map(\.id))
                    guard !state.records.contains(where: { ids.contains($0.id) }) else { return .duplicate }
                    state.records += records
                    return nil
                })
        }
    }

    public func invalidate(
        _ ids: [APIKeyID], at time: Int64, tombstone: KeyRecord.Tombstone?,
        completion: @escaping @Sendable (Result<[APIKeyID], StoreError>) -> Void
    ) {
        self.run(completion) { state in
            var changed: [APIKeyID] = []
            for index in state.records.indices
            where ids.contains(state.records[index].id) && state.records[index].invalidation == nil {
                state.records[index].invalidation = time
                state.records[index].tombstone = tombstone
                changed.append(state.records[index].id)
            }
            return changed
        }
    }

    public func change(
        _ ids: [APIKeyID], _ change: @escaping @Sendable (KeyRecord) -> KeyRecord?,
        completion: @escaping @Sendable (Result<[KeyRecord], StoreError>) -> Void
    ) {
        self.run(completion) { state in
            var changed: [KeyRecord] = []
            for index in state.records.indices where ids.contains(state.records[index].id) {
                guard let next = change(state.records[index]) else { continue }
                state.records[index] = next
                changed.append(next)
            }
            return changed
        }
    }

    public func purge(
        before time: Int64, limit: Int,
        completion: @escaping @Sendable (Result<[APIKeyID], StoreError>) -> Void
    ) {
        self.run(completion) { state in
            let gone = state.records.filter {
                ($0.invalidation ?? .max) < time || ($0.expiration ?? .max) < time
            }.prefix(limit).map(\.id)
            state.records.removeAll { gone.contains($0.id) }
            return gone
        }
    }

    /// Metadata is not looked into here.
    public func findMetadata(
        _ match: MetadataMatch, completion: @escaping @Sendable (Result<[APIKeyID], StoreError>) -> Void
    ) {
        self.run(completion) { _ in [] }
    }

    public func metadataValues(
        _ path: String?,
        completion: @escaping @Sendable (Result<[APIKeyID: [String]], StoreError>) -> Void
    ) {
        self.run(completion) { _ in [:] }
    }

    public func changeDocuments(
        _ kind: DocumentKind, _ names: [String],
        _ change: @escaping @Sendable ([String: String]) -> [String: String?],
        completion: @escaping @Sendable (Result<[String: String?], StoreError>) -> Void
    ) {
        self.run(completion) { state in
            let known = state.documents[kind, default: [:]]
            let changes = change(known.filter { names.contains($0.key) })
            for (name, body) in changes { state.documents[kind, default: [:]][name] = body }
            return changes
        }
    }

    public func documents(_ kind: DocumentKind) throws(StoreError) -> [String: String] {
        self.state.withLock { $0.documents[kind, default: [:]] }
    }

    public func find(
        _ query: KeyQuery, completion: @escaping @Sendable (Result<[KeyRecord], StoreError>) -> Void
    ) {
        self.queue.async {
            completion(
                self.state.withLock { state in
                    if let failure = state.failure { return .failure(failure) }
                    let found = state.records.filter { Self.matches($0, query) }
                    guard query.after != nil || query.limit != nil else { return .success(found) }
                    let behind = found.filter { record in
                        query.after.map { record.id.description.utf8.lexicographicallyPrecedes($0.utf8) }
                            != true
                            && record.id.description != query.after
                    }
                    return .success(
                        Array(
                            behind.sorted {
                                $0.id.description.utf8.lexicographicallyPrecedes($1.id.description.utf8)
                            }.prefix(query.limit ?? .max)))
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
