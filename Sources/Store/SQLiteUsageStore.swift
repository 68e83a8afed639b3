internal import Glibc
public import Keys
public import Usage

/// Usage in a SQLite file of its own, `usage.db`: it changes all the time, and nobody waits for it. Confined to the queue
/// that uses it.
public final class SQLiteUsageStore: UsageStore {
    private static let numbers = [
        "requests", "documents", "bytes_in", "bytes_out", "unauthenticated", "denied", "limited", "invalid",
        "unavailable",
    ]
    private static let latency = (0..<LatencyHistogram.bucketCount).map { "latency_\($0)" }
    /// `PRAGMA application_id`: "KwUs".
    private static let applicationID = 0x4b77_5573

    private let database: SQLite
    private let sketch: Statement
    private let addition: Statement
    private let hourAddition: Statement
    private let hourSelection: Statement

    /// Opens or makes `usage.db` in `folder`, which is there.
    public init(folder: String) throws(StoreError) {
        let path = "\(folder)/usage.db"
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .failed("\(path): \(String(cString: strerror(errno)))") }
        _ = Glibc.close(descriptor)
        let database = try SQLite(path: path, mode: .readWrite)
        do {
            try database.execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;")
            try Self.prepare(database)
        } catch {
            throw .failed("\(path): \(error)")
        }
        self.database = database
        self.sketch = try database.prepare("SELECT number, addresses FROM usage WHERE key = ?")
        let columns = Self.numbers + Self.latency
        self.addition = try database.prepare(
            """
            INSERT INTO usage (key, first_used, last_used, last_address, last_agent, last_operation, addresses, \
            \(columns.joined(separator: ", "))) VALUES (?,?,?,?,?,?,?,\(Self.places(columns.count))) \
            ON CONFLICT (key) DO UPDATE SET \
            first_used = coalesce(first_used, excluded.first_used), \
            last_used = coalesce(excluded.last_used, last_used), \
            last_address = iif(excluded.last_used IS NULL, last_address, excluded.last_address), \
            last_agent = iif(excluded.last_used IS NULL, last_agent, excluded.last_agent), \
            last_operation = iif(excluded.last_used IS NULL, last_operation, excluded.last_operation), \
            addresses = excluded.addresses, \(Self.sums(columns)) RETURNING number
            """)
        self.hourAddition = try database.prepare(
            """
            INSERT INTO usage_hours (hour, number, \(columns.joined(separator: ", "))) \
            VALUES (?,?,\(Self.places(columns.count))) \
            ON CONFLICT (hour, number) DO UPDATE SET \(Self.sums(columns))
            """)
        self.hourSelection = try database.prepare(
            "SELECT \(columns.joined(separator: ", ")) FROM usage_hours WHERE hour = ? AND number = ?")
    }

    private static func places(_ count: Int) -> String {
        Array(repeating: "?", count: count).joined(separator: ",")
    }
    private static func sums(_ columns: [String]) -> String {
        columns.map { "\($0) = \($0) + excluded.\($0)" }.joined(separator: ", ")
    }

    private static func prepare(_ database: SQLite) throws(StoreError) {
        let version = try database.integer("PRAGMA user_version")
        let application = try database.integer("PRAGMA application_id")
        guard version == 0 || application == self.applicationID else {
            throw .failed("the file is another program's database")
        }
        guard version <= 1 else {
            throw .failed("the file has schema version \(version), this program knows 1 at most")
        }
        guard version == 0 else { return }
        let numbers = self.numbers.map { "\($0) INTEGER NOT NULL" }.joined(separator: ", ")
        let latency = self.latency.map { "\($0) INTEGER NOT NULL" }.joined(separator: ", ")
        // Hours first: what is written together stands together, and old hours go as one piece.
        try database.execute(
            """
            BEGIN EXCLUSIVE;
            CREATE TABLE usage (
                number INTEGER PRIMARY KEY,
                key TEXT NOT NULL UNIQUE,
                first_used INTEGER,
                last_used INTEGER,
                last_address TEXT NOT NULL,
                last_agent TEXT NOT NULL,
                last_operation TEXT NOT NULL,
                addresses BLOB NOT NULL,
                \(numbers), \(latency)
            );
            CREATE INDEX usage_last_used ON usage (last_used);
            CREATE TABLE usage_hours (
                hour INTEGER NOT NULL,
                number INTEGER NOT NULL,
                \(numbers), \(latency),
                PRIMARY KEY (hour, number)
            ) WITHOUT ROWID;
            PRAGMA application_id = \(self.applicationID);
            PRAGMA user_version = 1;
            COMMIT;
            """)
    }

    // MARK: Changes

    public func add(_ entries: [UsageEntry], hour: Int64) throws(StoreError) {
        try self.transaction { () throws(StoreError) in
            for entry in entries { try self.add(entry, hour) }
        }
    }

    private func transaction(_ body: () throws(StoreError) -> Void) throws(StoreError) {
        try self.database.execute("BEGIN IMMEDIATE")
        do throws(StoreError) {
            try body()
            try self.database.execute("COMMIT")
        } catch {
            if self.database.isInTransaction { try? self.database.execute("ROLLBACK") }
            throw error
        }
    }

    private func add(_ entry: UsageEntry, _ hour: Int64) throws(StoreError) {
        let delta = entry.delta
        var addresses = delta.addresses
        try self.sketch.bind([.text(delta.id.description)])
        if try self.sketch.step() {
            if let known = AddressSketch(self.sketch.blob(1)) { addresses = addresses.merged(known) }
            self.sketch.reset()
        }
        let numbers: [Statement.Value] =
            [
                Int64(delta.requests), Int64(delta.documents), Int64(clamping: delta.bytesIn),
                Int64(clamping: delta.bytesOut),
            ].map { .integer($0) } + UsageRefusal.allCases.map { .integer(Int64(delta.refused($0))) }
            + delta.latency.values.map { .integer($0) }
        let wasUsed = delta.lastAt > 0
        try self.addition.bind(
            [
                .text(delta.id.description), wasUsed ? .integer(delta.firstAt) : .null,
                wasUsed ? .integer(delta.lastAt) : .null, .text(entry.address), .text(entry.agent),
                .text(entry.operation), .blob(addresses.array),
            ] + numbers)
        guard try self.addition.step() else { throw .failed("usage was not stored") }
        let number = self.addition.integer(0)
        self.addition.reset()
        try self.hourAddition.bind([.integer(hour), .integer(number)] + numbers)
        _ = try self.hourAddition.step()
    }

    public func prune(before hour: Int64) throws(StoreError) {
        let statement = try self.database.prepare("DELETE FROM usage_hours WHERE hour < ?")
        try statement.bind([.integer(hour)])
        _ = try statement.step()
    }

    public func forget(_ isGone: (APIKeyID) -> Bool) throws(StoreError) {
        let statement = try self.database.prepare("SELECT number, key FROM usage")
        var gone: [Int64] = []
        while try statement.step() {
            if let id = APIKeyID(statement.text(1)), isGone(id) { gone.append(statement.integer(0)) }
        }
        guard !gone.isEmpty else { return }
        let totals = try self.database.prepare("DELETE FROM usage WHERE number = ?")
        try self.transaction { () throws(StoreError) in
            for number in gone {
                try totals.bind([.integer(number)])
                _ = try totals.step()
            }
        }
    }

    // MARK: Reads

    public func totals(
        _ ids: [APIKeyID]?, sort: UsageOrder, from: Int, size: Int
    ) throws(StoreError) -> UsagePage {
        var filter = ""
        var values: [Statement.Value] = []
        if let ids {
            filter = "WHERE key IN (SELECT value FROM json_each(?))"
            let list = ids.map {
                "\"\($0.description.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
            }
            values = [.text("[\(list.joined(separator: ","))]")]
        }
        let count = try self.database.prepare("SELECT count(*) FROM usage \(filter)")
        try count.bind(values)
        let total = try count.step() ? Int(count.integer(0)) : 0
        count.reset()
        let columns = Self.numbers + Self.latency
        let statement = try self.database.prepare(
            """
            SELECT key, first_used, last_used, last_address, last_agent, last_operation, addresses, \
            \(columns.joined(separator: ", ")) FROM usage \(filter) \
            ORDER BY \(Self.expression(sort)) DESC, key LIMIT ? OFFSET ?
            """)
        try statement.bind(values + [.integer(Int64(size)), .integer(Int64(from))])
        var totals: [UsageTotals] = []
        while try statement.step() {
            guard let id = APIKeyID(statement.text(0)) else { continue }
            var one = UsageTotals(id: id)
            one.firstUsed = statement.optionalInteger(1)
            one.lastUsed = statement.optionalInteger(2)
            one.lastAddress = statement.text(3)
            one.lastAgent = statement.text(4)
            one.lastOperation = statement.text(5)
            one.addresses = AddressSketch(statement.blob(6)) ?? AddressSketch()
            one.numbers = Self.numbers(statement, from: 7)
            totals.append(one)
        }
        return UsagePage(total: total, totals: totals)
    }

    private static func expression(_ order: UsageOrder) -> String {
        switch order {
        case .requests: "requests"
        case .documents: "documents"
        case .bytes: "bytes_in + bytes_out"
        case .refused: "unauthenticated + denied + limited + invalid + unavailable"
        case .lastUsed: "last_used"
        }
    }

    private static func numbers(_ row: Statement, from column: Int32) -> UsageNumbers {
        var numbers = UsageNumbers()
        numbers.requests = row.integer(column)
        numbers.documents = row.integer(column + 1)
        numbers.bytesIn = row.integer(column + 2)
        numbers.bytesOut = row.integer(column + 3)
        numbers.refusals = (0..<Int32(UsageRefusal.count)).map { row.integer(column + 4 + $0) }
        let latency = column + Int32(Self.numbers.count)
        numbers.latency = (0..<Int32(LatencyHistogram.bucketCount)).map { row.integer(latency + $0) }
        return numbers
    }

    public func hours(_ id: APIKeyID, from hour: Int64) throws(StoreError) -> [UsageHour] {
        try self.sketch.bind([.text(id.description)])
        guard try self.sketch.step() else { return [] }
        let number = self.sketch.integer(0)
        self.sketch.reset()
        var hours: [UsageHour] = []
        // One look-up an hour: the table is in the order of hours.
        let last = try self.database.integer("SELECT coalesce(max(hour), -1) FROM usage_hours")
        guard Int64(last) >= hour else { return [] }
        for hour in hour...Int64(last) {
            try self.hourSelection.bind([.integer(hour), .integer(number)])
            guard try self.hourSelection.step() else { continue }
            hours.append(UsageHour(hour: hour, numbers: Self.numbers(self.hourSelection, from: 0)))
            self.hourSelection.reset()
        }
        return hours
    }

    public func used(since time: Int64) throws(StoreError) -> Set<APIKeyID> {
        let statement = try self.database.prepare("SELECT key FROM usage WHERE last_used >= ?")
        try statement.bind([.integer(time)])
        var ids: Set<APIKeyID> = []
        while try statement.step() { if let id = APIKeyID(statement.text(0)) { ids.insert(id) } }
        return ids
    }
}
