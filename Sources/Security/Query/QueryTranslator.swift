internal import Elasticsearch
internal import Keys

/// Turns a query into a condition on keys. Whatever is not allowed for keys, or has no meaning for a field, is
/// refused.
struct QueryTranslator {
    /// Milliseconds since 1970: what `now` means.
    let now: Int64

    func condition(_ node: QueryNode) throws(ErrorResponse) -> KeyCondition {
        switch node {
        case .matchAll: return .all
        case .ids(let ids): return .ids(Set(ids.compactMap { APIKeyID($0) }))
        case .term(let field, let value, let ignoresCase):
            return try self.equals(try SearchFields.field(field), [value], ignoresCase)
        case .terms(let field, let values):
            return try self.equals(try SearchFields.field(field), values, false)
        case .match(let field, let value):
            return try self.equals(try SearchFields.field(field), [value], false)
        case .prefix(let field, let value, let ignoresCase):
            return try self.pattern("prefix", try SearchFields.field(field), value, ignoresCase)
        case .wildcard(let field, let value, let ignoresCase):
            return try self.pattern("wildcard", try SearchFields.field(field), value, ignoresCase)
        case .exists(let field): return self.exists(try SearchFields.field(field))
        case .range(let range): return try self.range(range)
        case .bool(let bool): return try self.bool(bool)
        case .simpleQueryString(let query): return self.simple(query)
        case .refused(let reason): throw .illegalArgument(reason)
        }
    }

    /// A test of a field that holds texts; nil: it holds something else.
    func text(_ field: KeyField, _ test: TextTest) -> KeyCondition? {
        switch field {
        case .name: .name(test)
        case .username: .username(test)
        case .realm: .realm(test)
        case .realmType: .realmType(test)
        case .type: test.matches("rest") ? KeyCondition.all : KeyCondition.none
        case .metadata(let path): .metadata(MetadataMatch(path: path, test: test))
        case .invalidated, .creation, .expiration, .invalidation, .order: nil
        }
    }

    private func time(_ field: KeyField) -> KeyCondition.TimeField {
        switch field {
        case .expiration: .expiration
        case .invalidation: .invalidation
        default: .creation
        }
    }

    // MARK: Leaves

    private func equals(
        _ field: KeyField, _ values: [QueryScalar], _ ignoresCase: Bool
    ) throws(ErrorResponse) -> KeyCondition {
        if field == .invalidated {
            var wanted: [KeyCondition] = []
            for value in values { wanted.append(.invalidated(try self.bool(value))) }
            return .or(wanted, atLeast: 1)
        }
        if field.isTime {
            var wanted: [KeyCondition] = []
            for value in values {
                let range = RangeNode(field: "", lower: value, upper: value)
                wanted.append(try self.times(field, range))
            }
            return .or(wanted, atLeast: 1)
        }
        let texts = Set(values.map { ignoresCase ? Array($0.text.lowercased().utf8) : $0.octets })
        let test = TextTest.oneOf(texts)
        return self.text(field, ignoresCase ? .ignoringCase(test) : test) ?? .none
    }

    private func bool(_ value: QueryScalar) throws(ErrorResponse) -> Bool {
        switch value.text {
        case "true": return true
        case "false", "": return false
        default:
            throw SearchFault.query(
                "Can't parse boolean value [\(value.text)], expected [true] or [false]")
        }
    }

    private func pattern(
        _ type: String, _ field: KeyField, _ value: QueryScalar, _ ignoresCase: Bool
    ) throws(ErrorResponse) -> KeyCondition {
        if case .metadata(_?) = field, type == "wildcard" {
            throw SearchFault.query(
                "[wildcard] queries are not currently supported on keyed [flattened] fields.")
        }
        let text = ignoresCase ? value.text.lowercased() : value.text
        let test = type == "prefix" ? TextTest.prefix(Array(text.utf8)) : .wildcard(Wildcard(text))
        guard let condition = self.text(field, ignoresCase ? .ignoringCase(test) : test) else {
            let kind = field.isTime ? "date" : "boolean"
            throw SearchFault.query(
                "Can only use \(type) queries on keyword, text and wildcard fields - not on [\(Self.name(field))]"
                    + " which is of type [\(kind)]")
        }
        return condition
    }

    private static func name(_ field: KeyField) -> String {
        switch field {
        case .creation: "creation_time"
        case .expiration: "expiration_time"
        case .invalidation: "invalidation_time"
        default: "api_key_invalidated"
        }
    }

    private func exists(_ field: KeyField) -> KeyCondition {
        switch field {
        case .invalidated, .creation, .type: .all
        case .expiration: .time(.expiration, .min ... .max)
        case .invalidation: .time(.invalidation, .min ... .max)
        default: self.text(field, .exists) ?? .none
        }
    }

    // MARK: Ranges

    private func range(_ range: RangeNode) throws(ErrorResponse) -> KeyCondition {
        let field = try SearchFields.field(range.field)
        guard !range.hasRelation else {
            throw .illegalArgument("range query with relation is not currently supported in this context")
        }
        guard range.lower != nil || range.upper != nil else {
            // A range without bounds asks for a value, whichever; of times it finds none, as in Elasticsearch.
            return field.isTime ? .none : self.exists(field)
        }
        if field.isTime { return try self.times(field, range) }
        if field == .invalidated {
            let low = try range.lower.map { (value) throws(ErrorResponse) in try self.bool(value) } ?? false
            let high = try range.upper.map { (value) throws(ErrorResponse) in try self.bool(value) } ?? true
            return low == high ? .invalidated(low) : low ? .none : .all
        }
        if case .metadata(_?) = field, range.lower == nil || range.upper == nil {
            throw SearchFault.query(
                "[range] queries on keyed [flattened] fields must include both an upper and a lower bound.")
        }
        let test = TextTest.range(
            lower: range.lower?.octets, includesLower: range.includesLower, upper: range.upper?.octets,
            includesUpper: range.includesUpper)
        return self.text(field, test) ?? .none
    }

    private func times(_ field: KeyField, _ range: RangeNode) throws(ErrorResponse) -> KeyCondition {
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
        return bounds.0 <= bounds.1 ? .time(self.time(field), bounds.0...bounds.1) : .none
    }

    // MARK: Compounds

    private func bool(_ node: BoolNode) throws(ErrorResponse) -> KeyCondition {
        var all: [KeyCondition] = []
        for clause in node.must + node.filter { all.append(try self.condition(clause)) }
        for clause in node.mustNot { all.append(.not(try self.condition(clause))) }
        if !node.should.isEmpty {
            var some: [KeyCondition] = []
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

    private func simple(_ node: SimpleQueryNode) -> KeyCondition {
        let fields =
            node.fields.isEmpty
            ? SearchFields.fields(matching: "*")
            : node.fields.flatMap { SearchFields.fields(matching: $0) }
        let query = SimpleQueryString(node.text, isAnd: node.isAnd)
        return query.condition { word, isPrefix in
            .or(
                fields.compactMap { field in
                    if isPrefix { return self.text(field, .prefix(Array(word.utf8))) }
                    // What a field cannot mean is passed over.
                    return try? self.equals(field, [QueryScalar(word)], false)
                }, atLeast: 1)
        }
    }
}
