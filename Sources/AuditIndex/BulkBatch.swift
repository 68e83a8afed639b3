internal import Bytes

/// Lines of a trail as a bulk request. Each has an id that follows from where it stands in the spool, so that sending it
/// again makes no second one.
struct BulkBatch {
    /// A line without its line feed.
    struct Line {
        var id: String
        var bytes: ArraySlice<UInt8>
    }

    /// What is still to be delivered, in order.
    var lines: [Line]

    /// - Parameter piece: whole lines.
    init(_ piece: Spool.Piece) {
        self.lines = []
        var start = 0
        let prefix = piece.segment.text
        while let end = piece.bytes[start...].firstIndex(of: 0x0a) {
            if end > start {
                self.lines.append(
                    Line(id: "\(prefix)-\(piece.offset + start)", bytes: piece.bytes[start..<end]))
            }
            start = end + 1
        }
    }

    /// The content of `_bulk` for the first `count` lines.
    func content(_ count: Int, _ name: IndexName, _ release: IndexRelease) -> [UInt8] {
        let content = ByteBuffer(
            capacity: self.lines.prefix(count).reduce(0) { $0 + $1.bytes.count + 160 })
        var lastDate: ArraySlice<UInt8> = []
        var action = ""
        for line in self.lines.prefix(count) {
            let time = Self.time(line.bytes)
            let date = time?.prefix(10) ?? ArraySlice("1970-01-01".utf8)
            if action.isEmpty || !date.elementsEqual(lastDate) {
                let type = release.namesTypes ? ",\"_type\":\"_doc\"" : ""
                action = "{\"create\":{\"_index\":\"\(name.name(date))\"\(type),\"_id\":\""
                lastDate = date
            }
            content.append(action)
            content.append(line.id)
            content.append("\"}}\n")
            Self.append(line.bytes, time, to: content)
            content.append("\n")
        }
        return content.array
    }

    private static let member = Array("timestamp\":\"".utf8)
    private static let start = Array("{\"@timestamp".utf8)
    /// Bytes of a line in which its timestamp begins.
    private static let timeWithin = 64

    /// `2026-01-02T03:04:05`, a dot or comma, `678` and the zone: the value of the first member of that name.
    private static func time(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let head = line.prefix(self.timeWithin)
        guard
            let at = head.indices.first(where: { head[$0...].starts(with: self.member) })
        else { return nil }
        let time = line[(at + self.member.count)...].prefix(23)
        let pattern = Array("0000-00-00T00:00:00.000".utf8)
        guard time.count == pattern.count else { return nil }
        for (byte, wanted) in zip(time, pattern) {
            if wanted == 0x30 ? !ASCII.isDigit(byte) : wanted != 0x2e && byte != wanted { return nil }
        }
        return time
    }

    /// A line of Elasticsearch's format gets `@timestamp`, which data streams and those who look at them need.
    private static func append(_ line: ArraySlice<UInt8>, _ time: ArraySlice<UInt8>?, to content: ByteBuffer)
    {
        guard let time, !line.starts(with: self.start) else { return content.append(Array(line)) }
        content.append("{\"@timestamp\":\"")
        content.append(Array(time.prefix(19)))
        content.append(".")
        content.append(Array(time.suffix(3)))
        content.append("Z\", ")
        content.append(Array(line.dropFirst()))
    }
}
