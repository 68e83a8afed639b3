internal import Elasticsearch
internal import Keys

/// Users or roles as they are searched.
struct DocumentScope: SearchScope {
    private let fields: [DocumentField]
    /// How the words of a text are found, by field.
    private let analyses: [String: TextAnalysis]
    /// Why nothing can be sorted by a text.
    private let textSortFault: @Sendable (String) -> ErrorResponse

    init(
        _ fields: [DocumentField], analyses: [String: TextAnalysis],
        textSortFault: @escaping @Sendable (String) -> ErrorResponse
    ) {
        self.fields = fields
        self.analyses = analyses
        self.textSortFault = textSortFault
    }

    var names: [String] { self.fields.map(\.name) }
    var order: DocumentField { DocumentField(name: "_doc", kind: .keyword) }

    func field(_ name: String) throws(ErrorResponse) -> DocumentField {
        if let field = self.fields.first(where: { $0.name == name }) { return field }
        // What is inside a field that is an object.
        if !name.contains("*"),
            self.fields.contains(where: { $0.kind == .flattened && name.hasPrefix($0.name + ".") })
        {
            return DocumentField(name: name, kind: .keyed)
        }
        throw Self.refused(name)
    }

    func kind(_ field: DocumentField) -> SearchFieldKind { field.kind }

    func indexName(_ field: DocumentField) -> String {
        switch field.kind {
        case .flattened: "metadata_flattened"
        case .keyed: "metadata_flattened._keyed"
        default: field.name
        }
    }

    func sortFault(_ field: DocumentField) -> ErrorResponse? {
        field.kind == .text ? self.textSortFault(field.name) : nil
    }

    // MARK: Conditions

    func ids(_ ids: [String]) -> DocumentCondition {
        let wanted = Set(ids)
        return DocumentCondition { wanted.contains($0.id) }
    }

    func exists(_ field: DocumentField) -> DocumentCondition {
        DocumentCondition { $0.values[field.name]?.isEmpty == false }
    }

    func text(_ field: DocumentField, _ test: TextTest) -> DocumentCondition {
        guard field.kind == .text else {
            return DocumentCondition { document in
                document.values[field.name]?.contains { test.matches($0) } ?? false
            }
        }
        return DocumentCondition { document in
            document.words[field.name]?.contains { test.matches($0.text) } ?? false
        }
    }

    func words(_ field: DocumentField, _ text: String, _ match: WordMatch) -> DocumentCondition {
        let wanted = (self.analyses[field.name] ?? .standard).words(text)
        guard !wanted.isEmpty else { return .none }
        return DocumentCondition { document in
            let words = document.words[field.name] ?? []
            switch match {
            case .any: return wanted.contains { word in words.contains { $0.text == word.text } }
            // Several words in one place stand for each other.
            case .all:
                let places = Dictionary(grouping: wanted, by: \.place).values
                return places.allSatisfy { place in
                    place.contains { word in words.contains { $0.text == word.text } }
                }
            case .phrase: return Self.hasPhrase(words, wanted)
            }
        }
    }

    private static func hasPhrase(_ words: [TextAnalysis.Word], _ wanted: [TextAnalysis.Word]) -> Bool {
        let places = Dictionary(grouping: wanted, by: \.place).sorted { $0.key < $1.key }
        guard let first = places.first else { return false }
        let byPlace = Dictionary(grouping: words, by: \.place).mapValues { Set($0.map(\.text)) }
        return byPlace.keys.contains { start in
            places.allSatisfy { place, choices in
                let there = byPlace[start + place - first.key] ?? []
                return choices.contains { there.contains($0.text) }
            }
        }
    }

    func flag(_ field: DocumentField, _ isSet: Bool) -> DocumentCondition {
        self.text(field, .oneOf([Array((isSet ? "true" : "false").utf8)]))
    }

    /// No field of users or roles is a date.
    func time(_ field: DocumentField, _ range: ClosedRange<Int64>) -> DocumentCondition { .none }
}
