internal import Elasticsearch
internal import Keys

/// Turns a query into a condition. Whatever is not allowed in a scope, or has no meaning for a field, is refused.
struct QueryTranslator<Scope: SearchScope> {
    let scope: Scope
    /// Milliseconds since 1970: what `now` means.
    let now: Int64

    func condition(_ node: QueryNode) throws(ErrorResponse) -> Scope.Condition {
        switch node {
        case .matchAll: return .all
        case .ids(let ids): return self.scope.ids(ids)
        case .term(let field, let value, let ignoresCase):
            return try self.equals(try self.scope.field(field), [value], ignoresCase)
        case .terms(let field, let values):
            return try self.equals(try self.scope.field(field), values, false)
        case .match(let field, let value, let match):
            let field = try self.scope.field(field)
            return self.scope.kind(field) == .text
                ? self.scope.words(field, value.text, match) : try self.equals(field, [value], false)
        case .prefix(let field, let value, let ignoresCase):
            return try self.pattern("prefix", try self.scope.field(field), value, ignoresCase)
        case .wildcard(let field, let value, let ignoresCase):
            return try self.pattern("wildcard", try self.scope.field(field), value, ignoresCase)
        case .exists(let field): return self.scope.exists(try self.scope.field(field))
        case .range(let range): return try self.range(range)
        case .bool(let bool): return try self.bool(bool)
        case .simpleQueryString(let query): return self.simple(query)
        case .refused(let reason): throw .illegalArgument(reason)
        }
    }

    // MARK: Leaves

    private func equals(
        _ field: Scope.Field, _ values: [QueryScalar], _ ignoresCase: Bool
    ) throws(ErrorResponse) -> Scope.Condition {
        switch self.scope.kind(field) {
        case .boolean:
            var wanted: [Scope.Condition] = []
            for value in values { wanted.append(self.scope.flag(field, try self.bool(value))) }
            return .or(wanted, atLeast: 1)
        case .date:
            var wanted: [Scope.Condition] = []
            for value in values {
                let range = RangeNode(field: "", lower: value, upper: value)
                wanted.append(try self.times(field, range))
            }
            return .or(wanted, atLeast: 1)
        case .keyword, .text, .flattened, .keyed:
            let texts = Set(values.map { ignoresCase ? Array($0.text.lowercased().utf8) : $0.octets })
            let test = TextTest.oneOf(texts)
            return self.scope.text(field, ignoresCase ? .ignoringCase(test) : test)
        }
    }

    private func bool(_ value: QueryScalar) throws(ErrorResponse) -> Bool {
        switch value.text {
        case "true": return true
        case "false": return false
        default:
            throw SearchFault.query(
                "Can't parse boolean value [\(value.text)], expected [true] or [false]")
        }
    }

    private func pattern(
        _ type: String, _ field: Scope.Field, _ value: QueryScalar, _ ignoresCase: Bool
    ) throws(ErrorResponse) -> Scope.Condition {
        let kind = self.scope.kind(field)
        if kind == .keyed, type == "wildcard" {
            throw SearchFault.query(
                "[wildcard] queries are not currently supported on keyed [flattened] fields.")
        }
        guard kind.isText else {
            throw SearchFault.query(
                "Can only use \(type) queries on keyword, text and wildcard fields - not on"
                    + " [\(self.scope.indexName(field))] which is of type [\(kind.typeName)]")
        }
        let text = ignoresCase ? value.text.lowercased() : value.text
        let test = type == "prefix" ? TextTest.prefix(Array(text.utf8)) : .wildcard(Wildcard(text))
        return self.scope.text(field, ignoresCase ? .ignoringCase(test) : test)
    }

    // MARK: Ranges

    private func range(_ range: RangeNode) throws(ErrorResponse) -> Scope.Condition {
        let field = try self.scope.field(range.field)
        let kind = self.scope.kind(field)
        guard !range.hasRelation else {
            throw .illegalArgument("range query with relation is not currently supported in this context")
        }
        guard range.lower != nil || range.upper != nil else {
            // A range without bounds asks for a value, whichever; of times it finds none, as in Elasticsearch.
            return kind == .date ? .none : self.scope.exists(field)
        }
        if kind == .date { return try self.times(field, range) }
        if kind == .boolean {
            let low = try range.lower.map { (value) throws(ErrorResponse) in try self.bool(value) } ?? false
            let high = try range.upper.map { (value) throws(ErrorResponse) in try self.bool(value) } ?? true
            return low == high ? self.scope.flag(field, low) : low ? .none : .all
        }
        if kind == .keyed, range.lower == nil || range.upper == nil {
            throw SearchFault.query(
                "[range] queries on keyed [flattened] fields must include both an upper and a lower bound.")
        }
        let test = TextTest.range(
            lower: range.lower?.octets, includesLower: range.includesLower, upper: range.upper?.octets,
            includesUpper: range.includesUpper)
        return self.scope.text(field, test)
    }

    private func times(
        _ field: Scope.Field, _ range: RangeNode
    ) throws(ErrorResponse) -> Scope.Condition {
        let math = try DateMath(now: self.now, format: range.format, timeZone: range.timeZone)
        var bounds: (Int64, Int64) = (.min, .max)
        if let lower = range.lower {
            // `gt` of a rounded time begins behind the whole of it.
            let time = try math.time(lower.text, roundsUp: !range.includesLower)
            bounds.0 = range.includesLower ? time : time &+ 1
        }
        if let upper = range.upper {
            let time = try math.time(upper.text, roundsUp: range.includesUpper)
            bounds.1 = range.includesUpper ? time : time &- 1
        }
        return bounds.0 <= bounds.1 ? self.scope.time(field, bounds.0...bounds.1) : .none
    }

    // MARK: Compounds

    private func bool(_ node: BoolNode) throws(ErrorResponse) -> Scope.Condition {
        var all: [Scope.Condition] = []
        for clause in node.must + node.filter { all.append(try self.condition(clause)) }
        for clause in node.mustNot { all.append(.not(try self.condition(clause))) }
        if !node.should.isEmpty {
            var some: [Scope.Condition] = []
            for clause in node.should { some.append(try self.condition(clause)) }
            // Without anything else that keys must meet, one of them at least.
            let least = node.must.isEmpty && node.filter.isEmpty ? 1 : 0
            let wanted = max(
                least, try self.minimum(node.minimumShouldMatch, of: some.count) ?? least)
            if wanted > some.count { return .none }
            if wanted > 0 { all.append(.or(some, atLeast: wanted)) }
        }
        return .and(all)
    }

    /// `minimum_should_match`: a number, a share, or what may be missing of them when negative.
    private func minimum(_ text: String?, of count: Int) throws(ErrorResponse) -> Int? {
        guard let text else { return nil }
        let isShare = text.hasSuffix("%")
        guard let number = Int32(isShare ? text.dropLast() : text[...]) else {
            throw SearchFault.query("For input string: \"\(text)\"")
        }
        let size = isShare ? count * Int(number) / 100 : Int(number)
        return size < 0 ? max(0, count + size) : size
    }

    private func simple(_ node: SimpleQueryNode) -> Scope.Condition {
        let fields =
            node.fields.isEmpty
            ? self.scope.fields(matching: "*")
            : node.fields.flatMap { self.scope.fields(matching: $0) }
        let query = SimpleQueryString(node.text, isAnd: node.isAnd)
        return query.condition { word in
            .or(fields.compactMap { self.simple(word, $0, node.isAnd) }, atLeast: 1)
        }
    }

    /// - Returns: nil where the field cannot mean the word: it is passed over.
    private func simple(
        _ word: SimpleQueryString.Word, _ field: Scope.Field, _ isAnd: Bool
    ) -> Scope.Condition? {
        let kind = self.scope.kind(field)
        switch (kind, word.kind) {
        case (.text, .plain): return self.scope.words(field, word.text, isAnd ? .all : .any)
        case (.text, .phrase): return self.scope.words(field, word.text, .phrase)
        case (.text, .prefix): return self.scope.text(field, .prefix(Array(word.text.lowercased().utf8)))
        case (_, .prefix):
            return kind.isText ? self.scope.text(field, .prefix(Array(word.text.utf8))) : nil
        default: return try? self.equals(field, [QueryScalar(word.text)], false)
        }
    }
}
