internal import Client
internal import Commands
internal import HTTP
internal import JSON

/// `keyward keys suspend` and `resume`: keys that are refused for a while.
enum KeysSuspendCommand {
    /// Keys of one request: their ids stand in the request line, 21 characters each, of which 16 KB may come.
    private static let batch = 500

    static func run(_ session: Session) throws(CommandFailure) {
        let arguments = session.arguments
        let suspends = arguments.command == .keysSuspend
        let ids = try KeyIDs.read(session)
        for id in ids where id.contains(",") { throw .usage("[\(id)] is no id") }
        var (changed, unchanged): ([String], [String]) = ([], [])
        var errors: [(id: String, reason: String)] = []
        let progress = Progress(suspends ? "keys suspended" : "keys resumed")
        for start in stride(from: 0, to: ids.count, by: self.batch) {
            let part = ids[start..<min(start + self.batch, ids.count)]
            var request = ClientRequest(
                .post,
                ["_keyward", "api_key", part.joined(separator: ","), suspends ? "_suspend" : "_resume"])
            if let reason = arguments[.reason] {
                request.body = Session.body([.init(name: "reason", value: JSONValue(.string(reason)))])
            }
            let response = try session.response(request)
            // About a single key the error is the answer.
            if part.count == 1, response.status == 404 || response.status == 400 {
                errors.append((part[start], response.reason))
            } else {
                guard response.isSuccess else { throw CommandFailure(response, url: session.url.text) }
                let answer = try session.json(response)
                changed += try session.member("updated", of: answer) { $0.elements }.compactMap(\.string)
                unchanged += try session.member("noops", of: answer) { $0.elements }.compactMap(\.string)
                errors += KeyIDs.errors(answer)
            }
            progress.show(start + part.count, of: ids.count)
        }
        progress.end()
        KeyIDs.tell(
            changed: changed, unchanged: unchanged, errors, suspends ? "suspended" : "resumed", arguments)
        try KeyIDs.fail(errors, of: ids.count)
    }
}
