internal import Commands
internal import JSON

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

    /// Keys that a request about many could not change: `{"errors":{"count":N,"details":{ID:ERROR}}}`.
    static func errors(_ answer: JSONValue) -> [(id: String, reason: String)] {
        (answer["errors"]?["details"]?.members ?? []).map {
            ($0.name, $0.value["reason"]?.string ?? "refused")
        }
    }

    /// Prints what became of keys.
    static func tell(
        changed: [String], unchanged: [String], _ errors: [(id: String, reason: String)], _ word: String,
        _ arguments: Arguments
    ) {
        if arguments.has(.json) {
            var writer = JSONWriter()
            writer.beginObject()
            self.write("updated", changed, &writer)
            self.write("noops", unchanged, &writer)
            self.write(errors: errors, &writer)
            writer.endObject()
            print(writer.text)
        } else if arguments.has(.quiet) {
            for id in changed { print(DisplayWidth.safe(id)) }
        } else {
            for id in changed { print(DisplayWidth.safe("\(word) \(id)")) }
            for id in unchanged { print(DisplayWidth.safe("unchanged \(id): it is like that already")) }
        }
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
