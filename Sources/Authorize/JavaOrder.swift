/// The order in which a `HashSet` of Java gives back its texts: in it Elasticsearch names the indices of a denial.
enum JavaOrder {
    /// `names`, each once, as they come out of a `HashMap` into which a `HashSet` made of them was put.
    static func sorted(_ names: [String]) -> [String] {
        let unique = self.unique(names)
        var capacity = 16
        while capacity < unique.count * 4 / 3 + 1 { capacity *= 2 }
        return self.placed(self.placed(unique, capacity), count: unique.count)
    }

    /// The same where they were put into the map as they stand here.
    static func placed(_ names: [String]) -> [String] {
        let unique = self.unique(names)
        return self.placed(unique, count: unique.count)
    }

    private static func unique(_ names: [String]) -> [String] {
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }
    }

    /// In a map that grew to hold `count`.
    private static func placed(_ names: [String], count: Int) -> [String] {
        var capacity = 16
        while capacity * 3 / 4 < count { capacity *= 2 }
        return self.placed(names, capacity)
    }

    /// By bucket; within one in the order of coming.
    private static func placed(_ names: [String], _ capacity: Int) -> [String] {
        names.enumerated()
            .map { (bucket: Int(self.hash($1)) & (capacity - 1), place: $0, name: $1) }
            .sorted { ($0.bucket, $0.place) < ($1.bucket, $1.place) }
            .map(\.name)
    }

    /// `String.hashCode()`, spread as `HashMap` does it.
    private static func hash(_ name: String) -> UInt32 {
        let hash = name.utf16.reduce(0 as UInt32) { $0 &* 31 &+ UInt32($1) }
        return hash ^ hash >> 16
    }
}
