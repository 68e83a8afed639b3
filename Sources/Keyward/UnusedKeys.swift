internal import Client
internal import Commands
internal import EventLoop
internal import HTTP
internal import JSON

/// `keyward keys list --unused-for TIME`: valid keys that are as old as that and that nobody has used since.
struct UnusedKeys {
    /// Keys of a page.
    private static let pageSize = 1000
    private static let header = ["ID", "NAME", "OWNER", "REALM", "CREATED", "LAST USED", "FROM"]

    private let session: Session
    private let limit: Int?
    private let time: String

    init(_ session: Session, _ limit: Int?) throws(CommandFailure) {
        let arguments = session.arguments
        guard let time = arguments[.unusedFor], TimeSpan.parse(time) != nil else {
            throw .usage("--unused-for must be a time like 90d")
        }
        for option in [OptionName.owner, .realm, .mine, .expiring, .state] where arguments.has(option) {
            throw .usage("--unused-for takes no \(option.rawValue)")
        }
        (self.session, self.limit, self.time) = (session, limit, time)
    }

    func run() throws(CommandFailure) {
        var output = KeyOutput(self.session)
        let now = Clock.wall
        let progress = Progress("keys read")
        defer { progress.end() }
        while true {
            let size = min(Self.pageSize, self.limit.map { $0 - output.count } ?? Self.pageSize)
            var query = [("unused_for", self.time), ("from", "\(output.count)"), ("size", "\(size)")]
            if let name = self.session.arguments[.name] { query.append(("name", name)) }
            let answer = try self.session.ask(ClientRequest(.get, ["_keyward", "usage"], query: query))
            let keys = try self.session.member("usage", of: answer) { $0.elements }
            for key in keys { try output.add(key, self.cells(key, now: now)) }
            guard keys.count == size, self.limit.map({ output.count < $0 }) ?? true else { break }
            progress.show(output.count, of: answer["total"]?.integer ?? 0)
        }
        progress.end()
        output.finish(Self.header, fixed: [0, 4, 5])
    }

    private func cells(_ key: JSONValue, now: Int64) -> [TextTable.Cell] {
        func ago(_ name: String, _ none: String) -> TextTable.Cell {
            .init(key[name]?.integer.map { TimeSpan.relative(Int64($0), now: now) } ?? none)
        }
        return [
            .init(key["id"]?.string ?? "?"), .init(key["name"]?.string ?? "-"),
            .init(key["username"]?.string ?? "-"),
            .init(key["realm"]?.string ?? "-"), ago("creation", "-"), ago("last_used", "never"),
            .init(key["last_address"]?.string ?? "-"),
        ]
    }
}
