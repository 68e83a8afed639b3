@testable import Authorize

/// The obvious way to match a pattern: all places at which it can end, from each place at which it can begin.
struct SlowMatcher {
    let name: [UInt32]

    init(_ name: String) { self.name = name.unicodeScalars.map(\.value) }

    static func matches(_ node: PatternNode, _ name: String) -> Bool {
        let matcher = SlowMatcher(name)
        return matcher.ends(node, 0).contains(matcher.name.count)
    }

    func ends(_ node: PatternNode, _ start: Int) -> Set<Int> {
        switch node {
        case .nothing: return []
        case .empty: return [start]
        case .character(let ranges):
            guard start < self.name.count, ranges.contains(where: { $0.contains(self.name[start]) })
            else { return [] }
            return [start + 1]
        case .concatenation(let nodes):
            return nodes.reduce([start]) { starts, node in
                Set(starts.flatMap { self.ends(node, $0) })
            }
        case .union(let nodes): return Set(nodes.flatMap { self.ends($0, start) })
        case .intersection(let nodes):
            return nodes.dropFirst().reduce(self.ends(nodes[0], start)) {
                $0.intersection(self.ends($1, start))
            }
        case .complement(let node):
            return Set(start...self.name.count).subtracting(self.ends(node, start))
        case .repetition(let node, let minimum, let maximum):
            if let maximum, maximum < minimum { return [] }
            var result: Set<Int> = []
            var current: Set<Int> = [start]
            var seen: Set<Set<Int>> = []
            var count = 0
            while true {
                if count >= minimum { result.formUnion(current) }
                if count == maximum || current.isEmpty { break }
                if count >= minimum, !seen.insert(current).inserted { break }
                current = Set(current.flatMap { self.ends(node, $0) })
                count += 1
            }
            return result
        }
    }
}
