import Bytes
import Inflate

extension FuzzTarget {
    /// A compressed content: cut anywhere and taken in portions of any size it is the same, and within its limits.
    static let inflate = FuzzTarget("inflate", seeds: seedsOfInflate) { bytes in
        var input = FuzzInput(bytes)
        let whole = Self.inflated([bytes], portion: 64 * 1024)
        let cut = Self.inflated(input.pieces(bytes), portion: Int.random(in: 1...100, using: &input))
        try require(whole.isAccepted == cut.isAccepted, "accepted \(whole.isAccepted) and \(cut.isAccepted)")
        if whole.isAccepted { try require(whole.content == cut.content, "another") }
        try require(whole.content.count <= Self.sizeMax + 64 * 1024, "\(whole.content.count) octets")
    }

    private static let sizeMax = 256 * 1024

    /// `gzip` of "hello hello hello hello\n" and of nothing, and its parts.
    private static let seedsOfInflate: [[UInt8]] = {
        let text: [UInt8] = [
            0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0, 0, 0x03, 0xcb, 0x48, 0xcd, 0xc9, 0xc9, 0x57, 0xc8, 0x40, 0x27,
            0xb8, 0x00, 0xd5,
            0x4c, 0x3b, 0xf1, 0x18, 0, 0, 0,
        ]
        let nothing: [UInt8] = [0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0, 0, 0x03, 0x03, 0, 0, 0, 0, 0, 0, 0, 0, 0]
        return [text, nothing, text + nothing, Array(text.dropLast()), [0x78, 0x9c, 0x03, 0, 0, 0, 0, 1]]
    }()

    private static func inflated(_ pieces: [[UInt8]], portion: Int) -> (content: [UInt8], isAccepted: Bool) {
        var limits = Inflater.Limits()
        limits.sizeMax = self.sizeMax
        limits.ratioFreeSize = 64 * 1024
        let inflater = Inflater(limits: limits)
        let output = ByteBuffer(capacity: 1024)
        do {
            for piece in pieces {
                var rest = piece[...]
                while true {
                    let (taken, progress) = try rest.withUnsafeBufferPointer {
                        try inflater.inflate($0, into: output, portion: portion)
                    }
                    rest = rest.dropFirst(taken)
                    if progress != .hasMore, rest.isEmpty { break }
                }
            }
            try inflater.finish()
            return (output.array, true)
        } catch {
            return (output.array, false)
        }
    }
}
