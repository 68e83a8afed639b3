internal import Client
internal import Commands
internal import HTTP
internal import JSON
internal import Security

/// `keyward keys import`: documents of `.security-*`, in requests of a size that the proxy takes.
enum KeysImportCommand {
    /// Bytes of a file. It is held in memory, so that what was left out can be named by its line.
    private static let sizeMax = 1 << 30
    /// Bytes of a request, below `limits.own_body_bytes` as it is by default, 1 MB.
    private static let requestSize = 900_000
    /// Documents of a request.
    private static let requestCount = 2000
    /// The reason that the proxy gives for what it has already.
    private static let exists = "it is there already"

    private struct Result {
        var counts: [(name: String, count: Int)] = [("api_keys", 0), ("users", 0), ("roles", 0)]
        var existing = 0
        var skipped: [(line: Int, id: String?, reason: String)] = []
    }

    static func run(_ session: Session) throws(CommandFailure) {
        let arguments = session.arguments
        let bytes = try session.input.read(arguments.operands[0], for: "FILE", sizeMax: self.sizeMax)
        let lines = ImportLines(bytes)
        var result = Result()
        result.skipped = lines.faults.map { ($0.line, nil, $0.reason) }
        guard !lines.documents.isEmpty || !lines.faults.isEmpty else {
            throw .usage("there is no document in it")
        }
        let progress = Progress("documents sent")
        defer { progress.end() }
        var (body, first): ([UInt8], Int) = ([], 0)
        for (index, document) in lines.documents.enumerated() {
            let line = self.line(document)
            if !body.isEmpty, body.count + line.count > self.requestSize || index - first >= self.requestCount
            {
                try self.send(body, lines.documents[first..<index], session, &result)
                (body, first) = ([], index)
                progress.show(index, of: lines.documents.count)
            }
            body += line
        }
        if !body.isEmpty { try self.send(body, lines.documents[first...], session, &result) }
        progress.end()
        self.tell(result, arguments)
        guard result.skipped.isEmpty else {
            let count = result.skipped.count
            throw CommandFailure("\(count) document\(count == 1 ? " was" : "s were") left out")
        }
    }

    private static func line(_ document: ImportLines.Document) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("_id")
        writer.string(document.id)
        writer.name("_source")
        writer.value(document.source)
        writer.endObject()
        return writer.bytes + [0x0a]
    }

    private static func send(
        _ body: [UInt8], _ documents: ArraySlice<ImportLines.Document>, _ session: Session,
        _ result: inout Result
    ) throws(CommandFailure) {
        // Sent twice it does no more: what is there stays.
        var request = ClientRequest(.post, ["_keyward", "_import"], body: body, isRepeatable: true)
        request.contentType = "application/x-ndjson"
        let answer = try session.ask(request)
        for index in result.counts.indices {
            result.counts[index].count += try session.member(result.counts[index].name, of: answer) {
                $0.integer
            }
        }
        for skipped in try session.member("skipped", of: answer, { $0.elements }) {
            let reason = skipped["reason"]?.string ?? "left out"
            guard reason != self.exists else {
                result.existing += 1
                continue
            }
            let place = documents.startIndex + (skipped["line"]?.integer ?? 1) - 1
            let line = documents.indices.contains(place) ? documents[place].line : 0
            result.skipped.append((line, skipped["id"]?.string, reason))
        }
    }

    private static func tell(_ result: Result, _ arguments: Arguments) {
        if arguments.has(.json) {
            var writer = JSONWriter()
            writer.beginObject()
            for (name, count) in result.counts {
                writer.name(name)
                writer.integer(count)
            }
            writer.name("existing")
            writer.integer(result.existing)
            writer.name("skipped")
            writer.beginArray()
            for skipped in result.skipped {
                writer.beginObject()
                writer.name("line")
                writer.integer(skipped.line)
                if let id = skipped.id {
                    writer.name("id")
                    writer.string(id)
                }
                writer.name("reason")
                writer.string(skipped.reason)
                writer.endObject()
            }
            writer.endArray()
            writer.endObject()
            return print(writer.text)
        }
        if !arguments.has(.quiet) {
            let counts = result.counts.map { "\($0.count) \($0.name.replacing("_", with: " "))" }
            print("taken: \(counts.joined(separator: ", ")); there already: \(result.existing)")
        }
        for skipped in result.skipped {
            let id = skipped.id.map { " [\($0)]" } ?? ""
            Console.complain(DisplayWidth.safe("line \(skipped.line)\(id): \(skipped.reason)"))
        }
    }
}
