internal import Elasticsearch
internal import Keys

/// Which of what is searched is looked for.
protocol SearchCondition: Sendable {
    static var all: Self { get }
    static var none: Self { get }
    static func and(_ conditions: [Self]) -> Self
    static func or(_ conditions: [Self], atLeast: Int) -> Self
    static func not(_ condition: Self) -> Self
}

extension KeyCondition: SearchCondition {}

/// What Elasticsearch's index holds for a field.
enum SearchFieldKind: String, Sendable {
    case keyword, boolean, date
    /// Taken apart into words.
    case text
    /// All values of an object.
    case flattened
    /// The values at one path of such an object.
    case keyed

    /// As errors call the type.
    var typeName: String { self == .keyed ? "flattened" : self.rawValue }

    /// Whether its values are texts.
    var isText: Bool { self != .boolean && self != .date }
}

/// How the words of a text must occur.
enum WordMatch: Sendable {
    case any, all
    /// One behind the other.
    case phrase
}

/// What a search goes through (keys, users, roles): the fields that may be named, and what a test of one means.
protocol SearchScope: Sendable {
    associatedtype Field: Sendable
    associatedtype Condition: SearchCondition

    /// All fields, in the order in which a query over all of them goes through them.
    var names: [String] { get }
    /// The order in which things were made, which `_doc` stands for.
    var order: Field { get }

    /// - Throws: when the field is not to be looked at.
    func field(_ name: String) throws(ErrorResponse) -> Field
    func kind(_ field: Field) -> SearchFieldKind
    /// As Elasticsearch's index names it, which errors tell.
    func indexName(_ field: Field) -> String
    /// Why nothing can be sorted by it; nil: it can.
    func sortFault(_ field: Field) -> ErrorResponse?

    func ids(_ ids: [String]) -> Condition
    func exists(_ field: Field) -> Condition
    /// A test of a field that holds texts (``SearchFieldKind/isText``).
    func text(_ field: Field, _ test: TextTest) -> Condition
    func words(_ field: Field, _ text: String, _ match: WordMatch) -> Condition
    /// Of a Boolean field.
    func flag(_ field: Field, _ isSet: Bool) -> Condition
    /// Of a date; both bounds are included.
    func time(_ field: Field, _ range: ClosedRange<Int64>) -> Condition
}

extension SearchScope {
    /// The one that `name` names, or a refusal of a pattern or of a name that is not known.
    static func refused(_ name: String) -> ErrorResponse {
        name.contains("*")
            ? .illegalArgument("Field name pattern [\(name)] is not allowed for querying or aggregation")
            : .illegalArgument("Field [\(name)] is not allowed for querying or aggregation")
    }

    /// What a field of `simple_query_string` means: none, one, or those that a pattern names.
    func fields(matching pattern: String) -> [Field] {
        // A weight behind `^` changes the order of relevance only.
        let name =
            pattern.split(separator: "^", omittingEmptySubsequences: false).first.map(String.init) ?? ""
        if let field = try? self.field(name) { return [field] }
        return self.names.filter { FilterPath.matches(name[...], $0) }.compactMap { try? self.field($0) }
    }
}
