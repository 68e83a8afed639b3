/// The names that applications may have: a prefix, and behind a `-` or `_` whatever follows.
public enum ApplicationName {
    /// Why `name` is none, in Elasticsearch's words; nil when it is one.
    public static func problem(_ name: String) -> String? {
        if name.contains("*") { return "Application names may not contain '*' (found '\(name)')" }
        if name.unicodeScalars.contains(where: { $0.properties.isWhitespace }) {
            return "Application names may not contain whitespace (found '\(name)')"
        }
        let prefix = name.prefix { $0 != "-" && $0 != "_" }
        let isPlain = prefix.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: false
            }
        }
        if let first = prefix.utf8.first, !isPlain || !(UInt8(ascii: "a")...UInt8(ascii: "z") ~= first) {
            return
                "An application name prefix must match the pattern ^[a-z][A-Za-z0-9]*$ (found '\(prefix)')"
        }
        if prefix.utf8.count < 3 {
            return "An application name prefix must be at least 3 characters long (found '\(prefix)')"
        }
        return nil
    }
}
