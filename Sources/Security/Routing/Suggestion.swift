internal import Bytes

/// What Elasticsearch proposes for a name that it does not know.
enum Suggestion {
    static func fields(_ name: String, _ known: [String]) -> String {
        let near = self.near(name, known)
        guard let first = near.first else { return "" }
        return near.count == 1
            ? " did you mean [\(first)]?" : " did you mean any of [\(near.joined(separator: ", "))]?"
    }

    static func parameters(_ name: String, _ known: [String]) -> String {
        let words = self.fields(name, known)
        return words.isEmpty ? "" : " ->\(words)"
    }

    /// Known names more than half alike, the nearest first.
    private static func near(_ name: String, _ known: [String]) -> [String] {
        let wanted = Array(name.utf16.prefix(256))
        return Set(known).compactMap { candidate in
            let other = Array(candidate.utf16)
            let longest = max(wanted.count, other.count)
            guard longest > 0 else { return nil }
            let likeness = 1 - Double(EditDistance.between(wanted, other)) / Double(longest)
            return likeness > 0.5 ? (likeness, candidate) : nil
        }.sorted { (left: (Double, String), right: (Double, String)) in
            left.0 != right.0 ? left.0 > right.0 : left.1 < right.1
        }.map(\.1)
    }
}
