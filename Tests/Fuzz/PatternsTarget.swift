import Authorize
import Elasticsearch

extension FuzzTarget {
    /// Patterns over names, made of the input's bytes: the automaton of a role matches what a slow matcher does. The
    /// input as a pattern itself is refused or cheap.
    static let patterns = FuzzTarget(
        "patterns",
        texts: [
            "abc", "\u{1}a*", "\u{3}\u{4}ab\u{6}c\u{9}", "/(a|b)*~(c)/", "/a{2,3}&[^x-z]/", "*?\\*",
            "/<1-20>/", "/\"a*\"@#/",
            "\u{8}\u{7}\u{5}aabb\u{2}\u{2}\u{4}", "/((a{1,9}){1,9}){1,9}/",
        ]
    ) { bytes in
        var input = FuzzInput(bytes)
        if let privileges = Self.privileges([text(bytes)]) {
            for name in ["a", "abc", "", "aaaa"] { _ = Self.allows(privileges, name) }
        }
        let isWild = input.byte() & 1 == 0
        let patterns = (0...Int(input.byte() % 3)).map { _ in
            SlowPattern(&input, isWild: isWild, depth: 4)
        }
        let texts = patterns.map { isWild ? $0.wild : "/" + $0.expression + "/" }
        // An empty name or one that begins like an expression means something else.
        guard texts.allSatisfy({ !$0.isEmpty && (!isWild || !$0.hasPrefix("/")) }) else { return }
        guard let privileges = Self.privileges(texts) else { return }
        for _ in 0..<24 {
            let name = String(
                (0..<Int.random(in: 1...6, using: &input)).map { _ in
                    SlowPattern.letters.randomElement(using: &input) ?? "a"
                })
            let expected = patterns.contains { $0.matches(name) }
            try require(Self.allows(privileges, name) == expected, "\(texts) on \(name): \(expected)")
        }
    }

    private static func privileges(_ names: [String]) -> Privileges? {
        var descriptor = RoleDescriptor(name: "r")
        descriptor.indices = [
            RoleDescriptor.Indices(names: names, privileges: ["read"], allowsRestricted: true)
        ]
        return (try? Role([descriptor], .v8)).map { Privileges(user: $0) }
    }

    private static func allows(_ privileges: Privileges, _ name: String) -> Bool {
        guard let action = Action("indices:data/read/search") else { return false }
        let bytes = Array(name.utf8)
        return privileges.allows(action, index: bytes.span)
    }
}

/// A pattern as a tree, with the places at which each part can end: slow and obvious.
private indirect enum SlowPattern {
    case letter(Character)
    case anyLetter
    case anything
    case ranges(ClosedRange<Character>, negated: Bool)
    case sequence(SlowPattern, SlowPattern)
    case either(SlowPattern, SlowPattern)
    case both(SlowPattern, SlowPattern)
    case not(SlowPattern)
    case times(SlowPattern, Int, Int?)

    static let letters: [Character] = ["a", "b", "c", "-", ".", "é"]

    init(_ input: inout FuzzInput, isWild: Bool, depth: Int) {
        let choice = input.isEmpty || depth == 0 ? input.byte() % 3 : input.byte() % (isWild ? 6 : 12)
        func part() -> SlowPattern { SlowPattern(&input, isWild: isWild, depth: depth - 1) }
        switch choice {
        case 0: self = .letter(input.choose(Self.letters))
        case 1: self = .anyLetter
        case 2: self = .anything
        case 3, 4, 5: self = .sequence(part(), part())
        case 6: self = .either(part(), part())
        case 7: self = .both(part(), part())
        case 8: self = .not(part())
        case 9: self = .times(part(), 0, nil)
        case 10:
            let least = Int(input.byte() % 3)
            self = .times(part(), least, least + Int(input.byte() % 3))
        default: self = .ranges("a"..."b", negated: input.byte() & 1 == 0)
        }
    }

    /// As a pattern with `*` and `?`.
    var wild: String {
        switch self {
        case .letter(let letter): String(letter)
        case .anyLetter: "?"
        case .sequence(let first, let second): first.wild + second.wild
        default: "*"
        }
    }

    /// As a regular expression of Lucene.
    var expression: String {
        switch self {
        case .letter(let letter): letter == "." ? "\\." : letter == "-" ? "\\-" : String(letter)
        case .anyLetter: "."
        case .anything: "@"
        case .ranges(let range, let negated): "[\(negated ? "^" : "")\(range.lowerBound)-\(range.upperBound)]"
        case .sequence(let first, let second): "(\(first.expression))(\(second.expression))"
        case .either(let first, let second): "(\(first.expression)|\(second.expression))"
        case .both(let first, let second): "(\(first.expression)&\(second.expression))"
        case .not(let part): "~(\(part.expression))"
        case .times(let part, let least, let most):
            "(\(part.expression))" + (most.map { "{\(least),\($0)}" } ?? "*")
        }
    }

    func matches(_ name: String) -> Bool {
        let name = Array(name)
        return self.ends(name)[0].contains(name.count)
    }

    /// By the place where it begins those where it can end: for all places at once, as parts of parts would otherwise
    /// be asked for the same again and again.
    private func ends(_ name: [Character]) -> [Set<Int>] {
        let starts = 0...name.count
        switch self {
        case .letter(let letter):
            return starts.map { $0 < name.count && name[$0] == letter ? [$0 + 1] : [] }
        case .anyLetter: return starts.map { $0 < name.count ? [$0 + 1] : [] }
        case .anything: return starts.map { Set($0...name.count) }
        case .ranges(let range, let negated):
            return starts.map { $0 < name.count && range.contains(name[$0]) != negated ? [$0 + 1] : [] }
        case .sequence(let first, let second):
            let behind = second.ends(name)
            return first.ends(name).map { Set($0.flatMap { behind[$0] }) }
        case .either(let first, let second):
            return zip(first.ends(name), second.ends(name)).map { $0.union($1) }
        case .both(let first, let second):
            return zip(first.ends(name), second.ends(name)).map { $0.intersection($1) }
        case .not(let part): return zip(starts, part.ends(name)).map { Set($0...name.count).subtracting($1) }
        case .times(let part, let least, let most):
            let once = part.ends(name)
            return starts.map { start in
                var found: Set<Int> = []
                var current: Set<Int> = [start]
                // More than the name has letters changes nothing.
                for count in 0...(most ?? least + name.count) {
                    if count >= least { found.formUnion(current) }
                    current = Set(current.flatMap { once[$0] })
                }
                return found
            }
        }
    }
}
