internal import Bytes

/// Contents that are more than one JSON value.
extension Walker {
    /// One value, or nothing but space: a request without content.
    mutating func optionalText(
        _ bytes: borrowing Span<UInt8>, _ form: Grammar.FormID
    ) throws(Fault) {
        JSONScanner.skipSpace(bytes, &self.index)
        guard self.index < bytes.count else { return }
        try self.text(bytes, form, depth: self.limits.depthMax)
    }

    // MARK: Scroll

    /// The id of a scroll as JSON, or, as up to Elasticsearch 5, bare, several joined by commas.
    mutating func scroll(_ bytes: borrowing Span<UInt8>) throws(Fault) {
        JSONScanner.skipSpace(bytes, &self.index)
        guard self.index < bytes.count else { return }
        if bytes[self.index] == UInt8(ascii: "{") {
            return try self.text(bytes, self.grammar.form("scroll"), depth: self.limits.depthMax)
        }
        let start = self.index
        while self.index < bytes.count, Self.isCursor(bytes[self.index]) { self.index &+= 1 }
        let range = start..<self.index
        JSONScanner.skipSpace(bytes, &self.index)
        guard !range.isEmpty, self.index == bytes.count else {
            throw Fault(rule: .syntax, offset: self.index)
        }
        var id: [UInt8] = []
        try JSONScanner.decode(bytes, JSONScanner.Text(range: range, isEscaped: false), into: &id)
        try self.note(self.grammar.form("@cursor"), id, .value(range), Position())
    }

    /// Base64 in both alphabets, and commas.
    private static func isCursor(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="),
            UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ","):
            true
        default: false
        }
    }

    // MARK: Searches

    /// Bytes of a header line: room for some hundred names.
    static let headerBytesMax = 64 * 1024

    /// Pairs of lines: a header, which may be empty, and a search.
    mutating func searches(_ bytes: borrowing Span<UInt8>, body form: Grammar.FormID) throws(Fault) {
        let header = self.grammar.form("header")
        var start = 0
        // Up to Elasticsearch 7 an empty first line is skipped, from 8 on it is a header.
        guard bytes.count == 0 || bytes[0] != 0x0a else { throw Fault(rule: .malformedLine, offset: 0) }
        while start < bytes.count {
            let headerEnd = try Self.lineEnd(bytes, start)
            // An empty line at the end is no header: no search follows.
            if headerEnd == start, headerEnd &+ 1 == bytes.count { return }
            guard headerEnd &- start <= Self.headerBytesMax else {
                throw Fault(rule: .lineTooLong, offset: start)
            }
            let firstTarget = self.found.targets.count
            self.options = ExpansionOptions()
            self.itemID = nil
            try self.header(bytes, start..<headerEnd, header)
            let bodyStart = headerEnd &+ 1
            guard bodyStart < bytes.count else { throw Fault(rule: .missingSource, offset: start) }
            let bodyEnd = try Self.lineEnd(bytes, bodyStart)
            try self.line(bytes, bodyStart..<bodyEnd, form)
            try self.endItem(start..<bodyEnd &+ 1, array: -1, firstTarget: firstTarget)
            start = bodyEnd &+ 1
        }
    }

    private mutating func header(
        _ bytes: borrowing Span<UInt8>, _ range: Range<Int>, _ form: Grammar.FormID
    ) throws(Fault) {
        let first = self.found.targets.count
        var start = range.lowerBound
        if !range.isEmpty {
            try self.line(bytes, range, form)
            while start < range.upperBound, bytes[start] != UInt8(ascii: "{") { start &+= 1 }
            guard start < range.upperBound else {
                throw Fault(rule: .malformedLine, offset: range.lowerBound)
            }
        }
        guard self.found.targets.count == first, let leaf = Leaf.named["search"] else { return }
        let place: BodyTarget.Place = range.isEmpty ? .emptyLine(start) : .absent(start)
        try self.note(leaf, nil, place, Position(statement: start))
    }

    /// Reads one line as a JSON text of its own; offsets stay those of the whole.
    private mutating func line(
        _ bytes: borrowing Span<UInt8>, _ range: Range<Int>, _ form: Grammar.FormID
    ) throws(Fault) {
        self.index = range.lowerBound
        try self.optionalText(bytes.extracting(..<range.upperBound), form)
    }

    private static func lineEnd(_ bytes: borrowing Span<UInt8>, _ start: Int) throws(Fault) -> Int {
        var at = start
        while at < bytes.count {
            if bytes[at] == 0x0a { return at }
            at &+= 1
        }
        throw Fault(rule: .noNewlineAtEnd, offset: bytes.count)
    }
}
