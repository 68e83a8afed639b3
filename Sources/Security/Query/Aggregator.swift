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
            self.write(aggregation, keys, &writer)
            writer.endObject()
        }
    }

    private func write(_ aggregation: Aggregation, _ keys: KeySelection, _ writer: inout JSONWriter) {
        switch aggregation.kind {
        case .terms(let field, let terms): self.terms(aggregation, field, terms, keys, &writer)
        case .filter(let condition):
            self.bucket(keys.selecting(condition.resolved(self.answers)), aggregation, &writer)
        case .filters(let filters, let other): self.filters(aggregation, filters, other, keys, &writer)
        case .missing(let field):
            self.bucket(keys.having(field, nil, metadata: self.metadata), aggregation, &writer)
        case .cardinality(let field):
            writer.name("value")
            writer.integer(keys.counts(field, metadata: self.metadata).values.count)
        case .valueCount(let field):
            writer.name("value")
            writer.integer(keys.valueCount(field, metadata: self.metadata))
        case .ranges(let ranges, let isKeyed): self.ranges(aggregation, ranges, isKeyed, keys, &writer)
        case .composite(let sources, let size, let after):
            self.composite(aggregation, sources, size, after, keys, &writer)
        }
    }

    /// The count of a bucket and what is counted inside it.
    private func bucket(_ keys: KeySelection, _ aggregation: Aggregation, _ writer: inout JSONWriter) {
        writer.name("doc_count")
        writer.integer(keys.count)
        self.write(aggregation.children, keys, &writer)
    }

    // MARK: Kinds

    private func terms(
        _ aggregation: Aggregation, _ field: KeyField, _ terms: AggregationNode.Terms, _ keys: KeySelection,
        _ writer: inout JSONWriter
    ) {
        let counted = keys.counts(field, metadata: self.metadata)
        var buckets: [(value: KeyValue, count: Int, isMissing: Bool)] = counted.values.map { ($0, $1, false) }
        if let missing = terms.missing, counted.missing > 0 {
            let number = missing == "true" ? 1 : Int64(missing) ?? 0
            let value: KeyValue = field.isNumeric ? .number(number) : .text(Array(missing.utf8))
            buckets.append((value, counted.missing, true))
        }
        buckets = buckets.filter { $0.count >= terms.minimumCount }
        let order = terms.order.isEmpty ? [(key: "_count", isDescending: true)] : terms.order
        buckets.sort { left, right in
            for (key, isDescending) in order {
                if key == "_count", left.count != right.count {
                    return (left.count > right.count) == isDescending
                }
                if key != "_count", left.value != right.value {
                    return (right.value < left.value) == isDescending
                }
            }
            return left.value < right.value
        }
        let shown = buckets.prefix(terms.size)
        writer.name("doc_count_error_upper_bound")
        writer.integer(0)
        writer.name("sum_other_doc_count")
        writer.integer(buckets.dropFirst(terms.size).reduce(0) { $0 + $1.count })
        writer.name("buckets")
        writer.beginArray()
        for bucket in shown {
            writer.beginObject()
            self.key(bucket.value, field, &writer)
            writer.name("doc_count")
            writer.integer(bucket.count)
            if !aggregation.children.isEmpty {
                let inside = keys.having(
                    field, bucket.isMissing ? nil : bucket.value, metadata: self.metadata)
                self.write(aggregation.children, inside, &writer)
            }
            writer.endObject()
        }
        writer.endArray()
    }

    private func key(_ value: KeyValue, _ field: KeyField, _ writer: inout JSONWriter) {
        writer.name("key")
        switch value {
        case .text(let octets): writer.string(String(decoding: octets, as: UTF8.self))
        case .number(let number):
            writer.integer(Int(number))
            writer.member(
                "key_as_string", field == .invalidated ? number == 0 ? "false" : "true" : "\(number)")
        }
    }

    private func filters(
        _ aggregation: Aggregation, _ filters: [(name: String?, condition: KeyCondition)], _ other: String?,
        _ keys: KeySelection, _ writer: inout JSONWriter
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
        if isNamed { writer.beginObject() } else { writer.beginArray() }
        for (name, found) in buckets {
            if let name { writer.name(name) }
            writer.beginObject()
            self.bucket(found, aggregation, &writer)
            writer.endObject()
        }
        if isNamed { writer.endObject() } else { writer.endArray() }
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
                guard let first = left[index] else { return true }
                guard let second = right[index] else { return false }
                return (first < second) != source.isDescending
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
        for row in rows {
            writer.beginObject()
            writer.name("key")
            self.row(row, sources, &writer)
            var inside = keys
            if !aggregation.children.isEmpty {
                for (index, source) in sources.enumerated() {
                    inside = inside.having(source.field, row[index], metadata: self.metadata)
                }
            }
            writer.name("doc_count")
            writer.integer(counts[row] ?? 0)
            self.write(aggregation.children, inside, &writer)
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
