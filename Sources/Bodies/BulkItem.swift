/// One action line of `_bulk`. Reused from item to item; confined to the loop of its filter.
public final class BulkItem {
    public enum Operation: UInt8, Sendable, CaseIterable {
        case index, create, update, delete
    }

    /// What the item does and is called in the response: `index` with `op_type` `create` is ``Operation/create``.
    public internal(set) var operation = Operation.index
    /// The decoded name: from the line, or the default of the path.
    public internal(set) var index: Range<Int> = 0..<0
    /// Whether the index is the path's: the line names none.
    public internal(set) var hasDefaultIndex = false
    public internal(set) var id: Range<Int>?
    public internal(set) var type: Range<Int>?
    /// It is of the type whose documents are queries, up to Elasticsearch 5.
    public internal(set) var isPercolator = false
    static let percolator = Array(".percolator".utf8)
    /// From the line, or the default of the query parameter.
    public internal(set) var pipeline: Range<Int>?
    public internal(set) var requiresAlias = false
    /// `list_executed_pipelines`, `dynamic_templates` and the like, which need no privilege, are not kept.
    public internal(set) var requiresDataStream = false
    /// The version is not the cluster's own to count: it is kept of a document that there is not, too.
    public internal(set) var hasForeignVersion = false

    /// The texts of all parts.
    var bytes: [UInt8] = []
    /// Of the value of `_index` in the line.
    var indexValue: Range<Int>?
    /// Behind the opening bracket of the metadata in the line.
    var metadataStart = 0
    var hasMetadata = false

    init() { self.bytes.reserveCapacity(512) }

    func reset() {
        self.operation = .index
        self.index = 0..<0
        self.hasDefaultIndex = false
        self.id = nil
        self.type = nil
        self.isPercolator = false
        self.pipeline = nil
        self.requiresAlias = false
        self.requiresDataStream = false
        self.hasForeignVersion = false
        self.bytes.removeAll(keepingCapacity: true)
        self.indexValue = nil
        self.metadataStart = 0
        self.hasMetadata = false
    }

    /// The decoded bytes of a part, for the time of the call.
    @inline(__always)
    public func withBytes<Result>(
        _ range: Range<Int>, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        unsafe self.bytes.withUnsafeBufferPointer { unsafe body(UnsafeBufferPointer(rebasing: $0[range])) }
    }

    public func text(_ range: Range<Int>) -> String { String(decoding: self.bytes[range], as: UTF8.self) }
}

/// Decides about the items of a bulk request. The verdict is asked for once for each run of items with the same
/// operation, index, pipeline and flags (be it a query's): it may depend on nothing else.
public protocol BulkJudge {
    mutating func judge(_ item: BulkItem) -> BulkVerdict
    /// Whether one more item may go on now. Asked for each that the verdict lets pass.
    mutating func admit() -> BulkAdmission
}

extension BulkJudge {
    public mutating func admit() -> BulkAdmission { .passed }
}

public enum BulkAdmission: Sendable {
    case passed
    /// Taken out, and answered `429 es_rejected_execution_exception` in its place.
    case limited(reason: String)
    /// Not now: the filter stops before the item.
    case paused
}

public enum BulkVerdict: Sendable {
    case allowed
    /// Goes on under another name, e.g. of `<logs-{now/d}>` that was evaluated.
    case renamed([UInt8])
    /// Taken out, and answered `403 security_exception` in its place.
    case denied(reason: String)
    /// The whole request goes no further.
    case refused(ContentRefusal)

    var passes: Bool {
        switch self {
        case .allowed, .renamed: true
        case .denied, .refused: false
        }
    }
}
