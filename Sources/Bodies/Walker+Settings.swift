extension Walker {
    /// Goes through index settings. Elasticsearch joins nested names by dots, and takes any mixture.
    mutating func settings(
        _ bytes: borrowing Span<UInt8>, _ path: inout [UInt8], _ depth: Int, _ position: Position
    ) throws(Fault) {
        let start = self.index
        guard start < bytes.count else { throw Fault(rule: .syntax, offset: start) }
        guard depth > 0 else { throw Fault(rule: .tooDeep, offset: start) }
        guard bytes[start] == UInt8(ascii: "{") else { return try self.setting(bytes, path, position) }
        self.index &+= 1
        JSONScanner.skipSpace(bytes, &self.index)
        if JSONScanner.closes(bytes, &self.index, UInt8(ascii: "}")) { return }
        let count = path.count
        while true {
            if count > 0 { path.append(UInt8(ascii: ".")) }
            try JSONScanner.decode(bytes, try JSONScanner.string(bytes, &self.index), into: &path)
            JSONScanner.skipSpace(bytes, &self.index)
            try JSONScanner.take(UInt8(ascii: ":"), bytes, &self.index)
            try self.settings(bytes, &path, depth &- 1, Position(statement: start))
            path.removeSubrange(count...)
            JSONScanner.skipSpace(bytes, &self.index)
            if JSONScanner.closes(bytes, &self.index, UInt8(ascii: "}")) { return }
            try JSONScanner.take(UInt8(ascii: ","), bytes, &self.index)
        }
    }

    private mutating func setting(
        _ bytes: borrowing Span<UInt8>, _ path: [UInt8], _ position: Position
    ) throws(Fault) {
        let start = self.index
        switch IndexSettings.kind(path) {
        case .harmless: try JSONScanner.skipValue(bytes, &self.index, depth: self.limits.depthMax)
        case .pipeline, .searchPipeline:
            if bytes[start] == UInt8(ascii: "n") {
                return try JSONScanner.skipScalarValue(bytes, &self.index)
            }
            let leaf = IndexSettings.kind(path) == .pipeline ? "@pipeline" : "@searchPipeline"
            try self.value(bytes, self.grammar.form(leaf), 1, position)
            // The name for no pipeline.
            if self.found.targets.last?.expression == Array("_none".utf8) { self.found.targets.removeLast() }
        case .unknown: throw Fault(rule: .privateSetting, offset: start)
        }
    }
}

extension Walker {
    /// Queries in documents with a field of the type `percolator` are run when they are written, and what they look up
    /// in other indices becomes part of them. What is written is not read, so that only who may read everything may
    /// make such a field.
    mutating func fieldType(
        _ bytes: borrowing Span<UInt8>, _ depth: Int, _ position: Position
    ) throws(Fault) {
        let start = self.index
        try self.value(bytes, self.grammar.form("mapping"), depth, position)
        guard bytes[start] == UInt8(ascii: "\"") else { return }
        var index = start
        var type: [UInt8] = []
        try JSONScanner.decode(bytes, try JSONScanner.string(bytes, &index), into: &type)
        guard type == Array("percolator".utf8) || Self.isTemplated(type) else { return }
        try self.noteAnywhere("percolated", position)
    }

    /// A member of a mapping whose name is made of that of a field.
    mutating func templatedName(
        _ bytes: borrowing Span<UInt8>, _ name: JSONScanner.Text, _ statement: Int
    ) throws(Fault) {
        var decoded: [UInt8] = []
        try JSONScanner.decode(bytes, name, into: &decoded)
        guard Self.isTemplated(decoded) else { return }
        try self.noteAnywhere("percolated", Position(statement: statement))
    }

    private static let nameOfField = Array("{name}".utf8)

    /// Whether the name of a field is put into the text.
    private static func isTemplated(_ text: [UInt8]) -> Bool {
        text.indices.contains { text[$0...].starts(with: Self.nameOfField) }
    }
}

/// Which index settings reach no other index.
enum IndexSettings {
    enum Kind: Equatable {
        case harmless
        /// Names an ingest pipeline that what is written passes through, a search pipeline that searches do.
        case pipeline, searchPipeline
        /// Not known, or one by which an index is made from another's files: `resize.source`, `shrink.source`,
        /// `data_path`, `store.snapshot`.
        case unknown
    }

    private static let names: Set<String> = [
        "number_of_shards", "number_of_replicas", "number_of_routing_shards", "routing_partition_size",
        "refresh_interval", "auto_expand_replicas", "codec", "gc_deletes", "priority", "hidden", "mode",
        "routing_path", "load_fixed_bitset_filters_eagerly", "flush_after_merge", "format", "compound_format",
        "shard.check_on_startup", "write.wait_for_active_shards", "requests.cache.enable", "store.type",
        "store.preload", "warmer.enabled", "final_pipeline", "knn", "time_series.start_time",
        "time_series.end_time", "look_ahead_time", "look_back_time",
        // Of OpenSearch.
        "replication.type", "append_only.enabled", "composite_index",
        "plugins.index_state_management.rollover_alias",
    ]

    private static let prefixes = [
        "analysis.", "analyze.", "similarity.", "mapping.", "mapper.", "query.", "queries.", "search.",
        "blocks.",
        "max_", "sort.", "merge.", "translog.", "soft_deletes.", "allocation.", "routing.", "unassigned.",
        "indexing.", "highlight.", "lifecycle.", "percolator.", "ttl.", "cache.", "recovery.", "engine.",
        "knn.", "composite_index.",
    ]

    /// - Parameter path: the names around the value, joined by dots.
    static func kind(_ path: [UInt8]) -> Kind {
        var name = String(decoding: path, as: UTF8.self)
        let last = name.split(separator: ".", omittingEmptySubsequences: false).last
        for prefix in ["settings.", "index."] where name.hasPrefix(prefix) {
            name.removeFirst(prefix.count)
        }
        if name == "search.default_pipeline" { return .searchPipeline }
        if last == "default_pipeline" || last == "final_pipeline" { return .pipeline }
        if self.names.contains(name) { return .harmless }
        return self.prefixes.contains { name.hasPrefix($0) } ? .harmless : .unknown
    }
}
