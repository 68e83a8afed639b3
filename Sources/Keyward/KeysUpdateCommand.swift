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
            for detail in answer["errors"]?["details"]?.members ?? [] {
                errors.append((detail.name, detail.value["reason"]?.string ?? "refused"))
            }
            progress.show(start + part.count, of: ids.count)
        }
        progress.end()
        if arguments.has(.json) {
            var writer = JSONWriter()
            writer.beginObject()
            KeyIDs.write("updated", updated, &writer)
            KeyIDs.write("noops", unchanged, &writer)
            KeyIDs.write(errors: errors, &writer)
            writer.endObject()
            print(writer.text)
        } else if arguments.has(.quiet) {
            for id in updated { print(id) }
        } else {
            for id in updated { print("changed \(id)") }
            for id in unchanged { print("unchanged \(id): it is like that already") }
        }
        try KeyIDs.fail(errors, of: ids.count)
    }
}

/// Ids of keys as commands take and tell them.
enum KeyIDs {
    /// The operands; `-` among them stands for the lines of standard input.
    static func read(_ session: Session) throws(CommandFailure) -> [String] {
        var ids: [String] = []
        for operand in session.arguments.operands {
            guard operand == "-" else {
                ids.append(operand)
                continue
            }
            let bytes = try session.input.read("-", for: "the id -", sizeMax: 64 << 20)
            ids += bytes.split(whereSeparator: { $0 <= 0x20 }).map { String(decoding: $0, as: UTF8.self) }
        }
        guard !ids.isEmpty else { throw .usage("there is no id on standard input") }
        return ids
    }

    static func write(_ name: String, _ ids: [String], _ writer: inout JSONWriter) {
        writer.name(name)
        writer.beginArray()
        for id in ids { writer.string(id) }
        writer.endArray()
    }

    static func write(errors: [(id: String, reason: String)], _ writer: inout JSONWriter) {
        writer.name("errors")
        writer.beginArray()
        for error in errors {
            writer.beginObject()
            writer.name("id")
            writer.string(error.id)
            writer.name("reason")
            writer.string(error.reason)
            writer.endObject()
        }
        writer.endArray()
    }

    /// Fails where there are errors; what was done is told by then.
    static func fail(_ errors: [(id: String, reason: String)], of total: Int) throws(CommandFailure) {
        guard !errors.isEmpty else { return }
        let shown = errors.prefix(10).map { $0.id.isEmpty ? $0.reason : "\($0.id): \($0.reason)" }
        let rest = errors.count > shown.count ? ["and \(errors.count - shown.count) more"] : []
        throw CommandFailure((shown + rest).joined(separator: "; "))
    }
}
