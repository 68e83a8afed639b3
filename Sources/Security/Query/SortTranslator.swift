internal import Elasticsearch
internal import JSON
internal import Keys

/// Turns a sort into an order, and what was sorted by into what is told.
struct SortTranslator<Scope: SearchScope>: Sendable {
    struct Column: Sendable {
        var field: Scope.Field
        var isDescending: Bool
        /// What has no value comes first.
        var missingFirst: Bool
        /// nil: as a number.
        var format: DateFormat?
        /// What stands for no value in numbers.
        var missing: KeyValue?
        /// Whether the greatest of several values counts; nil: the one that comes first in the order.
        var takesGreatest: Bool?
    }

    private(set) var columns: [Column] = []
    /// What is left out with all that comes before it; nil in it: no value.
    private(set) var after: [KeyValue?]?

    init(
        _ nodes: [SortNode], after: [QueryScalar?]?, scope: Scope, now: Int64
    ) throws(ErrorResponse) {
        var maths: [DateMath] = []
        // What is not allowed is told before what does not work.
        var fields: [Scope.Field] = []
        for node in nodes {
            guard !node.isNested else {
                throw .illegalArgument("nested sorting is not currently supported in this context")
            }
            fields.append(node.field == "_doc" ? scope.order : try scope.field(node.field))
        }
        for (node, field) in zip(nodes, fields) {
            if let fault = scope.sortFault(field) { throw fault }
            maths.append(try self.append(node, field, scope, now))
        }
        guard let after else { return }
        guard !self.columns.isEmpty else {
            throw SearchFault.illegal("Sort must contain at least one field.")
        }
        guard after.count == self.columns.count else {
            throw SearchFault.illegal(
                "search_after has \(after.count) value(s) but sort has \(self.columns.count).")
        }
        var values: [KeyValue?] = []
        for (index, value) in after.enumerated() {
            values.append(try Self.value(value, scope.kind(fields[index]), maths[index]))
        }
        self.after = values
    }

    /// - Returns: how times of that column are read.
    private mutating func append(
        _ node: SortNode, _ field: Scope.Field, _ scope: Scope, _ now: Int64
    ) throws(ErrorResponse) -> DateMath {
        let kind = scope.kind(field)
        if kind.isText, [.sum, .avg, .median].contains(node.mode) {
            throw SearchFault.failed(
                .cause(
                    type: "query_shard_exception",
                    reason: "we only support AVG, MEDIAN and SUM on number based fields"))
        }
        if node.format != nil, kind != .date {
            throw SearchFault.illegal(
                "Field [\(scope.indexName(field))] of type [\(kind.typeName)] does not support custom formats"
            )
        }
        let math = try DateMath(now: now, format: node.format)
        let first = node.missing == "_first"
        var missing: KeyValue?
        if !kind.isText {
            // Numbers have no gap: what is missing is the greatest or the least there is.
            let given = node.missing.flatMap { Int64($0) }
            missing = .number(given ?? (first != node.isDescending ? .min : .max))
        } else if let given = node.missing, !first, given != "_last" {
            missing = .text(Array(given.utf8))
        }
        self.columns.append(
            Column(
                field: field, isDescending: node.isDescending, missingFirst: first,
                format: node.format == nil ? nil : math.format, missing: missing,
                takesGreatest: node.mode == .max ? true : node.mode == .min ? false : nil))
        return math
    }

    private static func value(
        _ value: QueryScalar?, _ kind: SearchFieldKind, _ math: DateMath
    ) throws(ErrorResponse) -> KeyValue? {
        guard let value else { return nil }
        switch kind {
        case .boolean: return .number(value.text == "true" || value.text == "1" ? 1 : 0)
        case .date:
            if value.isNumber, let number = Int64(value.text) { return .number(number) }
            return .number(try math.time(value.text, roundsUp: false))
        default: return .text(value.octets)
        }
    }

    /// Writes `_sort` with the values of one thing that was found; nothing without a sort.
    func write(_ values: [KeyValue?], _ writer: inout JSONWriter) {
        guard !self.columns.isEmpty else { return }
        writer.name("_sort")
        writer.beginArray()
        for (value, column) in zip(values, self.columns) {
            switch value ?? column.missing {
            case nil: writer.null()
            case .text(let octets): writer.string(String(decoding: octets, as: UTF8.self))
            case .number(let number):
                if let format = column.format {
                    writer.string(format.text(number))
                } else {
                    writer.integer(Int(number))
                }
            }
        }
        writer.endArray()
    }
}

extension SortTranslator where Scope == KeyScope {
    var order: KeyOrder {
        KeyOrder(
            self.columns.map { column in
                KeyOrder.Part(
                    column.field, isDescending: column.isDescending, missingFirst: column.missingFirst,
                    missing: column.missing, takesGreatest: column.takesGreatest)
            }, after: self.after)
    }
}
