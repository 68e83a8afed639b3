internal import JSON

/// A query as it was written, in parts; whether it is allowed here is another question.
indirect enum QueryNode: Sendable {
    case matchAll
    case ids([String])
    case term(String, QueryScalar, ignoresCase: Bool)
    case terms(String, [QueryScalar])
    case prefix(String, QueryScalar, ignoresCase: Bool)
    case wildcard(String, QueryScalar, ignoresCase: Bool)
    case exists(String)
    case range(RangeNode)
    case match(String, QueryScalar, WordMatch)
    case simpleQueryString(SimpleQueryNode)
    case bool(BoolNode)
    /// Known to Elasticsearch and not allowed for keys; the words say what.
    case refused(String)
}

struct RangeNode: Sendable {
    var field: String
    var lower: QueryScalar?
    var includesLower = true
    var upper: QueryScalar?
    var includesUpper = true
    var format: String?
    var timeZone: String?
    var hasRelation = false
}

struct BoolNode: Sendable {
    var must: [QueryNode] = []
    var filter: [QueryNode] = []
    var should: [QueryNode] = []
    var mustNot: [QueryNode] = []
    var minimumShouldMatch: String?
}

struct SimpleQueryNode: Sendable {
    var text: String
    var fields: [String] = []
    var isAnd = false
}

/// A value of a query: text, number or Boolean.
struct QueryScalar: Sendable {
    var text: String
    var isNumber = false
    var isBool = false

    /// - Returns: nil for null, arrays and objects.
    init?(_ value: JSONValue) {
        switch value.kind {
        case .string(let string): self.text = string
        case .number(let digits):
            self.text = digits
            self.isNumber = true
        case .bool(let bool):
            self.text = bool ? "true" : "false"
            self.isBool = true
        case .null, .array, .object: return nil
        }
    }

    init(_ text: String) { self.text = text }

    var octets: [UInt8] { Array(self.text.utf8) }
}
