internal import Keys

/// The tables and how an older file becomes a current one.
enum Schema {
    /// `PRAGMA application_id` of our files: "Kwrd".
    static let applicationID = 0x4b77_7264

    /// Takes a file to the next version, in one transaction.
    struct Step: Sendable {
        var sql: String
        /// What SQL cannot say.
        var then: (@Sendable (SQLite) throws(StoreError) -> Void)?
    }

    /// Step n takes a file from version n to n + 1. A step that has been released is never changed.
    static let steps: [Step] = [
        Step(
            sql: """
                CREATE TABLE api_keys (
                    id TEXT PRIMARY KEY NOT NULL,
                    name TEXT,
                    type TEXT NOT NULL DEFAULT 'rest',
                    creation INTEGER NOT NULL,
                    expiration INTEGER,
                    invalidation INTEGER,
                    hash TEXT NOT NULL,
                    username TEXT NOT NULL,
                    full_name TEXT,
                    email TEXT,
                    user_metadata TEXT NOT NULL,
                    realm TEXT NOT NULL,
                    realm_type TEXT NOT NULL,
                    metadata TEXT NOT NULL,
                    role_descriptors TEXT NOT NULL,
                    limited_by TEXT NOT NULL,
                    version INTEGER NOT NULL
                ) WITHOUT ROWID;
                CREATE INDEX api_keys_name ON api_keys (name);
                CREATE INDEX api_keys_owner ON api_keys (username, realm);
                CREATE INDEX api_keys_expiration ON api_keys (expiration) WHERE expiration IS NOT NULL;
                CREATE INDEX api_keys_creation ON api_keys (creation);
                """),
        Step(
            sql: """
                ALTER TABLE api_keys ADD COLUMN invalidated_by TEXT;
                ALTER TABLE api_keys ADD COLUMN invalidation_reason TEXT;
                ALTER TABLE api_keys ADD COLUMN suspension INTEGER;
                ALTER TABLE api_keys ADD COLUMN previous_hash TEXT;
                ALTER TABLE api_keys ADD COLUMN previous_until INTEGER;
                CREATE INDEX api_keys_invalidation ON api_keys (invalidation) WHERE invalidation IS NOT NULL;
                DROP INDEX api_keys_creation;
                CREATE TABLE key_metadata (
                    path TEXT NOT NULL,
                    value TEXT NOT NULL,
                    id TEXT NOT NULL,
                    PRIMARY KEY (path, value, id)
                ) WITHOUT ROWID;
                CREATE INDEX key_metadata_id ON key_metadata (id);
                CREATE TABLE documents (
                    kind TEXT NOT NULL,
                    name TEXT NOT NULL,
                    body TEXT NOT NULL,
                    PRIMARY KEY (kind, name)
                ) WITHOUT ROWID;
                """,
            then: { (database) throws(StoreError) in
                let writer = try MetadataWriter(database)
                let statement = try database.prepare(
                    "SELECT id, metadata FROM api_keys WHERE metadata <> '{}'")
                var rows: [(String, String)] = []
                while try statement.step() { rows.append((statement.text(0), statement.text(1))) }
                for (id, metadata) in rows { try writer.insert(metadata, of: id) }
            }),
        Step(sql: "ALTER TABLE api_keys ADD COLUMN limits TEXT;"),
        Step(
            sql: """
                ALTER TABLE api_keys ADD COLUMN suspended_by TEXT;
                ALTER TABLE api_keys ADD COLUMN suspension_reason TEXT;
                """),
    ]

    /// Brings the file to the current version, each step in a transaction of its own.
    static func migrate(_ database: SQLite, to last: Int = steps.count) throws(StoreError) {
        let version = try database.integer("PRAGMA user_version")
        let application = try database.integer("PRAGMA application_id")
        if version > 0, application != self.applicationID {
            throw .failed("the file is another program's database")
        }
        guard version <= self.steps.count else {
            throw .failed(
                "the file has schema version \(version), this program knows \(self.steps.count) at most")
        }
        for (index, step) in self.steps.enumerated().prefix(last).dropFirst(version) {
            try database.execute("BEGIN EXCLUSIVE; \(step.sql)")
            try step.then?(database)
            try database.execute(
                """
                PRAGMA application_id = \(self.applicationID);
                PRAGMA user_version = \(index + 1);
                COMMIT;
                """)
        }
    }
}
