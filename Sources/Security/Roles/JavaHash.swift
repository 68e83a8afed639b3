/// The order in which a hash set of Java's has its texts: Elasticsearch's messages show it.
enum JavaHash {
    static func order(_ texts: [String]) -> [String] {
        var seen: Set<String> = []
        let unique = texts.filter { seen.insert($0).inserted }
        var capacity = 16
        while unique.count * 4 > capacity * 3 { capacity *= 2 }
        return unique.enumerated().sorted { left, right in
            let first = self.bucket(left.element, capacity)
            let second = self.bucket(right.element, capacity)
            return first != second ? first < second : left.offset < right.offset
        }.map(\.element)
    }

    private static func bucket(_ text: String, _ capacity: Int) -> Int {
        // `String.hashCode`, then the spread of `HashMap`: both wrap by definition.
        var hash: UInt32 = 0
        for unit in text.utf16 { hash = hash &* 31 &+ UInt32(unit) }
        return Int((hash ^ (hash >> 16)) & UInt32(capacity - 1))
    }
}
