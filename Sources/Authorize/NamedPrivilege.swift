/// A privilege that Elasticsearch has a name for.
struct NamedPrivilege: Sendable {
    let name: String
    let patterns: ActionPatterns
    let actions: ActionSet

    /// Reads one of the tables for one edition: see ``PrivilegeTable/indexData``.
    static func read(_ data: String, edition: PrivilegeTable.Edition) -> [NamedPrivilege] {
        let digit = edition.rawValue.dropFirst()
        var privileges: [NamedPrivilege] = []
        var name: String?
        var patterns = ActionPatterns(allowed: [])
        func finish() {
            guard let name else { return }
            privileges.append(NamedPrivilege(name: name, patterns: patterns, actions: patterns.actions))
        }
        for line in data.split(separator: "\n") {
            let words = line.split(separator: " ")
            if line.hasPrefix(" ") {
                for word in words where name != nil {
                    if word.hasPrefix("-") {
                        patterns.excluded.append(String(word.dropFirst()))
                    } else {
                        patterns.allowed.append(String(word))
                    }
                }
            } else {
                finish()
                patterns = ActionPatterns(allowed: [])
                name = words.count == 2 && words[1].contains(digit) ? String(words[0]) : nil
            }
        }
        finish()
        return privileges
    }

    /// In the order of Elasticsearch's lists of cluster privileges: those that cover fewer others first.
    static func byReach(_ privileges: [NamedPrivilege]) -> [NamedPrivilege] {
        self.sorted(privileges) { covers, number, other in covers(number, other) ? 1 : 0 }
    }

    /// In the order of Elasticsearch's lists of index privileges: those that more others cover first.
    static func byRank(_ privileges: [NamedPrivilege]) -> [NamedPrivilege] {
        self.sorted(privileges) { covers, number, other in covers(other, number) ? -1 : 0 }
    }

    /// - Parameter points: what a privilege gets for another one, by their numbers and by whether one covers another.
    private static func sorted(
        _ privileges: [NamedPrivilege], _ points: ((Int, Int) -> Bool, Int, Int) -> Int
    ) -> [NamedPrivilege] {
        let simple = privileges.map { SimpleActionPatterns($0.patterns) }
        let covers = { (number: Int, other: Int) in
            simple[other].isCovered(by: [simple[number]])
                ?? ((try? privileges[other].patterns.isCovered(by: [privileges[number].patterns])) == true)
        }
        let sums = privileges.indices.map { number in
            privileges.indices.reduce(0) { $1 == number ? $0 : $0 + points(covers, number, $1) }
        }
        return zip(privileges, sums).sorted { ($0.1, $0.0.name) < ($1.1, $1.0.name) }.map(\.0)
    }
}
