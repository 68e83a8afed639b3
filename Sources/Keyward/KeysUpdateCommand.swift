internal import Client
internal import Commands
internal import HTTP
internal import JSON

/// `keyward keys update`: changes one key or many.
enum KeysUpdateCommand {
    /// Keys of one request.
    private static let batch = 1000

    static func run(_ session: Session) throws(CommandFailure) {
        let arguments = session.arguments
        let members = try session.keyMembers()
        guard !members.isEmpty else {
            throw .usage(
                "nothing to change: see --expiration, --index, --cluster, --descriptors and --metadata")
        }
        let ids = try KeyIDs.read(session)
        var (updated, unchanged): ([String], [String]) = ([], [])
        var errors: [(id: String, reason: String)] = []
        let progress = Progress("keys changed")
        for start in stride(from: 0, to: ids.count, by: self.batch) {
            let part = ids[start..<min(start + self.batch, ids.count)]
            let names = JSONValue(.array(part.map { JSONValue(.string($0)) }))
            let answer = try session.ask(
                ClientRequest(
                    .post, ["_security", "api_key", "_bulk_update"],
                    body: Session.body([.init(name: "ids", value: names)] + members)))
            updated += try session.member("updated", of: answer) { $0.elements }.compactMap(\.string)
            unchanged += try session.member("noops", of: answer) { $0.elements }.compactMap(\.string)
            errors += KeyIDs.errors(answer)
            progress.show(start + part.count, of: ids.count)
        }
        progress.end()
        KeyIDs.tell(changed: updated, unchanged: unchanged, errors, "changed", arguments)
        try KeyIDs.fail(errors, of: ids.count)
    }
}
