internal import JSON
internal import Keys

/// A user or a role as it is looked for.
struct SearchDocument: Sendable {
    /// Values of its metadata that are looked at, and octets of each.
    private static let leavesMax = 1_000
    private static let leafOctetsMax = 8_191

    /// As Elasticsearch's index has it: the kind and the name, e.g. `user-elastic`.
    let id: String
    let name: String
    /// By field; of metadata by path as well.
    private(set) var values: [String: [String]] = [:]
    /// What was taken apart, by field: words with their places.
    private(set) var words: [String: [TextAnalysis.Word]] = [:]

    init(id: String, name: String) {
        self.id = id
        self.name = name
    }

    mutating func set(_ field: String, _ values: [String]) { self.values[field] = values }

    /// - Parameter text: nil: there is none.
    mutating func set(_ field: String, _ text: String?, _ analysis: TextAnalysis) {
        guard let text else { return }
        self.values[field] = [text]
        self.words[field] = analysis.words(text)
    }

    /// Makes what is in an object known below `field`.
    mutating func set(_ field: String, object: JSONValue) {
        for (path, value) in object.leaves(countMax: Self.leavesMax, octetsMax: Self.leafOctetsMax) {
            self.values[field, default: []].append(value)
            self.values["\(field).\(path)", default: []].append(value)
        }
    }
}

/// A field that users or roles are looked for by.
struct DocumentField: Sendable, Hashable {
    var name: String
    var kind: SearchFieldKind

    /// What can be sorted by: each value once, in ascending order.
    func sortValues(_ document: SearchDocument) -> [KeyValue] {
        let values = document.values[self.name] ?? []
        guard self.kind == .boolean else {
            return Set(values).map { .text(Array($0.utf8)) }.sorted()
        }
        return values.map { .number($0 == "true" ? 1 : 0) }
    }
}

/// A test of one document after the other.
struct DocumentCondition: SearchCondition {
    let holds: @Sendable (SearchDocument) -> Bool

    static let all = DocumentCondition { _ in true }
    static let none = DocumentCondition { _ in false }

    static func and(_ conditions: [DocumentCondition]) -> DocumentCondition {
        DocumentCondition { document in conditions.allSatisfy { $0.holds(document) } }
    }

    static func or(_ conditions: [DocumentCondition], atLeast: Int) -> DocumentCondition {
        DocumentCondition { document in
            var count = 0
            for condition in conditions where condition.holds(document) {
                count += 1
                if count >= max(atLeast, 1) { return true }
            }
            return false
        }
    }

    static func not(_ condition: DocumentCondition) -> DocumentCondition {
        DocumentCondition { !condition.holds($0) }
    }
}
