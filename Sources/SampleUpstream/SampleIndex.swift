internal import JSON

/// The documents of one index, in the order in which they were first written.
struct SampleIndex {
    struct Document {
        var id: String
        var version: Int
        var sequence: Int
        var source: JSONValue
        var size: Int
    }

    private var documents: [String: Document] = [:]
    private var order: [String] = []
    private(set) var sequence = 0
    private(set) var bytes = 0

    var count: Int { self.documents.count }
    var all: [Document] { self.order.compactMap { self.documents[$0] } }

    func document(_ id: String) -> Document? { self.documents[id] }

    /// - Returns: the document as it is now.
    mutating func put(_ id: String, _ source: JSONValue) -> Document {
        let before = self.documents[id]
        let size = JSONWriter.text(source).utf8.count
        let document = Document(
            id: id, version: (before?.version ?? 0) + 1, sequence: self.sequence, source: source, size: size)
        self.sequence += 1
        self.bytes += size - (before?.size ?? 0)
        if before == nil { self.order.append(id) }
        self.documents[id] = document
        return document
    }

    mutating func remove(_ id: String) -> Document? {
        guard let document = self.documents.removeValue(forKey: id) else { return nil }
        self.order.removeAll { $0 == id }
        self.bytes -= document.size
        self.sequence += 1
        return document
    }
}
