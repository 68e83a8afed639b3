/// Wildcards of index expressions: `*` alone stands for any run of octets.
enum NameGlob {
    /// Linear in the product of stars and length at most: names and patterns are short (`ExpressionReader`'s limits).
    static func matches(_ pattern: String, _ name: String) -> Bool {
        self.matches(pattern.utf8Span.span, name.utf8Span.span)
    }

    private static func matches(_ pattern: borrowing Span<UInt8>, _ name: borrowing Span<UInt8>) -> Bool {
        var at = 0
        var index = 0
        /// Behind the last star, and where in the name its run ends for now.
        var retry: (at: Int, index: Int)?
        while index < name.count {
            if at < pattern.count, pattern[at] == UInt8(ascii: "*") {
                at += 1
                retry = (at, index)
            } else if at < pattern.count, pattern[at] == name[index] {
                at += 1
                index += 1
            } else if let last = retry {
                at = last.at
                index = last.index + 1
                retry = (at, index)
            } else {
                return false
            }
        }
        while at < pattern.count, pattern[at] == UInt8(ascii: "*") { at += 1 }
        return at == pattern.count
    }
}
