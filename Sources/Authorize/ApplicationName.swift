/// The names that applications may have: a prefix, and behind a `-` or `_` what a file's name may have.
public enum ApplicationName {
    /// Characters that are not in a suffix, in the order in which Elasticsearch lists them.
    private static let notInSuffix: [Character] = ["\"", " ", "\\", "/", ",", "|", ">", "?", "*", "<"]

    /// Why `name` is none, in Elasticsearch's words; nil when it is one.
    ///
    /// - Parameter allowsWildcard: a `*` may stand at its end.
    public static func problem(_ name: String, allowsWildcard: Bool) -> String? {
        if name.isEmpty { return "Application names cannot be blank" }
        let hasWildcard = name.contains("*")
        if hasWildcard {
            guard allowsWildcard else { return "Application names may not contain '*' (found '\(name)')" }
            if name == "*" { return nil }
            guard name.firstIndex(of: "*") == name.index(before: name.endIndex) else {
                return "Application name patterns only support trailing wildcards (found '\(name)')"
            }
        }
        if name.contains(where: \.isWhitespace) {
            return "Application names may not contain whitespace (found '\(name)')"
        }
        let parts = name.split(maxSplits: 1, omittingEmptySubsequences: false) { $0 == "-" || $0 == "_" }
        var prefix = parts.first ?? ""
        if prefix.hasSuffix("*") { prefix = prefix.dropLast() }
        guard self.isWord(prefix) else {
            return "An application name prefix must match the pattern ^[a-z][A-Za-z0-9]*$ (found '\(prefix)')"
        }
        if prefix.utf8.count < 3, !hasWildcard {
            return "An application name prefix must be at least 3 characters long (found '\(prefix)')"
        }
        guard parts.count > 1 else { return nil }
        var suffix = parts[1]
        if suffix.hasSuffix("*") { suffix = suffix.dropLast() }
        guard suffix.allSatisfy({ !self.notInSuffix.contains($0) }) else {
            return "An application name suffix may not contain any of the characters '"
                + "[\(self.notInSuffix.map { "'\($0)'" }.joined(separator: ","))]' (found '\(suffix)')"
        }
        return nil
    }

    private static func isWord(_ text: Substring) -> Bool {
        guard let first = text.utf8.first, UInt8(ascii: "a")...UInt8(ascii: "z") ~= first else {
            return false
        }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: false
            }
        }
    }
}
