internal import Client
internal import Commands
internal import HTTP
internal import JSON

/// `keyward keys export`: keys, users and roles as lines that `keyward keys import` takes.
enum KeysExportCommand {
    /// Documents of a request.
    private static let pageSize = 2000

    static func run(_ session: Session) throws(CommandFailure) {
        let arguments = session.arguments
        let kind = arguments[.kind] ?? "api_key"
        let file = try arguments[.save].map { (path) throws(CommandFailure) in try SecretFile(path) }
        var count = 0
        do throws(CommandFailure) {
            for kind in kind == "all" ? ["role", "user", "api_key"] : [kind] {
                try self.pages(kind, session) { (bytes, lines) throws(CommandFailure) in
                    count += lines
                    let problem = if let file { file.append(bytes) } else { SecretFile.write(bytes, to: 1) }
                    if let problem { throw CommandFailure("\(file?.path ?? "standard output"): \(problem)") }
                }
            }
            if let problem = file?.finish() { throw CommandFailure("\(file?.path ?? ""): \(problem)") }
        } catch {
            // Half of it would look like all.
            file?.remove()
            throw error
        }
        if let file, !arguments.has(.quiet) {
            Console.complain("\(count) document\(count == 1 ? "" : "s") in \(file.path)")
        }
    }

    private static func pages(
        _ kind: String, _ session: Session, _ body: ([UInt8], Int) throws(CommandFailure) -> Void
    ) throws(CommandFailure) {
        let progress = Progress("documents (\(kind))")
        defer { progress.end() }
        var after: String?
        var done = 0
        while true {
            var query = [("kind", kind), ("size", "\(self.pageSize)")]
            if let after { query.append(("after", after)) }
            let response = try session.response(ClientRequest(.get, ["_keyward", "_export"], query: query))
            guard response.isSuccess else { throw CommandFailure(response, url: session.url.text) }
            let lines = response.body.split(separator: 0x0a)
            guard let last = lines.last else { return }
            guard let id = (try? JSONParser.parse(Array(last)))?["_id"]?.string else {
                throw CommandFailure(.malformed("a document has no [_id]"), url: session.url.text)
            }
            try body(response.body, lines.count)
            done += lines.count
            guard lines.count == self.pageSize else { return }
            progress.show(done)
            after = id
        }
    }
}
