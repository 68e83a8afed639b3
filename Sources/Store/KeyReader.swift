internal import Keys

/// The reading half of the store's SQL. Confined to the reading queue.
final class KeyReader {
    static let columns = """
        id, name, creation, expiration, invalidation, hash, username, full_name, email, user_metadata, realm, \
        realm_type, metadata, role_descriptors, limited_by, version, invalidated_by, invalidation_reason, \
        suspension, previous_hash, previous_until, limits, suspended_by, suspension_reason
        """
    /// A place for each of ``columns``.
    static let places = Array(repeating: "?", count: columns.split(separator: ",").count)
        .joined(separator: ",")

    private let database: SQLite

    init(_ database: SQLite) throws(StoreError) { self.database = database }

    func count() throws(StoreError) -> Int { try self.database.integer("SELECT count(*) FROM api_keys") }

    func forEach(_ body: (KeyRecord) -> Void) throws(StoreError) {
        let statement = try self.database.prepare("SELECT \(Self.columns) FROM api_keys")
        while try statement.step() { if let record = Self.record(statement) { body(record) } }
    }

    /// In the order of ids, which is about that of creation.
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
                let (condition, bounds) = Self.prefix("name", String(name.dropLast()))
                conditions.append(condition)
                values += bounds
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
        if let after = query.after {
            conditions.append("id > ?")
            values.append(.text(after))
        }
        let filter = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        let limit = query.limit.map { " LIMIT \($0)" } ?? ""
        let statement = try self.database.prepare(
            "SELECT \(Self.columns) FROM api_keys \(filter) ORDER BY id\(limit)")
        try statement.bind(values)
        var records: [KeyRecord] = []
        while try statement.step() { if let record = Self.record(statement) { records.append(record) } }
        return records
    }

    /// Text that begins with `prefix`: as a range, which an index serves, and by its letters.
    private static func prefix(_ column: String, _ prefix: String) -> (String, [Statement.Value]) {
        (
            "\(column) >= ? AND substr(\(column), 1, length(?)) = ? AND \(column) < ?",
            [.text(prefix), .text(prefix), .text(prefix), .text(prefix + "\u{10ffff}")]
        )
    }

    // MARK: Metadata

    func findMetadata(_ match: MetadataMatch) throws(StoreError) -> [APIKeyID] {
        var conditions: [String] = []
        var values: [Statement.Value] = []
        if let path = match.path {
            conditions.append("path = ?")
            values.append(.text(path))
        }
        func text(_ octets: [UInt8]) -> Statement.Value { .text(String(decoding: octets, as: UTF8.self)) }
        var rest: TextTest?
        switch match.test {
        case .exists: break
        // As many places as a statement has in every build of the library.
        case .oneOf(let texts) where texts.count <= 900:
            conditions.append(
                "value IN (\(Array(repeating: "?", count: texts.count).joined(separator: ",")))")
            values += texts.map(text)
        case .prefix(let prefix):
            let (condition, bounds) = Self.prefix("value", String(decoding: prefix, as: UTF8.self))
            conditions.append(condition)
            values += bounds
        case .range(let lower, let includesLower, let upper, let includesUpper):
            if let lower {
                conditions.append("value \(includesLower ? ">=" : ">") ?")
                values.append(text(lower))
            }
            if let upper {
                conditions.append("value \(includesUpper ? "<=" : "<") ?")
                values.append(text(upper))
            }
        case .oneOf, .wildcard, .ignoringCase: rest = match.test
        }
        let filter = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        let columns = rest == nil ? "DISTINCT id" : "id, value"
        let statement = try self.database.prepare("SELECT \(columns) FROM key_metadata \(filter)")
        try statement.bind(values)
        var ids: Set<APIKeyID> = []
        while try statement.step() {
            if let rest, !rest.matches(statement.text(1)) { continue }
            if let id = APIKeyID(statement.text(0)) { ids.insert(id) }
        }
        return Array(ids)
    }

    func metadataValues(_ path: String?) throws(StoreError) -> [APIKeyID: [String]] {
        let filter = path == nil ? "" : "WHERE path = ?"
        let statement = try self.database.prepare("SELECT id, value FROM key_metadata \(filter)")
        try statement.bind(path.map { [.text($0)] } ?? [])
        var values: [APIKeyID: [String]] = [:]
        while try statement.step() {
            if let id = APIKeyID(statement.text(0)) { values[id, default: []].append(statement.text(1)) }
        }
        return values
    }

    func documents(_ kind: DocumentKind) throws(StoreError) -> [String: String] {
        let statement = try self.database.prepare("SELECT name, body FROM documents WHERE kind = ?")
        try statement.bind([.text(kind.rawValue)])
        var documents: [String: String] = [:]
        while try statement.step() { documents[statement.text(0)] = statement.text(1) }
        return documents
    }

    // MARK: Rows

    static func record(_ row: Statement) -> KeyRecord? {
        guard let id = APIKeyID(row.text(0)) else { return nil }
        let owner = KeyOwner(
            username: row.text(6), fullName: row.optionalText(7), email: row.optionalText(8),
            metadata: row.text(9), realm: row.text(10), realmType: row.text(11))
        var record = KeyRecord(
            id: id, name: row.optionalText(1), creation: row.integer(2), expiration: row.optionalInteger(3),
            invalidation: row.optionalInteger(4), hash: row.text(5), owner: owner, metadata: row.text(12),
            roleDescriptors: row.text(13), limitedBy: row.text(14), version: Int(row.integer(15)))
        record.tombstone = row.optionalText(16).map {
            KeyRecord.Tombstone(by: $0, reason: row.optionalText(17))
        }
        record.suspension = row.optionalInteger(18)
        if let hash = row.optionalText(19), let until = row.optionalInteger(20) {
            record.previous = KeyRecord.Previous(hash: hash, until: until)
        }
        record.limits = row.optionalText(21)
        record.suspender = row.optionalText(22).map {
            KeyRecord.Tombstone(by: $0, reason: row.optionalText(23))
        }
        return record
    }

    static func values(_ record: KeyRecord) -> [Statement.Value] {
        [
            .text(record.id.description), .init(record.name), .integer(record.creation),
            .init(record.expiration), .init(record.invalidation), .text(record.hash),
            .text(record.owner.username), .init(record.owner.fullName), .init(record.owner.email),
            .text(record.owner.metadata), .text(record.owner.realm), .text(record.owner.realmType),
            .text(record.metadata), .text(record.roleDescriptors), .text(record.limitedBy),
            .integer(Int64(record.version)), .init(record.tombstone?.by), .init(record.tombstone?.reason),
            .init(record.suspension), .init(record.previous?.hash), .init(record.previous?.until),
            .init(record.limits), .init(record.suspender?.by), .init(record.suspender?.reason),
        ]
    }
}
