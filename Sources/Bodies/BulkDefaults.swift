/// What the path and the parameters of a bulk request say for the items that don't.
public struct BulkDefaults: Sendable {
    public var index: [UInt8]?
    public var type: [UInt8]?
    public var pipeline: [UInt8]?
    public var requiresAlias = false
    public var requiresDataStream = false
    /// A script in an update stops the request: see ``BodyReader/mayHoldScript(_:)``.
    public var refusesScripts = false

    public init() {}
}

public struct BulkLimits: Sendable {
    /// Bytes of an action line: an id has 512 at most, an index name 255; escapes make each six times as long.
    public var lineBytesMax = 64 * 1024
    /// Denied items; the whole request is refused beyond.
    public var deniedMax = 10_000
    /// Bytes of the names, ids and reasons of denied items.
    public var deniedBytesMax = 1024 * 1024
    /// The same two where items are too many for a limit of documents.
    public var limitedMax = 50_000
    public var limitedBytesMax = 4 * 1024 * 1024

    public init() {}
}

/// How many items a bulk request had, whatever became of them.
public struct BulkCounts: Sendable, Equatable {
    public var index = 0
    public var create = 0
    public var update = 0
    public var delete = 0
    /// Of all these, the ones that were taken out.
    public var denied = 0
    /// Of the denied, those that were too many for a limit.
    public var limited = 0

    public init() {}

    public var all: Int { self.index &+ self.create &+ self.update &+ self.delete }
    public var forwarded: Int { self.all &- self.denied }

    mutating func count(_ operation: BulkItem.Operation) {
        switch operation {
        case .index: self.index &+= 1
        case .create: self.create &+= 1
        case .update: self.update &+= 1
        case .delete: self.delete &+= 1
        }
    }
}
