import Cursors

extension FuzzTarget {
    /// An id that comes back: it opens for the holder and the kind that it was sealed for, unchanged, and for nobody
    /// else.
    static let cursorSeal = FuzzTarget(
        "cursor-seal",
        texts: [
            "\u{1}\u{4}keyaDXF1ZXJ5QW5kRmV0Y2g=", "\u{2}\u{0}kw1.AAAAAAAAAAAAAAAAAAAAAA.x", "\u{3}\u{1}a",
        ]
    ) { bytes in
        guard let seal = CursorSeal(secret: [UInt8](repeating: 7, count: CursorSeal.secretLength)) else {
            throw FuzzFailure(description: "no seal")
        }
        var input = FuzzInput(bytes)
        let kind = input.choose(CursorSeal.Kind.allCases)
        let count = Int(input.byte())
        let rest = input.bytes
        let holder = Array(rest.prefix(count))
        let id = Array(rest.dropFirst(count))
        try require(seal.open(id, kind, holder: holder) == nil, "opens what nobody sealed")
        guard !id.isEmpty else { return }
        let sealed = seal.seal(id, kind, holder: holder)
        try require(seal.open(sealed, kind, holder: holder) == id, "does not open")
        for other in CursorSeal.Kind.allCases where other != kind {
            try require(seal.open(sealed, other, holder: holder) == nil, "opens as \(other)")
        }
        try require(seal.open(sealed, kind, holder: holder + [0]) == nil, "opens for another")
        // What moves from the id to the holder is another pair.
        try require(seal.open(Array(sealed.dropLast()), kind, holder: holder + id.suffix(1)) == nil, "moved")
        var changed = sealed
        changed[Int.random(in: 0..<changed.count, using: &input)] ^= 1
        try require(seal.open(changed, kind, holder: holder) == nil, "opens changed")
    }
}
