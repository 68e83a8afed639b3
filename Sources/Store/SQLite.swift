internal import CSQLite
internal import Keys

/// One connection to a SQLite file. Confined to the queue that uses it.
final class SQLite {
    private let handle: OpaquePointer

    enum Mode { case readWrite, readOnly }

    init(path: String, mode: Mode) throws(StoreError) {
        var handle: OpaquePointer?
        let flags =
            (mode == .readWrite ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY)
            | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let result = sqlite3_open_v2(path, &handle, flags, nil)
        guard result == SQLITE_OK, let handle else {
            let words = handle.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
            sqlite3_close_v2(handle)
            throw .failed("\(path): \(words)")
        }
        self.handle = handle
        sqlite3_busy_timeout(handle, 5000)
    }

    deinit { sqlite3_close_v2(self.handle) }

    var error: StoreError {
        let code = sqlite3_extended_errcode(self.handle)
        if code == CSQLite_CONSTRAINT_PRIMARYKEY() || code == CSQLite_CONSTRAINT_UNIQUE() {
            return .duplicate
        }
        return .failed("database: \(String(cString: sqlite3_errmsg(self.handle)))")
    }

    func execute(_ sql: String) throws(StoreError) {
        guard sqlite3_exec(self.handle, sql, nil, nil, nil) == SQLITE_OK else { throw self.error }
    }

    func prepare(_ sql: String) throws(StoreError) -> Statement {
        var statement: OpaquePointer?
        guard
            sqlite3_prepare_v3(self.handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
                == SQLITE_OK,
            let statement
        else { throw self.error }
        return Statement(statement, database: self)
    }

    /// The first column of the first row.
    func integer(_ sql: String) throws(StoreError) -> Int {
        let statement = try self.prepare(sql)
        return try statement.step() ? Int(statement.integer(0)) : 0
    }

    var changes: Int { Int(sqlite3_changes(self.handle)) }
    var isInTransaction: Bool { sqlite3_get_autocommit(self.handle) == 0 }
}

/// A prepared statement, used again and again.
final class Statement {
    private let pointer: OpaquePointer
    private let database: SQLite

    init(_ pointer: OpaquePointer, database: SQLite) {
        self.pointer = pointer
        self.database = database
    }

    deinit { sqlite3_finalize(self.pointer) }

    enum Value {
        case null
        case integer(Int64)
        case text(String)
        case blob([UInt8])

        init(_ text: String?) { self = text.map { .text($0) } ?? .null }
        init(_ integer: Int64?) { self = integer.map { .integer($0) } ?? .null }
    }

    /// Resets the statement and binds `values` to its parameters in order.
    func bind(_ values: [Value]) throws(StoreError) {
        sqlite3_reset(self.pointer)
        for (index, value) in values.enumerated() {
            let position = Int32(index + 1)
            let result =
                switch value {
                case .null: sqlite3_bind_null(self.pointer, position)
                case .integer(let integer): sqlite3_bind_int64(self.pointer, position, integer)
                case .text(let text):
                    sqlite3_bind_text(
                        self.pointer, position, text, Int32(text.utf8.count), CSQLite_TRANSIENT())
                case .blob(let bytes):
                    sqlite3_bind_blob(self.pointer, position, bytes, Int32(bytes.count), CSQLite_TRANSIENT())
                }
            guard result == SQLITE_OK else { throw self.database.error }
        }
    }

    /// Ends the reading of rows before the last one.
    func reset() { sqlite3_reset(self.pointer) }

    /// - Returns: whether there is a row.
    func step() throws(StoreError) -> Bool {
        switch sqlite3_step(self.pointer) {
        case SQLITE_ROW: return true
        case SQLITE_DONE:
            sqlite3_reset(self.pointer)
            return false
        default:
            let error = self.database.error
            sqlite3_reset(self.pointer)
            throw error
        }
    }

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(self.pointer, column) }

    func optionalInteger(_ column: Int32) -> Int64? {
        sqlite3_column_type(self.pointer, column) == SQLITE_NULL
            ? nil : sqlite3_column_int64(self.pointer, column)
    }

    func blob(_ column: Int32) -> [UInt8] {
        guard let start = sqlite3_column_blob(self.pointer, column) else { return [] }
        return Array(
            UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(self.pointer, column))))
    }

    func text(_ column: Int32) -> String { self.optionalText(column) ?? "" }

    func optionalText(_ column: Int32) -> String? {
        guard let start = sqlite3_column_text(self.pointer, column) else { return nil }
        let count = Int(sqlite3_column_bytes(self.pointer, column))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }
}
