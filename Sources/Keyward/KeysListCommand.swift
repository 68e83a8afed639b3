internal import Client
internal import Commands
internal import EventLoop
internal import JSON

/// `keyward keys list`: keys as a table, as ids, or as one line of JSON.
enum KeysListCommand {
    static func run(_ session: Session) throws(CommandFailure) {
        let arguments = session.arguments
        var limit: Int?
        if let text = arguments[.limit] {
            guard let number = Int(text), number > 0 else { throw .usage("--limit must be a number from 1") }
            limit = number
        }
        guard !arguments.has(.unusedFor) else { return try UnusedKeys(session, limit).run() }
        let state = arguments[.state] ?? "active"
        var search = try KeySearch(session, name: arguments[.name])
        if let text = arguments[.expiring] {
            guard let time = TimeSpan.parse(text) else { throw .usage("--expiring must be a time like 14d") }
            guard state == "active" else {
                throw .usage("--expiring is about active keys: it takes no other --state")
            }
            search.limit(toExpiringWithin: time)
        }
        let suspended = try SuspendedKeys(session)
        if state == "suspended" { search.limit(toIDs: Array(suspended.ids)) }
        search.limit(toState: state == "suspended" ? "active" : state)
        let now = Clock.wall
        var output = KeyOutput(session)
        // A page more than `limit` may be read, as suspended keys are among the active ones.
        try search.forEach { (key) throws(CommandFailure) in
            let key = suspended.withState(key, now: now)
            guard state == "all" || key["state"]?.string == state else { return true }
            try output.add(key, KeyRow(key, now: now).cells)
            return limit.map { output.count < $0 } ?? true
        }
        output.finish(KeyRow.header, fixed: KeyRow.fixed)
    }
}

/// Keys as they are printed: ids at once, tables and JSON at the end.
struct KeyOutput {
    private let session: Session
    private var writer = JSONWriter()
    private var rows: [[TextTable.Cell]] = []
    private(set) var count = 0

    init(_ session: Session) {
        self.session = session
        self.writer.beginObject()
        self.writer.name("api_keys")
        self.writer.beginArray()
    }

    mutating func add(_ key: JSONValue, _ cells: [TextTable.Cell]) throws(CommandFailure) {
        self.count += 1
        if self.session.arguments.has(.json) {
            self.writer.value(key)
        } else if self.session.arguments.has(.quiet) {
            print(DisplayWidth.safe(try self.session.member("id", of: key) { $0.string }))
        } else {
            self.rows.append(cells)
        }
    }

    mutating func finish(_ header: [String], fixed: Set<Int>) {
        if self.session.arguments.has(.json) {
            self.writer.endArray()
            self.writer.name("count")
            self.writer.integer(self.count)
            self.writer.endObject()
            print(self.writer.text)
        } else if self.count == 0 {
            Console.complain("no such key")
        } else if !self.session.arguments.has(.quiet) {
            var table = TextTable(header, fixed: fixed)
            for row in self.rows { table.add(row) }
            Screen.show(table)
        }
    }
}
