internal import Keys

/// The changing half of the store's SQL. Confined to the writing queue.
final class KeyWriter {
    private let database: SQLite
    private let insertion: Statement
    private let invalidation: Statement

    init(_ database: SQLite) throws(StoreError) {
        self.database = database
        self.insertion = try database.prepare(
            "INSERT INTO api_keys (\(KeyReader.columns)) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)")
        self.invalidation = try database.prepare(
            "UPDATE api_keys SET invalidation = ? WHERE id = ? AND invalidation IS NULL")
    }

    func begin() throws(StoreError) { try self.database.execute("BEGIN IMMEDIATE") }
    func commit() throws(StoreError) { try self.database.execute("COMMIT") }
    func rollback() { if self.database.isInTransaction { try? self.database.execute("ROLLBACK") } }

    func insert(_ record: KeyRecord) throws(StoreError) {
        try self.insertion.bind([
            .text(record.id.description), .init(record.name), .integer(record.creation),
            .init(record.expiration),
            .init(record.invalidation), .text(record.hash), .text(record.owner.username),
            .init(record.owner.fullName), .init(record.owner.email), .text(record.owner.metadata),
            .text(record.owner.realm), .text(record.owner.realmType), .text(record.metadata),
            .text(record.roleDescriptors), .text(record.limitedBy), .integer(Int64(record.version)),
        ])
        _ = try self.insertion.step()
    }

    /// - Returns: those that were valid before.
    func invalidate(_ ids: [APIKeyID], at time: Int64) throws(StoreError) -> [APIKeyID] {
        var changed: [APIKeyID] = []
        for id in ids {
            try self.invalidation.bind([.integer(time), .text(id.description)])
            _ = try self.invalidation.step()
            if self.database.changes > 0 { changed.append(id) }
        }
        return changed
    }
}
