internal import Bytes

extension Walker {
    /// Reads a value that a form alone cannot describe.
    mutating func read(
        _ bytes: borrowing Span<UInt8>, _ id: Grammar.FormID, _ depth: Int, _ position: Position
    ) throws(Fault) {
        guard let reading = self.grammar.details[Int(id)].reading else { return }
        let start = self.index
        switch reading {
        case .wrapper: try self.wrapper(bytes, depth)
        case .template: try self.template(bytes, "search", depth, position)
        case .queryTemplate: try self.template(bytes, "query", depth, position)
        case .sql, .esql: try self.statement(bytes, isSQL: reading == .sql, position)
        case .settings:
            var path: [UInt8] = []
            try self.settings(bytes, &path, depth, position)
        case .fieldType: try self.fieldType(bytes, depth, position)
        case .documentType:
            guard try self.scalar(bytes) == BulkItem.percolator else { return }
            try self.noteAnywhere("percolated", position)
        case .operation:
            switch Array(try self.decoded(bytes)) {
            case Array("create".utf8): self.creates = true
            case Array("index".utf8): break
            default: throw Fault(rule: .unexpectedValue, offset: start)
            }
        case .movingScript:
            try JSONScanner.skipValue(bytes, &self.index, depth: depth)
            try self.noteAnywhere("anywhere", position)
        case .id: self.itemID = try self.scalar(bytes)
        case .type: self.itemType = try self.scalar(bytes)
        case .getID: try self.itemIDs(bytes, "get", position)
        case .vectorID: try self.itemIDs(bytes, "multiVectors", position)
        case .document:
            guard self.found.documents.count < self.limits.targetsMax else {
                throw Fault(rule: .tooManyTargets, offset: start)
            }
            try JSONScanner.skipValue(bytes, &self.index, depth: depth)
            self.found.documents.append(position.statement)
        case .ignoreUnavailable: self.options.ignoreUnavailable = try self.flag(bytes)
        case .allowNoIndices: self.options.allowNoIndices = try self.flag(bytes)
        case .expandWildcards: self.options.expandWildcards = try self.words(bytes)
        }
    }

    mutating func noteAnywhere(_ leaf: String, _ position: Position) throws(Fault) {
        guard let leaf = Leaf.named[leaf] else { return }
        try self.note(leaf, [UInt8(ascii: "*")], .none, position)
    }

    private mutating func statement(
        _ bytes: borrowing Span<UInt8>, isSQL: Bool, _ position: Position
    ) throws(Fault) {
        let start = self.index
        let statement = try self.decoded(bytes)
        let names: [StatementName]
        do throws(Fault) {
            names = isSQL ? try SQLNames.find(statement.span) : try ESQLNames.find(statement.span)
        } catch {
            throw Fault(rule: error.rule, offset: start)
        }
        for name in names {
            guard let leaf = Leaf.named[isSQL ? "sql" : name.isJoined ? "esqlJoin" : "esql"] else { return }
            try self.note(
                leaf, Array(statement[name.expression]),
                .text(value: start..<self.index, inner: name.range), position)
        }
    }

    // MARK: Texts

    /// The octets of the text that must stand here.
    private mutating func decoded(_ bytes: borrowing Span<UInt8>) throws(Fault) -> [UInt8] {
        guard self.index < bytes.count, bytes[self.index] == UInt8(ascii: "\"") else {
            throw Fault(rule: .unexpectedValue, offset: self.index)
        }
        let text = try JSONScanner.string(bytes, &self.index)
        var decoded: [UInt8] = []
        decoded.reserveCapacity(text.range.count)
        try JSONScanner.decode(bytes, text, into: &decoded)
        return decoded
    }

    /// A text, or a number or flag as it is written.
    private mutating func scalar(_ bytes: borrowing Span<UInt8>) throws(Fault) -> [UInt8] {
        if self.index < bytes.count, bytes[self.index] == UInt8(ascii: "\"") {
            return try self.decoded(bytes)
        }
        let start = self.index
        guard start < bytes.count, bytes[start] != UInt8(ascii: "{"), bytes[start] != UInt8(ascii: "[") else {
            throw Fault(rule: .unexpectedValue, offset: start)
        }
        try JSONScanner.skipScalarValue(bytes, &self.index)
        var text: [UInt8] = []
        try JSONScanner.decode(
            bytes, JSONScanner.Text(range: start..<self.index, isEscaped: false), into: &text)
        return text
    }

    private mutating func flag(_ bytes: borrowing Span<UInt8>) throws(Fault) -> Bool {
        let start = self.index
        let text = try self.scalar(bytes)
        if text == Array("true".utf8) { return true }
        if text == Array("false".utf8) { return false }
        throw Fault(rule: .unexpectedValue, offset: start)
    }

    /// One text, or an array of them, joined by commas.
    private mutating func words(_ bytes: borrowing Span<UInt8>) throws(Fault) -> [UInt8] {
        guard self.index < bytes.count, bytes[self.index] == UInt8(ascii: "[") else {
            return try self.decoded(bytes)
        }
        var words: [UInt8] = []
        self.index &+= 1
        JSONScanner.skipSpace(bytes, &self.index)
        if JSONScanner.closes(bytes, &self.index, UInt8(ascii: "]")) { return [] }
        while true {
            words.append(contentsOf: try self.decoded(bytes))
            JSONScanner.skipSpace(bytes, &self.index)
            if JSONScanner.closes(bytes, &self.index, UInt8(ascii: "]")) { return words }
            try JSONScanner.take(UInt8(ascii: ","), bytes, &self.index)
            words.append(UInt8(ascii: ","))
        }
    }

    /// An array of ids, each of which is an item of the indices of the path.
    private mutating func itemIDs(
        _ bytes: borrowing Span<UInt8>, _ leaf: String, _ position: Position
    ) throws(Fault) {
        guard let leaf = Leaf.named[leaf] else { return }
        let array = self.index
        try JSONScanner.take(UInt8(ascii: "["), bytes, &self.index)
        if JSONScanner.closes(bytes, &self.index, UInt8(ascii: "]")) { return }
        while true {
            let start = self.index
            let first = self.found.targets.count
            self.itemID = try self.scalar(bytes)
            self.itemType = nil
            try self.note(leaf, nil, .none, position)
            try self.endItem(start..<self.index, array: array, firstTarget: first)
            JSONScanner.skipSpace(bytes, &self.index)
            if JSONScanner.closes(bytes, &self.index, UInt8(ascii: "]")) { return }
            try JSONScanner.take(UInt8(ascii: ","), bytes, &self.index)
        }
    }

    // MARK: Hidden queries

    /// A query in Base64. Elasticsearch takes YAML, SMILE and CBOR there too: only JSON is read here.
    private mutating func wrapper(_ bytes: borrowing Span<UInt8>, _ depth: Int) throws(Fault) {
        let start = self.index
        guard let query = Base64.decode(try self.decoded(bytes)) else {
            throw Fault(rule: .hiddenQuery, offset: start)
        }
        try self.encoded(query, "query", depth, start)
    }

    /// A template of a search or a query, as an object or as a text. Its tags are filled in inside of texts, with
    /// everything escaped that would end one, so that what surrounds them is known; a tag that does more than that is
    /// refused, and so is one in a template within another, which would be filled in twice.
    private mutating func template(
        _ bytes: borrowing Span<UInt8>, _ form: String, _ depth: Int, _ position: Position
    ) throws(Fault) {
        let start = self.index
        guard !self.isTemplate else { throw Fault(rule: .hiddenQuery, offset: start) }
        self.isTemplate = true
        if start < bytes.count, bytes[start] == UInt8(ascii: "{") {
            try self.value(bytes, self.grammar.form(form), depth, position)
            // Elasticsearch writes the object as a text first: without the escapes that it came with.
            guard try self.textsAreReadable(bytes, start..<self.index) else {
                throw Fault(rule: .hiddenQuery, offset: start)
            }
        } else {
            let source = try self.decoded(bytes)
            guard self.tagsAreReadable(source.span) else { throw Fault(rule: .hiddenQuery, offset: start) }
            try self.encoded(source, form, depth, start)
        }
        self.isTemplate = false
    }

    private func tagsAreReadable(_ text: borrowing Span<UInt8>) -> Bool {
        self.limits.readsTags ? TemplateTags.areReadable(text) : !TemplateTags.mayHold(text)
    }

    /// Whether this holds for each text of a JSON value, which is known to be well-formed.
    private func textsAreReadable(
        _ bytes: borrowing Span<UInt8>, _ range: Range<Int>
    ) throws(Fault) -> Bool {
        var index = range.lowerBound
        var decoded: [UInt8] = []
        while index < range.upperBound {
            guard bytes[index] == UInt8(ascii: "\"") else {
                index &+= 1
                continue
            }
            decoded.removeAll(keepingCapacity: true)
            try JSONScanner.decode(bytes, try JSONScanner.string(bytes, &index), into: &decoded)
            guard self.tagsAreReadable(decoded.span) else { return false }
        }
        return true
    }

    /// A tag in the name of a member is filled in with anything: only where all names mean the same may it stand.
    func checkName(
        _ bytes: borrowing Span<UInt8>, _ name: JSONScanner.Text, _ form: Grammar.FormID
    ) throws(Fault) {
        var decoded: [UInt8] = []
        try JSONScanner.decode(bytes, name, into: &decoded)
        guard TemplateTags.mayHold(decoded.span), self.grammar.details[Int(form)].hasMembers else { return }
        throw Fault(rule: .hiddenQuery, offset: name.range.lowerBound)
    }

    /// Reads a text that was encoded in this one.
    private mutating func encoded(
        _ text: [UInt8], _ form: String, _ depth: Int, _ start: Int
    ) throws(Fault) {
        let end = self.index
        self.encodings += 1
        self.index = 0
        do throws(Fault) {
            try self.text(text.span, self.grammar.form(form), depth: depth &- 1)
        } catch {
            // The place inside means nothing to who sent it.
            throw Fault(rule: error.rule.status == 400 ? .hiddenQuery : error.rule, offset: start)
        }
        self.encodings -= 1
        self.index = end
    }
}
