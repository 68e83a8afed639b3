public import JSON

/// Documents out of NDJSON, in the forms that exports of an index have: `{"_id": ..., "_source": {...}}` a line, lines of
/// `_bulk` (`{"index": {"_id": ...}}` and the document below), or whole answers of `_search`.
public struct ImportLines {
    /// A document and where it stood.
    public struct Document: Sendable {
        /// Counted from 1.
        public var line: Int
        public var id: String
        public var source: JSONValue
    }

    /// A line that is not understood.
    public struct Fault: Sendable, Equatable {
        public var line: Int
        public var reason: String
    }

    public private(set) var documents: [Document] = []
    public private(set) var faults: [Fault] = []
    private var action: (id: String, line: Int)?

    public init(_ bytes: [UInt8]) {
        var number = 0
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            guard line.contains(where: { $0 > 0x20 }) else { continue }
            do throws(JSONError) {
                self.read(try JSONParser.parse(Array(line)), number)
            } catch {
                self.fault(number, "no JSON: \(error.message)")
            }
        }
        if let action = self.action { self.fault(action.line, "the document below it is missing") }
    }

    private mutating func fault(_ line: Int, _ reason: String) {
        self.faults.append(Fault(line: line, reason: reason))
    }

    private mutating func read(_ value: JSONValue, _ line: Int) {
        if let (id, _) = self.action {
            self.action = nil
            self.documents.append(Document(line: line, id: id, source: value))
        } else if let hits = value["hits"]?["hits"]?.elements {
            for hit in hits { self.readHit(hit, line) }
        } else if let action = (value["index"] ?? value["create"])?["_id"]?.string, value.members?.count == 1
        {
            self.action = (action, line)
        } else {
            self.readHit(value, line)
        }
    }

    private mutating func readHit(_ value: JSONValue, _ line: Int) {
        guard let id = value["_id"]?.string, let source = value["_source"], source.members != nil else {
            return self.fault(line, "no document: [_id] and [_source] are expected")
        }
        self.documents.append(Document(line: line, id: id, source: source))
    }
}
