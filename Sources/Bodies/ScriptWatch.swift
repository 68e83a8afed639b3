/// Looks for a script in content that comes in pieces: the word, or an escape that may stand for a letter of it.
struct ScriptWatch: Sendable {
    private static let word: InlineArray<6, UInt8> = [
        UInt8(ascii: "s"), UInt8(ascii: "c"), UInt8(ascii: "r"), UInt8(ascii: "i"), UInt8(ascii: "p"),
        UInt8(ascii: "t"),
    ]

    /// Octets of the word that stand at the end of what was seen.
    private var matched = 0
    private var endsWithBackslash = false

    /// - Returns: whether there may be one in what was seen so far. May be wrong about content without, never about
    ///   content with one.
    mutating func sees(_ bytes: borrowing Span<UInt8>) -> Bool {
        for index in 0..<bytes.count {
            let byte = bytes[index]
            if self.endsWithBackslash, byte == UInt8(ascii: "u") { return true }
            self.endsWithBackslash = byte == UInt8(ascii: "\\")
            if byte == Self.word[self.matched] {
                self.matched &+= 1
                if self.matched == Self.word.count { return true }
            } else {
                // No letter is there twice.
                self.matched = byte == Self.word[0] ? 1 : 0
            }
        }
        return false
    }
}
