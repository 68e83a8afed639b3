internal import Commands
internal import JSON

/// A key as a line of a table.
struct KeyRow {
    /// Milliseconds before its end from which on a key is shown as ending soon: a week.
    private static let soon: Int64 = 7 * 86_400_000
    static let header = ["ID", "NAME", "OWNER", "REALM", "CREATED", "EXPIRES", "STATE"]
    /// The id is copied, the rest is short but for names.
    static let fixed: Set<Int> = [0, 4, 5, 6]

    let cells: [TextTable.Cell]

    /// - Parameter key: with `state`, where that is known.
    init(_ key: JSONValue, now: Int64) {
        let expiration = key["expiration"]?.integer.map { Int64($0) }
        let (state, style) = Self.state(key, now: now)
        self.cells = [
            .init(key["id"]?.string ?? "?"), .init(key["name"]?.string ?? "-"),
            .init(key["username"]?.string ?? "-"),
            .init(key["realm"]?.string ?? "-"),
            .init(key["creation"]?.integer.map { TimeSpan.relative(Int64($0), now: now) } ?? "-"),
            .init(expiration.map { TimeSpan.relative($0, now: now) } ?? "never"), .init(state, style),
        ]
    }

    static func state(_ key: JSONValue, now: Int64) -> (String, TextTable.Style) {
        if key["state"]?.string == "suspended" { return ("suspended", .yellow) }
        if key["invalidated"]?.bool == true { return ("invalidated", .dim) }
        guard let expiration = key["expiration"]?.integer.map({ Int64($0) }) else {
            return ("active", .green)
        }
        if expiration <= now { return ("expired", .red) }
        return ("active", expiration - now < self.soon ? .yellow : .green)
    }
}
