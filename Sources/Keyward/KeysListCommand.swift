internal import Commands
internal import EventLoop
internal import JSON

/// `keyward keys list`: keys as a table, as ids, or as one line of JSON.
enum KeysListCommand {
    static func run(_ session: Session) throws(CommandFailure) {
        let arguments = session.arguments
        var search = try KeySearch(session, name: arguments[.name])
        var limit: Int?
        if let text = arguments[.limit] {
            guard let number = Int(text), number > 0 else { throw .usage("--limit must be a number from 1") }
            limit = number
        }
        if let text = arguments[.expiring] {
            guard let time = TimeSpan.parse(text) else { throw .usage("--expiring must be a time like 14d") }
            guard arguments[.state] == nil || arguments[.state] == "active" else {
                throw .usage("--expiring is about active keys: it takes no other --state")
            }
            search.limit(toExpiringWithin: time)
        }
        search.limit(toState: arguments[.state] ?? "active")
        if arguments.has(.json) {
            try self.writeJSON(search, limit)
        } else if arguments.has(.quiet) {
            try search.forEach(limit: limit) { (key) throws(CommandFailure) in
                print(try session.member("id", of: key) { $0.string })
            }
        } else {
            try self.writeTable(search, limit)
        }
    }

    /// `{"count":N,"api_keys":[...]}`, without what keys were sorted by.
    private static func writeJSON(_ search: KeySearch, _ limit: Int?) throws(CommandFailure) {
        var count = 0
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("api_keys")
        writer.beginArray()
        try search.forEach(limit: limit) { (key) throws(CommandFailure) in
            count += 1
            writer.value(JSONValue(.object((key.members ?? []).filter { $0.name != "_sort" })))
        }
        writer.endArray()
        writer.name("count")
        writer.integer(count)
        writer.endObject()
        print(writer.text)
    }

    private static func writeTable(_ search: KeySearch, _ limit: Int?) throws(CommandFailure) {
        var table = TextTable(KeyRow.header, fixed: KeyRow.fixed)
        let now = Clock.wall
        try search.forEach(limit: limit) { (key) throws(CommandFailure) in
            table.add(KeyRow(key, now: now).cells)
        }
        if table.rows.isEmpty {
            Console.complain("no such key")
        } else {
            Screen.show(table)
        }
    }
}
