/// The store and the table together: a change is on disk first, then in force on every loop, then acknowledged.
public final class KeyRegistry: Sendable {
    public let table: KeyTable
    private let store: any KeyStore

    public init(store: any KeyStore, table: KeyTable = KeyTable()) {
        self.store = store
        self.table = table
    }

    /// Fills the table from the store.
    ///
    /// - Parameter progress: gets the keys loaded so far and those there are, every 100,000 keys and at the end.
    /// - Returns: keys whose hash is of a form that cannot be checked: they stay stored and are refused.
    public func load(progress: (Int, Int) -> Void) throws(StoreError) -> Int {
        let total = try self.store.count()
        var loaded = 0
        var skipped = 0
        try self.store.forEach { record in
            if !self.table.insert(record) { skipped += 1 }
            loaded += 1
            if loaded % 100_000 == 0 { progress(loaded, total) }
        }
        progress(loaded, total)
        return skipped
    }

    /// See ``KeyStore/create(_:limit:completion:)``.
    public func create(
        _ records: [KeyRecord], limit: OwnerLimit? = nil,
        completion: @escaping @Sendable (StoreError?) -> Void
    ) {
        self.store.create(records, limit: limit) { error in
            if error == nil { for record in records { self.table.insert(record) } }
            completion(error)
        }
    }

    public func invalidate(
        _ ids: [APIKeyID], at time: Int64, tombstone: KeyRecord.Tombstone? = nil,
        completion: @escaping @Sendable (Result<[APIKeyID], StoreError>) -> Void
    ) {
        self.store.invalidate(ids, at: time, tombstone: tombstone) { result in
            if case .success(let changed) = result {
                for id in changed { self.table.invalidate(id, at: time) }
            }
            completion(result)
        }
    }

    /// See ``KeyStore/change(_:_:completion:)``.
    public func change(
        _ ids: [APIKeyID], _ change: @escaping @Sendable (KeyRecord) -> KeyRecord?,
        completion: @escaping @Sendable (Result<[KeyRecord], StoreError>) -> Void
    ) {
        self.store.change(ids, change) { result in
            if case .success(let records) = result { for record in records { self.table.insert(record) } }
            completion(result)
        }
    }

    /// See ``KeyStore/purge(before:limit:completion:)``.
    public func purge(
        before time: Int64, limit: Int,
        completion: @escaping @Sendable (Result<[APIKeyID], StoreError>) -> Void
    ) {
        self.store.purge(before: time, limit: limit) { result in
            if case .success(let ids) = result { for id in ids { self.table.remove(id) } }
            completion(result)
        }
    }

    public func find(
        _ query: KeyQuery, completion: @escaping @Sendable (Result<[KeyRecord], StoreError>) -> Void
    ) {
        self.store.find(query, completion: completion)
    }

    public func findMetadata(
        _ match: MetadataMatch, completion: @escaping @Sendable (Result<[APIKeyID], StoreError>) -> Void
    ) {
        self.store.findMetadata(match, completion: completion)
    }

    public func metadataValues(
        _ path: String?,
        completion: @escaping @Sendable (Result<[APIKeyID: [String]], StoreError>) -> Void
    ) {
        self.store.metadataValues(path, completion: completion)
    }
}
