/// Choices that an input makes: its first bytes, one after the other, then what its hash says. The same input
/// makes the same choices.
struct FuzzInput: RandomNumberGenerator {
    private(set) var rest: ArraySlice<UInt8>
    private var state: UInt64

    init(_ bytes: [UInt8]) {
        self.rest = bytes[...]
        // FNV-1a.
        self.state = bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0100_0000_01b3 }
    }

    var isEmpty: Bool { self.rest.isEmpty }
    var bytes: [UInt8] { Array(self.rest) }

    /// The next byte; 0 at the end.
    mutating func byte() -> UInt8 { self.rest.popFirst() ?? 0 }

    mutating func choose<Element>(_ elements: [Element]) -> Element {
        elements[Int(self.byte()) % elements.count]
    }

    /// SplitMix64.
    mutating func next() -> UInt64 {
        self.state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = self.state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }

    /// `bytes` cut at chance places, into pieces of `most` at most.
    mutating func pieces(_ bytes: [UInt8], most: Int = 24) -> [[UInt8]] {
        var pieces: [[UInt8]] = []
        var at = 0
        while at < bytes.count {
            let end = min(bytes.count, at + Int.random(in: 1...most, using: &self))
            pieces.append(Array(bytes[at..<end]))
            at = end
        }
        return pieces
    }
}
