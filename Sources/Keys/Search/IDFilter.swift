/// Some ids, made ready for being asked about a million others: nearly all that are none of them are told apart by one
/// bit, without their hash.
struct IDFilter {
    private static let bitsMin = 1 << 12
    private static let bitsMax = 1 << 24

    private let ids: Set<APIKeyID>
    private let bits: [UInt64]
    private let shift: UInt64

    init(_ ids: Set<APIKeyID>) {
        self.ids = ids
        var count = Self.bitsMin
        while count < Self.bitsMax, count / 16 < ids.count { count *= 2 }
        self.shift = UInt64(64 - count.trailingZeroBitCount)
        var bits = [UInt64](repeating: 0, count: count / 64)
        for id in ids {
            let place = Self.place(id, self.shift)
            bits[place >> 6] |= 1 << UInt64(place & 63)
        }
        self.bits = bits
    }

    @inline(__always)
    private static func place(_ id: APIKeyID, _ shift: UInt64) -> Int {
        // Any odd number: what is mixed is random already for ids that were made here.
        let mixed = (id.words.0 ^ id.words.1 &* 0xc2b2_ae3d_27d4_eb4f ^ id.words.2) &* 0x9e37_79b9_7f4a_7c15
        return Int(truncatingIfNeeded: mixed >> shift)
    }

    @inline(__always)
    func contains(_ id: APIKeyID) -> Bool {
        let place = Self.place(id, self.shift)
        return self.bits[place >> 6] & 1 << UInt64(place & 63) != 0 && self.ids.contains(id)
    }
}
