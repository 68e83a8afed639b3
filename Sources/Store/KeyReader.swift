internal import Keys

/// The reading half of the store's SQL. Confined to the reading queue.
final class KeyReader {
    static let columns = """
        id, name, creation, expiration, invalidation, hash, username, full_name, email, user_metadata, realm, \
        realm_type, metadata, role_descriptors, limited_by, version
        """

    private let database: SQLite

    init(_ database: SQLite) throws(StoreError) { self.database = database }

    func count() throws(StoreError) -> Int { try self.database.integer("SELECT count(*) FROM api_keys") }

    func forEach(_ body: (KeyRecord) -> Void) throws(StoreError) {
        let statement = try self.database.prepare("SELECT \(Self.columns) FROM api_keys")
        while try statement.step() { if let record = Self.record(statement) { body(record) } }
    }

    /// In the order of creation.
    func find(_ query: KeyQuery) throws(StoreError) -> [KeyRecord] {
        var conditions: [String] = []
        var values: [Statement.Value] = []
        if let ids = query.ids {
            conditions.append("id IN (SELECT value FROM json_each(?))")
            // Ids are Base64 digits or came through this very form: quotes and backslashes are escaped all the same.
            let list = ids.map {
                "\"\($0.description.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
            }
            values.append(.text("[\(list.joined(separator: ","))]"))
        }
        if let name = query.name {
            if name.hasSuffix("*") {
                let prefix = String(name.dropLast())
                conditions.append("substr(name, 1, length(?)) = ? AND name >= ?")
                values += [.text(prefix), .text(prefix), .text(prefix)]
            } else {
                conditions.append("name = ?")
                values.append(.text(name))
            }
        }
        if let username = query.username {
            conditions.append("username = ?")
            values.append(.text(username))
        }
        if let realm = query.realm {
            conditions.append("realm = ?")
            values.append(.text(realm))
        }
        if let now = query.activeAt {
            conditions.append("invalidation IS NULL AND (expiration IS NULL OR expiration > ?)")
            values.append(.integer(now))
        }
        let filter = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        let statement = try self.database.prepare(
            "SELECT \(Self.columns) FROM api_keys \(filter) ORDER BY creation, id")
        try statement.bind(values)
        var records: [KeyRecord] = []
        while try statement.step() { if let record = Self.record(statement) { records.append(record) } }
        return records
    }

    private static func record(_ row: Statement) -> KeyRecord? {
        guard let id = APIKeyID(row.text(0)) else { return nil }
        let owner = KeyOwner(
            username: row.text(6), fullName: row.optionalText(7), email: row.optionalText(8),
            metadata: row.text(9),
            realm: row.text(10), realmType: row.text(11))
        return KeyRecord(
            id: id, name: row.optionalText(1), creation: Int64(row.integer(2)),
            expiration: row.optionalInteger(3),
            invalidation: row.optionalInteger(4), hash: row.text(5), owner: owner, metadata: row.text(12),
            roleDescriptors: row.text(13), limitedBy: row.text(14), version: row.integer(15))
    }
}
