import Bodies
import Bytes
import JSON

extension FuzzTarget {
    /// A bulk request: cut anywhere the same goes on, and a slow reader finds in it only what is allowed, and all of
    /// that.
    static let bulk = FuzzTarget(
        "bulk",
        texts: [
            "{\"index\":{\"_index\":\"logs-a\",\"_id\":\"1\"}}\n{\"x\":1}\n{\"delete\":{\"_index\":\"secret\",\"_id\":\"2\"}}\n",
            "{\"create\":{}}\r\n{\"a\":\"b\"}\r\n\n{\"update\":{\"_index\":\"secret\",\"_id\":\"1\"}}\n{\"doc\":{}}\n",
            "{\"index\":{\"_index\":\"\\u006cogs-b\",\"pipeline\":\"p\"}}\n{}\n",
            "{\"index\":{\"_index\":\"logs-a\",\"op_type\":\"create\",\"require_alias\":true,\"routing\":1}}\n{}\n",
            "{\"index\":{\"_index\":\"<logs-{now}>\",\"_source\":[\"a\",{\"b\":null}]}}\n{}\n",
            " {\"delete\" : {\"_id\":\"3\", \"_type\": \"t\", \"if_seq_no\": 1.5e3}} \n",
        ]
    ) { bytes in
        var input = FuzzInput(bytes)
        let whole = BulkRun(bytes: [bytes])
        try require(whole == BulkRun(bytes: input.pieces(bytes)), "cut")
        try require(whole == BulkRun(bytes: bytes.map { [$0] }), "octet by octet")
        guard let output = whole.output else { return }
        let before = try SlowBulk.items(bytes)
        let after = try SlowBulk.items(output)
        try require(
            before.count == whole.counts.all && after.count == whole.counts.forwarded,
            "\(before.count) items, \(after.count) go on: \(whole.counts)")
        let allowed = before.filter { BulkRun.isAllowed($0.index) || $0.index == BulkRun.renamed.from }
            .map { item in
                var item = item
                if item.index == BulkRun.renamed.from { item.index = BulkRun.renamed.to }
                return item
            }
        try require(after.allSatisfy { BulkRun.isAllowed($0.index) }, "goes on: \(text(output))")
        try require(after == allowed, "other items: \(text(output))")
    }
}

private struct BulkRun: Equatable {
    static let renamed = (from: "<logs-{now}>", to: "logs-today")
    static let defaultIndex = "logs-default"

    /// Nil when it was refused.
    var output: [UInt8]?
    var counts = BulkCounts()

    static func isAllowed(_ index: String) -> Bool { index.hasPrefix("logs-") }

    static func == (left: BulkRun, right: BulkRun) -> Bool {
        left.output == right.output && (left.output == nil || left.counts == right.counts)
    }

    init(bytes pieces: [[UInt8]]) {
        var defaults = BulkDefaults()
        defaults.index = Array(Self.defaultIndex.utf8)
        var filter = BulkFilter(defaults: defaults)
        var judge = Judge()
        let output = ByteBuffer(capacity: 64)
        do throws(ContentRefusal) {
            for piece in pieces { try filter.filter(piece.span, into: output, judge: &judge) }
            try filter.finish()
            self.output = output.array
        } catch {
            self.output = nil
        }
        self.counts = filter.counts
    }

    private struct Judge: BulkJudge {
        mutating func judge(_ item: BulkItem) -> BulkVerdict {
            let name = item.text(item.index)
            if name == BulkRun.renamed.from { return .renamed(Array(BulkRun.renamed.to.utf8)) }
            return BulkRun.isAllowed(name) ? .allowed : .denied(reason: "no")
        }
    }
}

/// A bulk request read the slow way: all lines, each action parsed to a tree.
private enum SlowBulk {
    struct Item: Equatable {
        var operation: String
        var index: String
        var id: String?
        var source: [UInt8]?
    }

    static func items(_ bytes: [UInt8]) throws -> [Item] {
        var lines = bytes.split(separator: 0x0a, omittingEmptySubsequences: false)[...]
        guard bytes.isEmpty || lines.popLast()?.isEmpty == true else {
            throw FuzzFailure(description: "no line feed at the end")
        }
        var items: [Item] = []
        while let line = lines.popFirst() {
            if line.allSatisfy({ [0x20, 0x09, 0x0d].contains($0) }) { continue }
            var item = try self.item(Array(line))
            if item.operation != "delete" {
                guard let source = lines.popFirst() else { throw FuzzFailure(description: "no source") }
                item.source = Array(source)
            }
            items.append(item)
        }
        return items
    }

    private static func item(_ line: [UInt8]) throws -> Item {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONParser.parse(line)
        } catch {
            throw FuzzFailure(description: "\(error.message): \(text(line))")
        }
        guard let members = value.members, members.count == 1, let fields = members[0].value.members,
            ["index", "create", "update", "delete"].contains(members[0].name)
        else { throw FuzzFailure(description: "no action: \(text(line))") }
        let index = fields.last { $0.name == "_index" }?.value.string ?? BulkRun.defaultIndex
        let id = fields.last { $0.name == "_id" }.map { JSONWriter.text($0.value) }
        return Item(operation: members[0].name, index: index, id: id)
    }
}
