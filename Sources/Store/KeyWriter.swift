internal import Keys

/// The changing half of the store's SQL. Confined to the writing queue.
final class KeyWriter {
    private let database: SQLite
    private let insertion: Statement
    private let replacement: Statement
    private let invalidation: Statement
    private let selection: Statement
    private let deletion: Statement
    private let metadata: MetadataWriter
    private let liveCount: Statement
    private let documentSelection: Statement
    private let documentReplacement: Statement
    private let documentDeletion: Statement

    init(_ database: SQLite) throws(StoreError) {
        self.database = database
        let columns = KeyReader.columns
        let places = KeyReader.places
        self.insertion = try database.prepare("INSERT INTO api_keys (\(columns)) VALUES (\(places))")
        self.replacement = try database.prepare(
            "INSERT OR REPLACE INTO api_keys (\(columns)) VALUES (\(places))")
        self.invalidation = try database.prepare(
            """
            UPDATE api_keys SET invalidation = ?, invalidated_by = ?, invalidation_reason = ? \
            WHERE id = ? AND invalidation IS NULL
            """)
        self.selection = try database.prepare("SELECT \(columns) FROM api_keys WHERE id = ?")
        self.deletion = try database.prepare("DELETE FROM api_keys WHERE id = ?")
        self.metadata = try MetadataWriter(database)
        self.liveCount = try database.prepare(
            """
            SELECT count(*) FROM (SELECT 1 FROM api_keys WHERE username = ? AND realm = ? AND invalidation IS NULL \
            AND (expiration IS NULL OR expiration > ?) LIMIT ?)
            """)
        self.documentSelection = try database.prepare(
            "SELECT body FROM documents WHERE kind = ? AND name = ?")
        self.documentReplacement = try database.prepare(
            "INSERT OR REPLACE INTO documents (kind, name, body) VALUES (?,?,?)")
        self.documentDeletion = try database.prepare("DELETE FROM documents WHERE kind = ? AND name = ?")
    }

    func begin() throws(StoreError) { try self.database.execute("BEGIN IMMEDIATE") }
    func commit() throws(StoreError) { try self.database.execute("COMMIT") }
    func rollback() { if self.database.isInTransaction { try? self.database.execute("ROLLBACK") } }

    /// Runs `body` so that what it has changed is undone when it throws, and nothing else.
    func alone<Result>(_ body: () throws(StoreError) -> Result) throws(StoreError) -> Result {
        try self.database.execute("SAVEPOINT part")
        do throws(StoreError) {
            let result = try body()
            try self.database.execute("RELEASE part")
            return result
        } catch {
            if self.database.isInTransaction { try self.database.execute("ROLLBACK TO part; RELEASE part") }
            throw error
        }
    }

    // MARK: Keys

    func insert(_ record: KeyRecord, limit: OwnerLimit? = nil) throws(StoreError) {
        if let limit, try self.hasReached(limit, record.owner) { throw .ownerLimit(limit) }
        try self.insertion.bind(KeyReader.values(record))
        _ = try self.insertion.step()
        try self.metadata.insert(record.metadata, of: record.id.description)
    }

    private func hasReached(_ limit: OwnerLimit, _ owner: KeyOwner) throws(StoreError) -> Bool {
        try self.liveCount.bind([
            .text(owner.username), .text(owner.realm), .integer(limit.now), .integer(Int64(limit.max)),
        ])
        guard try self.liveCount.step() else { return false }
        let count = self.liveCount.integer(0)
        self.liveCount.reset()
        return count >= Int64(limit.max)
    }

    /// - Returns: what has changed.
    func change(
        _ ids: [APIKeyID], _ change: (KeyRecord) -> KeyRecord?
    ) throws(StoreError) -> [KeyRecord] {
        var changed: [KeyRecord] = []
        for id in ids {
            try self.selection.bind([.text(id.description)])
            guard try self.selection.step(), let record = KeyReader.record(self.selection) else { continue }
            self.selection.reset()
            guard let next = change(record), next.id == record.id else { continue }
            try self.replacement.bind(KeyReader.values(next))
            _ = try self.replacement.step()
            if next.metadata != record.metadata {
                try self.metadata.remove(of: id.description)
                try self.metadata.insert(next.metadata, of: id.description)
            }
            changed.append(next)
        }
        return changed
    }

    /// - Returns: those that were valid before.
    func invalidate(
        _ ids: [APIKeyID], at time: Int64, _ tombstone: KeyRecord.Tombstone?
    ) throws(StoreError) -> [APIKeyID] {
        var changed: [APIKeyID] = []
        for id in ids {
            try self.invalidation.bind([
                .integer(time), .init(tombstone?.by), .init(tombstone?.reason), .text(id.description),
            ])
            _ = try self.invalidation.step()
            if self.database.changes > 0 { changed.append(id) }
        }
        return changed
    }

    func purge(before time: Int64, limit: Int) throws(StoreError) -> [APIKeyID] {
        var ids: [APIKeyID] = []
        for column in ["invalidation", "expiration"] where ids.count < limit {
            let statement = try self.database.prepare(
                "SELECT id FROM api_keys WHERE \(column) IS NOT NULL AND \(column) < ? LIMIT ?")
            try statement.bind([.integer(time), .integer(Int64(limit - ids.count))])
            while try statement.step() { if let id = APIKeyID(statement.text(0)) { ids.append(id) } }
        }
        ids = Array(Set(ids))
        for id in ids {
            try self.deletion.bind([.text(id.description)])
            _ = try self.deletion.step()
            try self.metadata.remove(of: id.description)
        }
        return ids
    }

    // MARK: Documents

    func changeDocuments(
        _ kind: DocumentKind, _ names: [String], _ change: ([String: String]) -> [String: String?]
    ) throws(StoreError) -> [String: String?] {
        var bodies: [String: String] = [:]
        for name in names {
            try self.documentSelection.bind([.text(kind.rawValue), .text(name)])
            if try self.documentSelection.step() { bodies[name] = self.documentSelection.text(0) }
            self.documentSelection.reset()
        }
        let changes = change(bodies)
        for (name, body) in changes {
            if let body {
                try self.documentReplacement.bind([.text(kind.rawValue), .text(name), .text(body)])
                _ = try self.documentReplacement.step()
            } else {
                try self.documentDeletion.bind([.text(kind.rawValue), .text(name)])
                _ = try self.documentDeletion.step()
            }
        }
        return changes
    }
}
