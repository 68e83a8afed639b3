internal import Elasticsearch
internal import Keys

/// Turns a sort into an order of keys, and what keys were sorted by into what is told.
struct SortTranslator {
    struct Column: Sendable {
        var field: KeyField
        var isDescending: Bool
        /// nil: as a number.
        var format: DateFormat?
        /// What stands for no value in numbers.
        var missing: KeyValue?
    }

    private(set) var columns: [Column] = []
    private(set) var order = KeyOrder([])

    init(_ nodes: [SortNode], after: [QueryScalar?]?, now: Int64) throws(ErrorResponse) {
        var parts: [KeyOrder.Part] = []
        var maths: [DateMath] = []
        for node in nodes {
            guard !node.isNested else {
                throw .illegalArgument("nested sorting is not currently supported in this context")
            }
            let field = node.field == "_doc" ? KeyField.order : try SearchFields.field(node.field)
            let math = try DateMath(now: now, format: node.format)
            let first = node.missing == "_first"
            var missing: KeyValue?
            if field.isNumeric {
                // Numbers have no gap: what is missing is the greatest or the least there is.
                let given = node.missing.flatMap { Int64($0) }
                missing = .number(given ?? (first != node.isDescending ? .min : .max))
            } else if let given = node.missing, !first, given != "_last" {
                missing = .text(Array(given.utf8))
            }
            parts.append(
                KeyOrder.Part(
                    field, isDescending: node.isDescending, missingFirst: first, missing: missing))
            maths.append(math)
            self.columns.append(
                Column(
                    field: field, isDescending: node.isDescending,
                    format: node.format == nil || !field.isTime ? nil : math.format, missing: missing))
        }
        self.order = KeyOrder(parts)
        guard let after else { return }
        guard !parts.isEmpty else { throw SearchFault.illegal("Sort must contain at least one field.") }
        guard after.count == parts.count else {
            throw SearchFault.illegal(
                "search_after has \(after.count) value(s) but sort has \(parts.count).")
        }
        var values: [KeyValue?] = []
        for (index, value) in after.enumerated() {
            values.append(try Self.value(value, parts[index].field, maths[index]))
        }
        self.order.after = values
    }

    private static func value(
        _ value: QueryScalar?, _ field: KeyField, _ math: DateMath
    ) throws(ErrorResponse) -> KeyValue? {
        guard let value else { return nil }
        if field == .invalidated { return .number(value.text == "true" || value.text == "1" ? 1 : 0) }
        if field.isTime {
            if value.isNumber, let number = Int64(value.text) { return .number(number) }
            return .number(try math.time(value.text, roundsUp: false))
        }
        return .text(value.octets)
    }
}
