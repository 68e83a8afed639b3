/// The small language of `simple_query_string`: words, `+`, `|`, `-`, `"..."`, `*` at the end, brackets. It has no
/// errors: what makes no sense is passed over.
struct SimpleQueryString {
    /// Words that are looked at.
    private static let wordsMax = 256
    /// Brackets inside each other.
    private static let depthMax = 16

    /// A word as it was written.
    struct Word {
        enum Kind { case plain, prefix, phrase }

        var text: String
        var kind: Kind
    }

    private indirect enum Node {
        case word(Word)
        case not(Node)
        case all([Node])
        case any([Node])
    }

    private var characters: [Character]
    private var index = 0
    private var words = 0
    private let isAnd: Bool

    init(_ text: String, isAnd: Bool) {
        self.characters = Array(text)
        self.isAnd = isAnd
    }

    /// - Parameter leaf: the condition for a word.
    func condition<Condition: SearchCondition>(_ leaf: (Word) -> Condition) -> Condition {
        var parser = self
        guard let node = parser.sequence(depth: 0) else { return .none }
        return Self.condition(node, leaf)
    }

    private static func condition<Condition: SearchCondition>(
        _ node: Node, _ leaf: (Word) -> Condition
    ) -> Condition {
        switch node {
        case .word(let word): word.kind == .prefix && word.text.isEmpty ? .all : leaf(word)
        case .not(let node): .not(self.condition(node, leaf))
        case .all(let nodes): .and(nodes.map { self.condition($0, leaf) })
        case .any(let nodes): .or(nodes.map { self.condition($0, leaf) }, atLeast: 1)
        }
    }

    /// Up to the closing bracket or the end; an operator holds for what follows it.
    private mutating func sequence(depth: Int) -> Node? {
        var result: Node?
        var joinsAll: Bool?
        while self.index < self.characters.count, self.words < Self.wordsMax {
            let character = self.characters[self.index]
            switch character {
            case " ", "\t", "\n", "\r": self.index += 1
            case "+":
                self.index += 1
                joinsAll = true
            case "|":
                self.index += 1
                joinsAll = false
            case ")":
                self.index += 1
                return result
            default:
                guard let node = self.element(depth: depth) else { continue }
                result = Self.join(result, node, joinsAll ?? self.isAnd)
                joinsAll = nil
            }
        }
        return result
    }

    private static func join(_ left: Node?, _ right: Node, _ isAll: Bool) -> Node {
        switch left {
        case nil: right
        case .all(let nodes) where isAll: .all(nodes + [right])
        case .any(let nodes) where !isAll: .any(nodes + [right])
        case let left?: isAll ? .all([left, right]) : .any([left, right])
        }
    }

    private mutating func element(depth: Int) -> Node? {
        switch self.characters[self.index] {
        case "-":
            self.index += 1
            guard self.index < self.characters.count, !self.characters[self.index].isWhitespace else {
                return nil
            }
            return self.element(depth: depth).map { .not($0) }
        case "(":
            self.index += 1
            return depth < Self.depthMax ? self.sequence(depth: depth + 1) : nil
        case "\"": return self.phrase()
        default: return self.word()
        }
    }

    private mutating func phrase() -> Node? {
        self.index += 1
        var text = ""
        while self.index < self.characters.count, self.characters[self.index] != "\"" {
            if self.characters[self.index] == "\\", self.index + 1 < self.characters.count { self.index += 1 }
            text.append(self.characters[self.index])
            self.index += 1
        }
        self.index += 1
        self.words += 1
        return text.isEmpty ? nil : .word(Word(text: text, kind: .phrase))
    }

    private mutating func word() -> Node? {
        var text = ""
        var isPrefix = false
        while self.index < self.characters.count {
            let character = self.characters[self.index]
            if character.isWhitespace || "+|\"()".contains(character) { break }
            if character == "\\", self.index + 1 < self.characters.count {
                self.index += 1
                text.append(self.characters[self.index])
                isPrefix = false
            } else if character == "*" {
                if isPrefix { text.append("*") }
                isPrefix = true
            } else {
                if isPrefix { text.append("*") }
                isPrefix = false
                text.append(character)
            }
            self.index += 1
        }
        self.words += 1
        return text.isEmpty && !isPrefix ? nil : .word(Word(text: text, kind: isPrefix ? .prefix : .plain))
    }
}
