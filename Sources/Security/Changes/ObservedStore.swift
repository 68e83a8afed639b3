internal import Keys

/// A store that tells of what one request changes in it. Made for that request.
struct ObservedStore: KeyStore {
    let store: any KeyStore
    let changes: KeyChanges

    func create(
        _ records: [KeyRecord], limit: OwnerLimit?, completion: @escaping @Sendable (StoreError?) -> Void
    ) {
        self.store.create(records, limit: limit) { error in
            if error == nil { for record in records { self.changes.note(.created(record)) } }
            completion(error)
        }
    }

    func invalidate(
        _ ids: [APIKeyID], at time: Int64, tombstone: KeyRecord.Tombstone?,
        completion: @escaping @Sendable (Result<[APIKeyID], StoreError>) -> Void
    ) {
        self.store.invalidate(ids, at: time, tombstone: tombstone) { result in
            if case .success(let ids) = result, !ids.isEmpty { self.changes.note(.invalidated(ids)) }
            completion(result)
        }
    }

    func change(
        _ ids: [APIKeyID], _ change: @escaping @Sendable (KeyRecord) -> KeyRecord?,
        completion: @escaping @Sendable (Result<[KeyRecord], StoreError>) -> Void
    ) {
        let before = Collected<APIKeyID, KeyRecord>()
        self.store.change(ids) { record in
            let next = change(record)
            if next != nil { before[record.id] = record }
            return next
        } completion: { result in
            if case .success(let records) = result {
                for record in records {
                    self.changes.note(.changed(before: before[record.id], after: record))
                }
            }
            completion(result)
        }
    }

    func purge(
        before time: Int64, limit: Int,
        completion: @escaping @Sendable (Result<[APIKeyID], StoreError>) -> Void
    ) {
        self.store.purge(before: time, limit: limit) { result in
            if case .success(let ids) = result, !ids.isEmpty { self.changes.note(.removed(ids)) }
            completion(result)
        }
    }

    func find(_ query: KeyQuery, completion: @escaping @Sendable (Result<[KeyRecord], StoreError>) -> Void) {
        self.store.find(query, completion: completion)
    }

    func findMetadata(
        _ match: MetadataMatch, completion: @escaping @Sendable (Result<[APIKeyID], StoreError>) -> Void
    ) {
        self.store.findMetadata(match, completion: completion)
    }

    func metadataValues(
        _ path: String?,
        completion: @escaping @Sendable (Result<[APIKeyID: [String]], StoreError>) -> Void
    ) {
        self.store.metadataValues(path, completion: completion)
    }

    func forEach(_ body: (KeyRecord) -> Void) throws(StoreError) { try self.store.forEach(body) }
    func count() throws(StoreError) -> Int { try self.store.count() }
}
