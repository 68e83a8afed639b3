/// The items that were taken out of a bulk request: where they stood and what the client is told of each.
public struct BulkDenials: Sendable {
    struct Denial: Sendable {
        /// From 0, among all items of the request.
        var position: Int
        var operation: BulkItem.Operation
        var index: Range<Int>
        var type: Range<Int>?
        var id: Range<Int>?
        var reason: Int
        /// It was too many rather than not allowed.
        var isLimited: Bool
    }

    private(set) var denials: [Denial] = []
    private(set) var bytes: [UInt8] = []
    /// One behind the other those that differ from the one before.
    private(set) var reasons: [String] = []
    private var reasonBytes = 0

    public var count: Int { self.denials.count }
    public var isEmpty: Bool { self.denials.isEmpty }

    /// Positions and reasons of the first `count`.
    public func first(_ count: Int) -> [(position: Int, reason: String)] {
        self.denials.prefix(count).map { (position: $0.position, reason: self.reasons[$0.reason]) }
    }

    /// Memory that is held, in bytes.
    var size: Int { self.bytes.count &+ self.reasonBytes }

    mutating func append(_ item: BulkItem, position: Int, reason: String, isLimited: Bool = false) {
        if self.reasons.last != reason {
            self.reasons.append(reason)
            self.reasonBytes &+= reason.utf8.count
        }
        let index = self.copy(item, item.index)
        let type = item.type.map { self.copy(item, $0) }
        let id = item.id.map { self.copy(item, $0) }
        self.denials.append(
            Denial(
                position: position, operation: item.operation, index: index, type: type, id: id,
                reason: self.reasons.count &- 1, isLimited: isLimited))
    }

    private mutating func copy(_ item: BulkItem, _ range: Range<Int>) -> Range<Int> {
        let start = self.bytes.count
        self.bytes.append(contentsOf: item.bytes[range])
        return start..<self.bytes.count
    }
}
