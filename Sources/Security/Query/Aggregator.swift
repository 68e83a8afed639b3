internal import JSON
internal import Keys

/// Counts keys and writes what it has counted, as Elasticsearch does.
struct Aggregator {
    let answers: [MetadataMatch: Set<APIKeyID>]
    let metadata: MetadataValues
    /// Names carry the kind, as some clients ask for.
    let typedKeys: Bool

    func write(_ aggregations: [Aggregation], _ keys: KeySelection, _ writer: inout JSONWriter) {
        for aggregation in aggregations {
            writer.name(self.typedKeys ? "\(aggregation.typeName)#\(aggregation.name)" : aggregation.name)
            writer.beginObject()
            // As in Elasticsearch, which forgets it with the filters.
            if let meta = aggregation.meta {
                if case .filters = aggregation.kind {
                } else {
                    writer.name("meta")
                    writer.value(meta)
                }
            }
            self.write(aggregation, keys, &writer)
            writer.endObject()
        }
    }

    private func write(_ aggregation: Aggregation, _ keys: KeySelection, _ writer: inout JSONWriter) {
        switch aggregation.kind {
        case .terms(let field, let terms, let format):
            self.terms(aggregation, field, terms, format, keys, &writer)
        case .filter, .missing, .cardinality, .valueCount: self.number(aggregation, keys, &writer)
        case .filters(let filters, let other, let isKeyed):
            self.filters(aggregation, filters, other, isKeyed, keys, &writer)
        case .ranges(let ranges, _, let isKeyed): self.ranges(aggregation, ranges, isKeyed, keys, &writer)
        case .composite(let sources, let size, let after):
            self.composite(aggregation, sources, size, after, keys, &writer)
        }
    }

    /// The keys that a kind with one bucket counts; nil: it has another kind.
    private func only(_ aggregation: Aggregation, _ keys: KeySelection) -> KeySelection? {
        switch aggregation.kind {
        case .filter(let condition): keys.selecting(condition.resolved(self.answers))
        case .missing(let field): keys.having(field, nil, metadata: self.metadata)
        default: nil
        }
    }

    /// What a kind that comes to one number comes to.
    private func number(_ aggregation: Aggregation, _ keys: KeySelection) -> Int {
        switch aggregation.kind {
        case .cardinality(let field): keys.counts(field, metadata: self.metadata).values.count
        case .valueCount(let field): keys.valueCount(field, metadata: self.metadata)
        default: self.only(aggregation, keys)?.count ?? 0
        }
    }

    private func number(_ aggregation: Aggregation, _ keys: KeySelection, _ writer: inout JSONWriter) {
        if let found = self.only(aggregation, keys) { return self.bucket(found, aggregation, &writer) }
        writer.name("value")
        writer.integer(self.number(aggregation, keys))
    }

    /// The count of a bucket and what is counted inside it.
    private func bucket(_ keys: KeySelection, _ aggregation: Aggregation, _ writer: inout JSONWriter) {
        writer.name("doc_count")
        writer.integer(keys.count)
        self.write(aggregation.children, keys, &writer)
    }

    // MARK: Kinds

    private struct Bucket {
        var value: KeyValue
        var count: Int
        var isMissing: Bool
        /// What it is sorted by beside its value and count, in the order's order.
        var numbers: [Int] = []

        var row: [KeyValue?] { [self.isMissing ? nil : self.value] }
    }

    private func terms(
        _ aggregation: Aggregation, _ field: KeyField, _ terms: AggregationNode.Terms, _ format: DateFormat,
        _ keys: KeySelection, _ writer: inout JSONWriter
    ) {
        var buckets = self.buckets(field, terms, keys)
        let byNumbers = terms.order.filter { !Self.ownOrders.contains($0.key) }
        if !byNumbers.isEmpty, buckets.count <= AggregationTranslator.sizeMax {
            let groups = keys.groups([field], wanted: Set(buckets.map(\.row)), metadata: self.metadata)
            for index in buckets.indices {
                let inside = groups.keys(buckets[index].row)
                buckets[index].numbers = byNumbers.map { order in
                    aggregation.children.first { $0.isNumber(order.key) }.map { self.number($0, inside) } ?? 0
                }
            }
        }
        self.sort(&buckets, terms)
        let shown = buckets.prefix(terms.size)
        let groups =
            aggregation.children.isEmpty
            ? nil : keys.groups([field], wanted: Set(shown.map(\.row)), metadata: self.metadata)
        writer.name("doc_count_error_upper_bound")
        writer.integer(0)
        writer.name("sum_other_doc_count")
        writer.integer(buckets.dropFirst(terms.size).reduce(0) { $0 + $1.count })
        writer.name("buckets")
        writer.beginArray()
        for bucket in shown {
            writer.beginObject()
            self.key(bucket.value, field, terms.format == nil ? nil : format, &writer)
            writer.name("doc_count")
            writer.integer(bucket.count)
            if terms.showsErrors {
                writer.name("doc_count_error_upper_bound")
                writer.integer(0)
            }
            if let groups { self.write(aggregation.children, groups.keys(bucket.row), &writer) }
            writer.endObject()
        }
        writer.endArray()
    }

    private static let ownOrders: Set<String> = ["_key", "_count", "_term"]

    private func buckets(
        _ field: KeyField, _ terms: AggregationNode.Terms, _ keys: KeySelection
    ) -> [Bucket] {
        let counted = keys.counts(field, metadata: self.metadata)
        var buckets = counted.values.map { Bucket(value: $0, count: $1, isMissing: false) }
        if let missing = terms.missing, counted.missing > 0 {
            let number = missing == "true" ? 1 : Int64(missing) ?? 0
            let value: KeyValue = field.isNumeric ? .number(number) : .text(Array(missing.utf8))
            buckets.append(Bucket(value: value, count: counted.missing, isMissing: true))
        }
        return buckets.filter { bucket in
            guard bucket.count >= terms.minimumCount else { return false }
            let text = Self.text(bucket.value, field)
            return terms.include?.matches(text) != false && terms.exclude?.matches(text) != true
        }
    }

    private func sort(_ buckets: inout [Bucket], _ terms: AggregationNode.Terms) {
        let order = terms.order.isEmpty ? [(key: "_count", isDescending: true)] : terms.order
        buckets.sort { left, right in
            var number = 0
            for (key, isDescending) in order {
                switch key {
                case "_count":
                    if left.count != right.count { return (left.count > right.count) == isDescending }
                case "_key", "_term":
                    if left.value != right.value { return (right.value < left.value) == isDescending }
                default:
                    defer { number += 1 }
                    guard number < left.numbers.count, number < right.numbers.count else { continue }
                    if left.numbers[number] != right.numbers[number] {
                        return (left.numbers[number] > right.numbers[number]) == isDescending
                    }
                }
            }
            return left.value < right.value
        }
    }

    private static func text(_ value: KeyValue, _ field: KeyField) -> String {
        switch value {
        case .text(let octets): String(decoding: octets, as: UTF8.self)
        case .number(let number): field == .invalidated ? number == 0 ? "false" : "true" : "\(number)"
        }
    }

    private func key(
        _ value: KeyValue, _ field: KeyField, _ format: DateFormat?, _ writer: inout JSONWriter
    ) {
        writer.name("key")
        switch value {
        case .text: writer.string(Self.text(value, field))
        case .number(let number):
            writer.integer(Int(number))
            let text = field.isTime ? format?.text(number) : nil
            writer.member("key_as_string", text ?? Self.text(value, field))
        }
    }

    private func filters(
        _ aggregation: Aggregation, _ filters: [(name: String?, condition: KeyCondition)], _ other: String?,
        _ isKeyed: Bool, _ keys: KeySelection, _ writer: inout JSONWriter
    ) {
        var rest = keys
        var buckets: [(String?, KeySelection)] = []
        for filter in filters {
            let found = keys.selecting(filter.condition.resolved(self.answers))
            rest = rest.subtracting(found)
            buckets.append((filter.name, found))
        }
        let isNamed = filters.contains { $0.name != nil }
        if let other { buckets.append((isNamed ? other : nil, rest)) }
        writer.name("buckets")
        if isNamed, isKeyed { writer.beginObject() } else { writer.beginArray() }
        for (name, found) in buckets {
            if let name, isKeyed { writer.name(name) }
            writer.beginObject()
            if let name, !isKeyed { writer.member("key", name) }
            self.bucket(found, aggregation, &writer)
            writer.endObject()
        }
        if isNamed, isKeyed { writer.endObject() } else { writer.endArray() }
    }

    private func ranges(
        _ aggregation: Aggregation, _ ranges: [Aggregation.Range], _ isKeyed: Bool, _ keys: KeySelection,
        _ writer: inout JSONWriter
    ) {
        writer.name("buckets")
        if isKeyed { writer.beginObject() } else { writer.beginArray() }
        for range in ranges {
            if isKeyed { writer.name(range.key) }
            writer.beginObject()
            if !isKeyed { writer.member("key", range.key) }
            for (name, bound) in [("from", range.from), ("to", range.to)] {
                guard let bound else { continue }
                writer.name(name)
                writer.value(JSONValue(.number("\(bound.number).0")))
                writer.member("\(name)_as_string", bound.text)
            }
            self.bucket(keys.selecting(range.condition), aggregation, &writer)
            writer.endObject()
        }
        if isKeyed { writer.endObject() } else { writer.endArray() }
    }

    private func composite(
        _ aggregation: Aggregation, _ sources: [Aggregation.Source], _ size: Int, _ after: [KeyValue?]?,
        _ keys: KeySelection, _ writer: inout JSONWriter
    ) {
        let counts = keys.combinations(
            sources.map { ($0.field, $0.hasMissingBucket) }, metadata: self.metadata)
        func precedes(_ left: [KeyValue?], _ right: [KeyValue?]) -> Bool {
            for (index, source) in sources.enumerated() where left[index] != right[index] {
                let missingFirst = source.missingFirst ?? !source.isDescending
                return KeyValue.compare(
                    left[index], right[index], isDescending: source.isDescending, missingFirst: missingFirst)
                    < 0
            }
            return false
        }
        let rows = counts.keys.sorted(by: precedes).drop { row in
            after.map { !precedes($0, row) } ?? false
        }.prefix(size)
        if let last = rows.last {
            writer.name("after_key")
            self.row(last, sources, &writer)
        }
        writer.name("buckets")
        writer.beginArray()
        let groups =
            aggregation.children.isEmpty
            ? nil : keys.groups(sources.map(\.field), wanted: Set(rows), metadata: self.metadata)
        for row in rows {
            writer.beginObject()
            writer.name("key")
            self.row(row, sources, &writer)
            writer.name("doc_count")
            writer.integer(counts[row] ?? 0)
            if let groups { self.write(aggregation.children, groups.keys(row), &writer) }
            writer.endObject()
        }
        writer.endArray()
    }

    private func row(
        _ row: [KeyValue?], _ sources: [Aggregation.Source], _ writer: inout JSONWriter
    ) {
        writer.beginObject()
        for (value, source) in zip(row, sources) {
            writer.name(source.name)
            switch value {
            case nil: writer.null()
            case .text(let octets): writer.string(String(decoding: octets, as: UTF8.self))
            case .number(let number):
                if source.field == .invalidated {
                    writer.bool(number != 0)
                } else {
                    writer.integer(Int(number))
                }
            }
        }
        writer.endObject()
    }
}
