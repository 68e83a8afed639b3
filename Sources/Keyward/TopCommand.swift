internal import Client
internal import Commands
internal import EventLoop
internal import Glibc
internal import HTTP
internal import JSON

/// `keyward top`: the keys that are used most, once or again and again.
enum TopCommand {
    private static let limitDefault = 20
    /// Milliseconds between two looks.
    private static let intervals: ClosedRange<Int64> = 200...86_400_000

    static func run(_ session: Session) throws(CommandFailure) {
        let arguments = session.arguments
        var limit = self.limitDefault
        if let text = arguments[.limit] {
            guard let number = Int(text), 1...10_000 ~= number else {
                throw .usage("--limit must be a number from 1 to 10000")
            }
            limit = number
        }
        var query = [("sort", arguments[.sort] ?? "requests"), ("size", "\(limit)")]
        if let name = arguments[.name] { query.append(("name", name)) }
        let request = ClientRequest(.get, ["_keyward", "usage"], query: query)
        guard let text = arguments[.every] else {
            let answer = try session.ask(request)
            if arguments.has(.json) { return print(JSONWriter.text(answer)) }
            return try self.show(answer, before: nil, session)
        }
        guard let interval = TimeSpan.parse(text), self.intervals.contains(interval) else {
            throw .usage("--every must be a time from 200ms to 1d")
        }
        var before: Look?
        while true {
            let answer = try session.ask(request)
            if arguments.has(.json) {
                print(JSONWriter.text(answer))
            } else {
                // The whole screen is written anew (ECMA-48 §8.3.39).
                if isatty(1) == 1 { print("\u{1b}[H\u{1b}[2J", terminator: "") }
                try self.show(answer, before: before, session)
                before = Look(answer)
            }
            // Whoever reads from a pipe has gone.
            guard fflush(nil) == 0 else { return }
            usleep(UInt32(clamping: interval * 1000))
        }
    }

    /// What had been counted at a time.
    private struct Look {
        var time = Clock.monotonic
        var requests: [String: Int] = [:]

        init(_ answer: JSONValue) {
            for entry in answer["usage"]?.elements ?? [] {
                if let id = entry["id"]?.string { self.requests[id] = entry["requests"]?.integer }
            }
        }

        /// `12.5`, of the requests since then.
        func rate(_ id: String, _ now: Int, at time: Int64) -> String {
            guard let before = self.requests[id], now >= before, time > self.time else { return "-" }
            let tenths = (now - before) * 10_000_000_000 / Int(time - self.time)
            return "\(tenths / 10).\(tenths % 10)"
        }
    }

    private static func show(_ answer: JSONValue, before: Look?, _ session: Session) throws(CommandFailure) {
        let rate = session.arguments.has(.every) ? ["REQ/S"] : []
        var table = TextTable(
            ["ID", "NAME", "OWNER", "REQUESTS"] + rate + [
                "REFUSED", "IN", "OUT", "DOCUMENTS", "ADDRESSES", "LAST USED", "LIMITS",
            ],
            fixed: [0])
        let (now, time) = (Clock.wall, Clock.monotonic)
        for entry in try session.member("usage", of: answer, { $0.elements }) {
            let id = entry["id"]?.string ?? "?"
            let requests = entry["requests"]?.integer ?? 0
            let refused = (entry["refused"]?.members ?? []).reduce(0) { $0 &+ ($1.value.integer ?? 0) }
            var cells: [TextTable.Cell] = [
                .init(id), .init(entry["name"]?.string ?? "(removed)"),
                .init(entry["username"]?.string ?? "-"),
                .init("\(requests)"),
            ]
            if !rate.isEmpty { cells.append(.init(before?.rate(id, requests, at: time) ?? "-")) }
            table.add(
                cells + [
                    .init("\(refused)", refused > 0 ? .yellow : .plain),
                    .init(ByteCount.text(entry["bytes_in"]?.integer ?? 0)),
                    .init(ByteCount.text(entry["bytes_out"]?.integer ?? 0)),
                    .init("\(entry["documents"]?.integer ?? 0)"),
                    .init("\(entry["addresses"]?.integer ?? 0)"),
                    .init(
                        entry["last_used"]?.integer.map { TimeSpan.relative(Int64($0), now: now) } ?? "never"),
                    .init(LimitsText.of(entry["limits"])),
                ])
        }
        if table.rows.isEmpty { print("no key was used") } else { Screen.show(table) }
    }
}
