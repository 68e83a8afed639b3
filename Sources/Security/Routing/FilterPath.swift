internal import JSON

/// `filter_path`: the parts of an answer that are wanted, or with `-` not wanted. `*` stands for any letters of a
/// name, `**` for any number of names. Arrays are looked through.
struct FilterPath {
    /// Patterns that are looked at, and names that one of them has: others are left out.
    private static let patternsMax = 64
    private static let namesMax = 32

    private var included: [ArraySlice<Substring>] = []
    private var excluded: [ArraySlice<Substring>] = []

    init(_ text: String) {
        for pattern in text.split(separator: ",").prefix(Self.patternsMax) {
            let isExcluded = pattern.hasPrefix("-")
            let names = Self.names(isExcluded ? pattern.dropFirst() : pattern)
            guard !names.isEmpty, names.count <= Self.namesMax else { continue }
            if isExcluded { self.excluded.append(names[...]) } else { self.included.append(names[...]) }
        }
    }

    /// At dots that have no backslash before them.
    private static func names(_ pattern: Substring) -> [Substring] {
        var names: [Substring] = []
        var name: Substring = ""
        var isEscaped = false
        for character in pattern {
            if character == ".", !isEscaped {
                names.append(name)
                name = ""
            } else if character == "\\", !isEscaped {
                isEscaped = true
                continue
            } else {
                name.append(character)
            }
            isEscaped = false
        }
        names.append(name)
        return names
    }

    func apply(_ value: JSONValue) -> JSONValue {
        var result = value
        if !self.excluded.isEmpty { result = Self.exclude(result, self.excluded) }
        if !self.included.isEmpty {
            result = Self.include(result, self.included) ?? JSONValue(.object([]))
        }
        return result
    }

    // MARK: Matching

    /// What is left of `patterns` behind a member of that name; an empty one has come to its end.
    private static func advance(
        _ patterns: [ArraySlice<Substring>], _ name: String
    ) -> [ArraySlice<Substring>] {
        var result: [ArraySlice<Substring>] = []
        for pattern in patterns {
            guard let first = pattern.first else { continue }
            if first == "**" {
                result.append(pattern)
                let rest = pattern.dropFirst()
                if let next = rest.first, self.matches(next, name) { result.append(rest.dropFirst()) }
                if rest.isEmpty { result.append([]) }
            } else if self.matches(first, name) {
                result.append(pattern.dropFirst())
            }
        }
        return result
    }

    /// `*` stands for any letters.
    static func matches(_ pattern: Substring, _ name: String) -> Bool {
        guard pattern.contains("*") else { return pattern == name }
        let pattern = Array(pattern.utf8)
        let name = Array(name.utf8)
        var (index, place) = (0, 0)
        var (star, mark) = (-1, 0)
        while place < name.count {
            if index < pattern.count, pattern[index] == UInt8(ascii: "*") {
                (star, mark) = (index, place)
                index += 1
            } else if index < pattern.count, pattern[index] == name[place] {
                index += 1
                place += 1
            } else if star >= 0 {
                mark += 1
                (index, place) = (star + 1, mark)
            } else {
                return false
            }
        }
        return pattern[index...].allSatisfy { $0 == UInt8(ascii: "*") }
    }

    /// - Returns: nil when nothing of it is wanted.
    private static func include(_ value: JSONValue, _ patterns: [ArraySlice<Substring>]) -> JSONValue? {
        switch value.kind {
        case .object(let members):
            let kept: [JSONValue.Member] = members.compactMap { member in
                let rest = self.advance(patterns, member.name)
                if rest.contains(where: \.isEmpty) { return member }
                guard !rest.isEmpty, let inner = self.include(member.value, rest) else { return nil }
                return JSONValue.Member(name: member.name, value: inner)
            }
            return kept.isEmpty ? nil : JSONValue(.object(kept))
        case .array(let elements):
            let kept = elements.compactMap { self.include($0, patterns) }
            return kept.isEmpty ? nil : JSONValue(.array(kept))
        default: return nil
        }
    }

    private static func exclude(_ value: JSONValue, _ patterns: [ArraySlice<Substring>]) -> JSONValue {
        switch value.kind {
        case .object(let members):
            return JSONValue(
                .object(
                    members.compactMap { member in
                        let rest = self.advance(patterns, member.name)
                        if rest.contains(where: \.isEmpty) { return nil }
                        return JSONValue.Member(name: member.name, value: self.exclude(member.value, rest))
                    }))
        case .array(let elements): return JSONValue(.array(elements.map { self.exclude($0, patterns) }))
        default: return value
        }
    }
}
