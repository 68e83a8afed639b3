/// Reads an action line: `{"index":{"_index":"logs","_id":"1"}}`. Elasticsearch looks at little more than it needs, and
/// each release at something else: it takes text behind the object, a second operation, and up to 5.x a second
/// `_index`. Whatever another reader could take otherwise is refused.
struct BulkLine {
    /// What a line may say once.
    private enum Field: UInt16 {
        case index, type, id, pipeline, operationType, requiresAlias, requiresDataStream, versionType
        /// Of any shape: `_source`, `fields`, `dynamic_templates`.
        case shape
        /// A text, a number or a flag that names no index.
        case scalar
    }

    /// The operations and the fields, by the names that they have in the releases 1.x to 9.x. Spellings of one
    /// field share a bit, so that a line cannot say it twice.
    private static let names: NameTable = {
        let operations = ["index", "create", "update", "delete"].enumerated().map {
            NameTable.Entry(scope: Self.operations, name: $1, value: UInt16($0))
        }
        let fields: [(Field, String)] = [
            (.index, "_index"), (.type, "_type"), (.id, "_id"), (.pipeline, "pipeline"),
            (.operationType, "op_type opType"), (.requiresAlias, "require_alias"),
            (.requiresDataStream, "require_data_stream"), (.shape, "_source"), (.shape, "fields"),
            (.shape, "dynamic_templates"), (.scalar, "routing _routing"), (.scalar, "parent _parent"),
            (.scalar, "version _version"),
            (.versionType, "version_type _version_type versionType _versionType"),
            (.scalar, "retry_on_conflict _retry_on_conflict retryOnConflict _retryOnConflict"),
            (.scalar, "timestamp _timestamp"), (.scalar, "ttl _ttl"), (.scalar, "if_seq_no"),
            (.scalar, "if_primary_term"), (.scalar, "list_executed_pipelines"),
        ]
        var entries = operations
        for (bit, field) in fields.enumerated() {
            for name in field.1.split(separator: " ") {
                entries.append(
                    NameTable.Entry(
                        scope: Self.fields, name: String(name), value: UInt16(bit) << 8 | field.0.rawValue))
            }
        }
        return NameTable(entries)
    }()
    private static let operations: UInt16 = 1
    private static let fields: UInt16 = 2

    /// Nesting in `_source` and `dynamic_templates`.
    private static let depthMax = 8

    private let item: BulkItem
    private var index = 0
    private var seen: UInt32 = 0
    private var name: [UInt8] = []

    private init(_ item: BulkItem) { self.item = item }

    /// - Returns: false for a line of space alone, which Elasticsearch skips where it expects an action.
    static func parse(
        _ bytes: borrowing Span<UInt8>, into item: BulkItem, defaults: BulkDefaults
    ) throws(Fault) -> Bool {
        var line = BulkLine(item)
        JSONScanner.skipSpace(bytes, &line.index)
        guard line.index < bytes.count else { return false }
        item.reset()
        item.requiresAlias = defaults.requiresAlias
        item.requiresDataStream = defaults.requiresDataStream
        try line.action(bytes)
        try line.complete(defaults)
        return true
    }

    private mutating func action(_ bytes: borrowing Span<UInt8>) throws(Fault) {
        try JSONScanner.take(UInt8(ascii: "{"), bytes, &self.index)
        try self.operation(bytes)
        try JSONScanner.take(UInt8(ascii: ":"), bytes, &self.index)
        try JSONScanner.take(UInt8(ascii: "{"), bytes, &self.index)
        self.item.metadataStart = self.index
        if !JSONScanner.closes(bytes, &self.index, UInt8(ascii: "}")) {
            self.item.hasMetadata = true
            while true {
                try self.member(bytes)
                JSONScanner.skipSpace(bytes, &self.index)
                if JSONScanner.closes(bytes, &self.index, UInt8(ascii: "}")) { break }
                try JSONScanner.take(UInt8(ascii: ","), bytes, &self.index)
            }
        }
        JSONScanner.skipSpace(bytes, &self.index)
        try JSONScanner.take(UInt8(ascii: "}"), bytes, &self.index)
        guard self.index == bytes.count else { throw Fault(rule: .malformedLine, offset: self.index) }
    }

    private mutating func operation(_ bytes: borrowing Span<UInt8>) throws(Fault) {
        let start = self.index
        let number = try self.name(bytes, Self.operations)
        guard number != NameTable.none,
            let operation = BulkItem.Operation(rawValue: UInt8(truncatingIfNeeded: number))
        else {
            throw Fault(rule: .malformedLine, offset: start)
        }
        self.item.operation = operation
    }

    private mutating func member(_ bytes: borrowing Span<UInt8>) throws(Fault) {
        let start = self.index
        let number = try self.name(bytes, Self.fields)
        guard number != NameTable.none, let field = Field(rawValue: number & 0xff) else {
            throw Fault(rule: .malformedLine, offset: start)
        }
        let bit: UInt32 = 1 << UInt32(number >> 8)
        guard self.seen & bit == 0 else { throw Fault(rule: .duplicateName, offset: start) }
        self.seen |= bit
        try JSONScanner.take(UInt8(ascii: ":"), bytes, &self.index)
        guard self.index < bytes.count else { throw Fault(rule: .syntax, offset: self.index) }
        // All releases read null as if the field were not there.
        if bytes[self.index] == UInt8(ascii: "n") {
            return try JSONScanner.skipScalarValue(bytes, &self.index)
        }
        switch field {
        case .index:
            let value = self.index
            self.item.index = try self.string(bytes)
            self.item.indexValue = value..<self.index
        case .id: self.item.id = try self.scalar(bytes)
        case .type: self.item.type = try self.scalar(bytes)
        case .pipeline: self.item.pipeline = try self.string(bytes)
        case .operationType: try self.operationType(bytes)
        case .requiresAlias: self.item.requiresAlias = try self.flag(bytes)
        case .requiresDataStream: self.item.requiresDataStream = try self.flag(bytes)
        case .versionType:
            let value = try self.scalar(bytes)
            self.item.hasForeignVersion = !self.item.bytes[value].elementsEqual("internal".utf8)
        case .shape: try JSONScanner.skipValue(bytes, &self.index, depth: Self.depthMax)
        case .scalar:
            guard bytes[self.index] != UInt8(ascii: "{"), bytes[self.index] != UInt8(ascii: "[") else {
                throw Fault(rule: .malformedLine, offset: self.index)
            }
            try JSONScanner.skipValue(bytes, &self.index, depth: 0)
        }
    }

    private mutating func complete(_ defaults: BulkDefaults) throws(Fault) {
        if self.item.indexValue == nil {
            guard let index = defaults.index, !index.isEmpty else {
                throw Fault(rule: .missingIndex, offset: 0)
            }
            self.item.index = self.append(index)
            self.item.hasDefaultIndex = true
        } else if self.item.index.isEmpty {
            throw Fault(rule: .malformedLine, offset: self.item.metadataStart)
        }
        if self.item.type == nil, let type = defaults.type { self.item.type = self.append(type) }
        if let type = self.item.type, type.count == BulkItem.percolator.count {
            self.item.isPercolator = self.item.bytes[type].elementsEqual(BulkItem.percolator)
        }
        if self.item.pipeline == nil, let pipeline = defaults.pipeline {
            self.item.pipeline = self.append(pipeline)
        }
    }

    // MARK: Names and values

    /// Steps over a name and the space behind it.
    private mutating func name(_ bytes: borrowing Span<UInt8>, _ scope: UInt16) throws(Fault) -> UInt16 {
        let text = try JSONScanner.string(bytes, &self.index)
        JSONScanner.skipSpace(bytes, &self.index)
        guard text.isEscaped else { return Self.names.find(bytes, text.range, scope: scope) }
        var decoded: [UInt8] = []
        try JSONScanner.decode(bytes, text, into: &decoded)
        return Self.names.find(decoded.span, 0..<decoded.count, scope: scope)
    }

    private mutating func string(_ bytes: borrowing Span<UInt8>) throws(Fault) -> Range<Int> {
        guard bytes[self.index] == UInt8(ascii: "\"") else {
            throw Fault(rule: .malformedLine, offset: self.index)
        }
        let text = try JSONScanner.string(bytes, &self.index)
        return try self.append(bytes, text)
    }

    /// A text, or a number or a flag as it is written: Elasticsearch takes it for the text.
    private mutating func scalar(_ bytes: borrowing Span<UInt8>) throws(Fault) -> Range<Int> {
        let start = self.index
        switch bytes[start] {
        case UInt8(ascii: "\""): return try self.string(bytes)
        case UInt8(ascii: "{"), UInt8(ascii: "["): throw Fault(rule: .malformedLine, offset: start)
        default:
            try JSONScanner.skipScalarValue(bytes, &self.index)
            return try self.append(
                bytes, JSONScanner.Text(range: start..<self.index, isEscaped: false))
        }
    }

    /// Anything but `create` is taken for `index` by Elasticsearch; here it is one of the two, and a `create` stays
    /// one.
    private mutating func operationType(_ bytes: borrowing Span<UInt8>) throws(Fault) {
        let start = self.index
        let range = try self.string(bytes)
        let texts = self.item.bytes
        let number = Self.names.find(texts.span, range, scope: Self.operations)
        switch BulkItem.Operation(rawValue: UInt8(truncatingIfNeeded: number)) {
        case .create where self.item.operation == .index: self.item.operation = .create
        case .index, .create: break
        default: throw Fault(rule: .malformedLine, offset: start)
        }
    }

    /// `true`, `false`, or the same as a text.
    private mutating func flag(_ bytes: borrowing Span<UInt8>) throws(Fault) -> Bool {
        let start = self.index
        let range = try self.scalar(bytes)
        let text = self.item.bytes[range]
        if text.elementsEqual("true".utf8) { return true }
        if text.elementsEqual("false".utf8) { return false }
        throw Fault(rule: .malformedLine, offset: start)
    }

    private func append(
        _ bytes: borrowing Span<UInt8>, _ text: JSONScanner.Text
    ) throws(Fault) -> Range<Int> {
        let start = self.item.bytes.count
        if text.isEscaped {
            try JSONScanner.decode(bytes, text, into: &self.item.bytes)
        } else {
            unsafe bytes.extracting(text.range).withUnsafeBufferPointer {
                unsafe self.item.bytes.append(contentsOf: $0)
            }
        }
        return start..<self.item.bytes.count
    }

    private func append(_ bytes: [UInt8]) -> Range<Int> {
        let start = self.item.bytes.count
        self.item.bytes.append(contentsOf: bytes)
        return start..<self.item.bytes.count
    }
}
