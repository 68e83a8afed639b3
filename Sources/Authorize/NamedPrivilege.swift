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
        self.sorted(privileges) { privilege, other in privilege.covers(other) ? 1 : 0 }
    }

    /// In the order of Elasticsearch's lists of index privileges: those that more others cover first.
    static func byRank(_ privileges: [NamedPrivilege]) -> [NamedPrivilege] {
        self.sorted(privileges) { privilege, other in other.covers(privilege) ? -1 : 0 }
    }

    private static func sorted(
        _ privileges: [NamedPrivilege], _ points: (NamedPrivilege, NamedPrivilege) -> Int
    ) -> [NamedPrivilege] {
        let sums = privileges.map { privilege in
            privileges.reduce(0) { $1.name == privilege.name ? $0 : $0 + points(privilege, $1) }
        }
        return zip(privileges, sums).sorted { ($0.1, $0.0.name) < ($1.1, $1.0.name) }.map(\.0)
    }

    private func covers(_ other: NamedPrivilege) -> Bool {
        (try? other.patterns.isCovered(by: [self.patterns])) == true
    }
}
