internal import Elasticsearch

/// What one or more entries of a role grant on the indices they name.
struct Grants: Hashable, Sendable {
    var actions = ActionSet()
    /// Whoever may write may also put mappings, but not on data streams: what Elasticsearch allowed before 7.9
    /// and still allows to `create`, `create_doc`, `index` and `write`.
    var putsMappings = false

    mutating func formUnion(_ other: Grants) {
        self.actions.formUnion(other.actions)
        self.putsMappings = self.putsMappings || other.putsMappings
    }

    func union(_ other: Grants) -> Grants {
        var result = self
        result.formUnion(other)
        return result
    }
}

/// Different ``Grants``, each once, as rows of bits: the last word of a row says whether mappings may be put.
struct GrantTable: Sendable {
    static let width = ActionSet.wordCount + 1

    private var words: [UInt64] = []
    private var found: [Grants: UInt32] = [:]

    /// The row of nothing is 0.
    init() { _ = self.row(Grants()) }

    var count: Int { self.words.count / Self.width }
    var byteCount: Int { self.words.count * 8 }

    mutating func row(_ grants: Grants) -> UInt32 {
        if let row = self.found[grants] { return row }
        let row = UInt32(self.count)
        self.words += grants.actions.words
        self.words.append(grants.putsMappings ? 1 : 0)
        self.found[grants] = row
        return row
    }

    /// No more rows are added: forgets what only adding needs.
    mutating func seal() { self.found = [:] }

    @inline(__always)
    func contains(_ row: UInt32, _ bit: ActionBit) -> Bool {
        let start = Int(row) &* Self.width
        if self.words[start &+ bit.word] & bit.mask != 0 { return true }
        return bit.isMappingUpdate && self.words[start &+ ActionSet.wordCount] != 0
    }

    func grants(_ row: UInt32) -> Grants {
        let start = Int(row) * Self.width
        return Grants(
            actions: ActionSet(words: Array(self.words[start..<(start + ActionSet.wordCount)])),
            putsMappings: self.words[start + ActionSet.wordCount] != 0)
    }
}

/// Where an action's bit is in a row.
struct ActionBit {
    let word: Int
    let mask: UInt64
    /// The action puts mappings on something that is no data stream.
    let isMappingUpdate: Bool

    private static let put = Action("indices:admin/mapping/put")?.index ?? .max
    private static let autoPut = Action("indices:admin/mapping/auto_put")?.index ?? .max

    @inline(__always)
    init(_ action: Action, isDataStream: Bool = false) {
        self.word = Int(action.index) &>> 6
        self.mask = 1 &<< UInt64(action.index & 63)
        self.isMappingUpdate = !isDataStream && (action.index == Self.put || action.index == Self.autoPut)
    }
}
