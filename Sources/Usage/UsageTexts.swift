/// Texts by number: what few keys' clients call themselves is kept once. Number 0 is the empty text.
struct UsageTexts: Sendable {
    /// Octets kept of one text.
    static let lengthMax = 128
    /// Different texts.
    static let countMax = 1024

    private var bytes: [UInt8] = []
    private var ends: [Int] = [0]
    private var numbers: [Int: [UInt32]] = [:]

    var isFull: Bool { self.ends.count >= Self.countMax }

    subscript(_ number: UInt32) -> ArraySlice<UInt8> {
        let number = Int(number)
        guard number > 0, number < self.ends.count else { return [] }
        return self.bytes[self.ends[number - 1]..<self.ends[number]]
    }

    @inline(__always)
    func matches(_ number: UInt32, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let number = Int(number)
        guard number > 0, number < self.ends.count else { return text.isEmpty }
        let start = self.ends[number &- 1]
        let count = min(text.count, Self.lengthMax)
        guard self.ends[number] &- start == count else { return false }
        return self.bytes.withUnsafeBufferPointer { bytes in
            for index in 0..<count where bytes[start &+ index] != text[index] { return false }
            return true
        }
    }

    /// The text's number; 0 when there is no room for it.
    mutating func number(_ text: UnsafeBufferPointer<UInt8>) -> UInt32 {
        let text = UnsafeBufferPointer(rebasing: text.prefix(Self.lengthMax))
        guard !text.isEmpty else { return 0 }
        var hasher = Hasher()
        hasher.combine(bytes: UnsafeRawBufferPointer(text))
        let hash = hasher.finalize()
        for number in self.numbers[hash] ?? [] where self.matches(number, text) { return number }
        guard !self.isFull else { return 0 }
        let number = UInt32(self.ends.count)
        self.bytes.append(contentsOf: text)
        self.ends.append(self.bytes.count)
        self.numbers[hash, default: []].append(number)
        return number
    }

    mutating func number(_ text: ArraySlice<UInt8>) -> UInt32 {
        text.withUnsafeBufferPointer { self.number($0) }
    }
}
