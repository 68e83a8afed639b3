internal import Client
internal import Commands
internal import HTTP
internal import JSON

/// Which keys are suspended: what Elasticsearch's search of keys cannot tell.
struct SuspendedKeys {
    /// Keys that the proxy tells of at most.
    private static let countMax = 10_000

    let ids: Set<String>

    init(_ session: Session) throws(CommandFailure) {
        let query = [("state", "suspended"), ("size", "\(Self.countMax)")]
        let answer = try session.ask(ClientRequest(.get, ["_keyward", "api_key"], query: query))
        let keys = try session.member("api_keys", of: answer) { $0.elements }
        self.ids = Set(keys.compactMap { $0["id"]?.string })
        let total = answer["total"]?.integer ?? 0
        guard total > self.ids.count else { return }
        Console.complain(
            "warning: \(total) keys are suspended; \(self.ids.count) of them are told from active ones")
    }

    /// The key with its `state`, and without what it was sorted by.
    func withState(_ key: JSONValue, now: Int64) -> JSONValue {
        var members = (key.members ?? []).filter { $0.name != "_sort" }
        var state = KeyRow.state(key, now: now).0
        if state == "active", let id = key["id"]?.string, self.ids.contains(id) { state = "suspended" }
        members.append(.init(name: "state", value: JSONValue(.string(state))))
        return JSONValue(.object(members))
    }
}
