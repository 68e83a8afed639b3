internal import Dispatch
internal import Glibc
public import Keys
internal import Synchronization

/// Keys in a SQLite file: write-ahead log, `synchronous=FULL`. What is acknowledged is on disk.
///
/// Changes that arrive while a transaction commits share the next one (group commit). Reads go over a second
/// connection and do not wait for commits.
public final class SQLiteStore: KeyStore, DocumentStore {
    /// Changes that share one transaction.
    static let batchMax = 512
    /// Changes that may wait; more are refused with ``StoreError/busy``.
    static let waitingMax = 16_384

    /// One change: done inside a transaction that it shares, told after that is on disk.
    private struct Change {
        /// Throws when the transaction as a whole cannot go on.
        var apply: @Sendable (KeyWriter) throws(StoreError) -> @Sendable () -> Void
        var fail: @Sendable (StoreError) -> Void
    }

    private struct Waiting {
        var changes: [Change] = []
        var isWorking = false
        var isClosed = false
    }

    private let lock: FolderLock
    private let writeQueue = DispatchQueue(label: "keyward.store.write", qos: .userInitiated)
    private let readQueue = DispatchQueue(label: "keyward.store.read", qos: .userInitiated)
    private let waiting = Mutex(Waiting())
    // SAFETY: used on `writeQueue` only.
    private nonisolated(unsafe) let writer: KeyWriter
    // SAFETY: used on `readQueue` only.
    private nonisolated(unsafe) let reader: KeyReader

    /// Opens or makes `keyward.db` in `folder` (made when missing, mode 0700) and holds the folder.
    public init(folder: String) throws(StoreError) {
        if mkdir(folder, 0o700) != 0, errno != EEXIST {
            throw .failed("\(folder): \(String(cString: strerror(errno)))")
        }
        self.lock = try FolderLock(folder: folder)
        let path = "\(folder)/keyward.db"
        // Made with its mode before SQLite would make it by the umask.
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .failed("\(path): \(String(cString: strerror(errno)))") }
        _ = Glibc.close(descriptor)
        let database = try SQLite(path: path, mode: .readWrite)
        do {
            try database.execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;")
            try Schema.migrate(database)
        } catch {
            throw .failed("\(path): \(error)")
        }
        self.writer = try KeyWriter(database)
        self.reader = try KeyReader(try SQLite(path: path, mode: .readOnly))
    }

    // MARK: Changes

    public func create(
        _ records: [KeyRecord], limit: OwnerLimit?, completion: @escaping @Sendable (StoreError?) -> Void
    ) {
        let apply: @Sendable (KeyWriter) throws(StoreError) -> @Sendable () -> Void = {
            (writer) throws(StoreError) in
            do throws(StoreError) {
                if records.count == 1 {
                    for record in records { try writer.insert(record, limit: limit) }
                } else {
                    try writer.alone { () throws(StoreError) in
                        for record in records { try writer.insert(record, limit: limit) }
                    }
                }
                return { completion(nil) }
            } catch {
                // What concerns this change alone leaves the others of the transaction be.
                switch error {
                case .duplicate, .ownerLimit: return { completion(error) }
                default: throw error
                }
            }
        }
        self.enqueue(Change(apply: apply, fail: { completion($0) }))
    }

    public func invalidate(
        _ ids: [APIKeyID], at time: Int64, tombstone: KeyRecord.Tombstone?,
        completion: @escaping @Sendable (Result<[APIKeyID], StoreError>) -> Void
    ) {
        self.enqueue(completion: completion) { (writer) throws(StoreError) in
            try writer.invalidate(ids, at: time, tombstone)
        }
    }

    public func change(
        _ ids: [APIKeyID], _ change: @escaping @Sendable (KeyRecord) -> KeyRecord?,
        completion: @escaping @Sendable (Result<[KeyRecord], StoreError>) -> Void
    ) {
        self.enqueue(completion: completion) { (writer) throws(StoreError) in
            try writer.change(ids, change)
        }
    }

    public func purge(
        before time: Int64, limit: Int,
        completion: @escaping @Sendable (Result<[APIKeyID], StoreError>) -> Void
    ) {
        self.enqueue(completion: completion) { (writer) throws(StoreError) in
            try writer.purge(before: time, limit: limit)
        }
    }

    public func changeDocuments(
        _ kind: DocumentKind, _ names: [String],
        _ change: @escaping @Sendable ([String: String]) -> [String: String?],
        completion: @escaping @Sendable (Result<[String: String?], StoreError>) -> Void
    ) {
        self.enqueue(completion: completion) { (writer) throws(StoreError) in
            try writer.changeDocuments(kind, names, change)
        }
    }

    // MARK: Reads

    public func documents(_ kind: DocumentKind) throws(StoreError) -> [String: String] {
        try self.read { (reader) throws(StoreError) in try reader.documents(kind) }
    }

    public func find(
        _ query: KeyQuery, completion: @escaping @Sendable (Result<[KeyRecord], StoreError>) -> Void
    ) {
        self.readQueue.async {
            do throws(StoreError) {
                completion(.success(try self.reader.find(query)))
            } catch {
                completion(.failure(error))
            }
        }
    }

    public func findMetadata(
        _ match: MetadataMatch, completion: @escaping @Sendable (Result<[APIKeyID], StoreError>) -> Void
    ) {
        self.readQueue.async {
            do throws(StoreError) {
                completion(.success(try self.reader.findMetadata(match)))
            } catch {
                completion(.failure(error))
            }
        }
    }

    public func metadataValues(
        _ path: String?,
        completion: @escaping @Sendable (Result<[APIKeyID: [String]], StoreError>) -> Void
    ) {
        self.readQueue.async {
            do throws(StoreError) {
                completion(.success(try self.reader.metadataValues(path)))
            } catch {
                completion(.failure(error))
            }
        }
    }

    public func forEach(_ body: (KeyRecord) -> Void) throws(StoreError) {
        try self.read { (reader) throws(StoreError) in try reader.forEach(body) }
    }

    public func count() throws(StoreError) -> Int {
        try self.read { (reader) throws(StoreError) in try reader.count() }
    }

    /// On the calling thread.
    private func read<Value: Sendable>(
        _ body: (KeyReader) throws(StoreError) -> Value
    ) throws(StoreError) -> Value {
        let result: Result<Value, StoreError> = self.readQueue.sync {
            do throws(StoreError) { return .success(try body(self.reader)) } catch { return .failure(error) }
        }
        return try result.get()
    }

    /// Returns when all changes that were taken are stored; later ones are refused.
    public func close() {
        self.waiting.withLock { $0.isClosed = true }
        self.writeQueue.sync {}
        self.writeQueue.sync {}
    }

    // MARK: Group commit

    private func enqueue<Value: Sendable>(
        completion: @escaping @Sendable (Result<Value, StoreError>) -> Void,
        _ apply: @escaping @Sendable (KeyWriter) throws(StoreError) -> Value
    ) {
        self.enqueue(
            Change(
                apply: { (writer) throws(StoreError) in
                    let value = try apply(writer)
                    return { completion(.success(value)) }
                }, fail: { completion(.failure($0)) }))
    }

    private func enqueue(_ change: Change) {
        let refusal: StoreError? = self.waiting.withLock { waiting in
            if waiting.isClosed { return .closed }
            if waiting.changes.count >= Self.waitingMax { return .busy }
            waiting.changes.append(change)
            if !waiting.isWorking {
                waiting.isWorking = true
                self.writeQueue.async { self.work() }
            }
            return nil
        }
        if let refusal { change.fail(refusal) }
    }

    private func work() {
        while true {
            let batch: [Change] = self.waiting.withLock { waiting in
                let batch = Array(waiting.changes.prefix(Self.batchMax))
                waiting.changes.removeFirst(batch.count)
                if batch.isEmpty { waiting.isWorking = false }
                return batch
            }
            guard !batch.isEmpty else { return }
            self.commit(batch)
        }
    }

    private func commit(_ batch: [Change]) {
        var acknowledgements: [@Sendable () -> Void] = []
        do throws(StoreError) {
            try self.writer.begin()
            for change in batch { acknowledgements.append(try change.apply(self.writer)) }
            try self.writer.commit()
        } catch {
            self.writer.rollback()
            for change in batch { change.fail(error) }
            return
        }
        for acknowledge in acknowledgements { acknowledge() }
    }
}
