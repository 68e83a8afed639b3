/// Patterns in which `*` stands for any octets and nothing else has a meaning.
public enum Wildcard {
    /// Whether all of `text` is `pattern`. Takes time in proportion to the product of both at worst: only the last star
    /// is ever tried again.
    public static func matches(_ text: ArraySlice<UInt8>, _ pattern: ArraySlice<UInt8>) -> Bool {
        var at = text.startIndex
        var place = pattern.startIndex
        var star: (pattern: Int, text: Int)?
        while at < text.endIndex {
            if place < pattern.endIndex, pattern[place] == UInt8(ascii: "*") {
                star = (place, at)
                place += 1
            } else if place < pattern.endIndex, pattern[place] == text[at] {
                at += 1
                place += 1
            } else if let last = star {
                star = (last.pattern, last.text + 1)
                place = last.pattern + 1
                at = last.text + 1
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == UInt8(ascii: "*") }
    }

    public static func matches(_ text: String, _ pattern: String) -> Bool {
        self.matches(Array(text.utf8)[...], Array(pattern.utf8)[...])
    }
}
