internal import Bytes

/// What is asked of a text. Texts are compared by their octets, as Elasticsearch compares keywords.
public enum TextTest: Sendable, Hashable {
    /// That there is one.
    case exists
    case oneOf(Set<[UInt8]>)
    case prefix([UInt8])
    /// `*` stands for any letters, `?` for one; a backslash takes their meaning away.
    case wildcard(Wildcard)
    /// nil: no bound.
    case range(lower: [UInt8]?, includesLower: Bool, upper: [UInt8]?, includesUpper: Bool)
    /// The test of a text in lower case.
    indirect case ignoringCase(TextTest)

    public func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        switch self {
        case .exists: return true
        case .oneOf(let texts):
            if texts.count == 1, let only = texts.first { return only.elementsEqual(text) }
            return texts.contains(Array(text))
        case .prefix(let prefix): return text.count >= prefix.count && text.starts(with: prefix)
        case .wildcard(let wildcard): return wildcard.matches(text)
        case .range(let lower, let includesLower, let upper, let includesUpper):
            if let lower {
                if includesLower {
                    if text.lexicographicallyPrecedes(lower) { return false }
                } else if !lower.lexicographicallyPrecedes(text) {
                    return false
                }
            }
            guard let upper else { return true }
            return includesUpper
                ? !upper.lexicographicallyPrecedes(text) : text.lexicographicallyPrecedes(upper)
        case .ignoringCase(let test):
            // What most searches ask for: found without a copy of the text.
            if case .wildcard(let wildcard) = test, let infix = wildcard.infix {
                let found = infix.withUnsafeBufferPointer { Self.containsIgnoringCase(text, $0) }
                if let found { return found }
            }
            return Self.withLowercase(text) { test.matches($0) }
        }
    }

    /// Whether `text` has `part`, which is in lower case, anywhere; nil where it has letters beyond ASCII, which may become what
    /// is looked for.
    @inline(__always)
    static func containsIgnoringCase(
        _ text: UnsafeBufferPointer<UInt8>, _ part: UnsafeBufferPointer<UInt8>
    ) -> Bool? {
        if Infix.containsIgnoringCase(text, part) { return true }
        return text.reduce(0, |) < 0x80 ? false : nil
    }

    /// What most searches ask for: octets anywhere in a text.
    var infix: (octets: [UInt8], ignoresCase: Bool)? {
        switch self {
        case .wildcard(let wildcard): wildcard.infix.map { ($0, false) }
        case .ignoringCase(.wildcard(let wildcard)): wildcard.infix.map { ($0, true) }
        default: nil
        }
    }

    /// Names are octets of ASCII nearly always: those are lowered without making a text of them.
    private static func withLowercase(
        _ text: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Bool
    ) -> Bool {
        guard text.count <= self.lowercaseMax, text.allSatisfy({ $0 < 0x80 }) else {
            return Array(String(decoding: text, as: UTF8.self).lowercased().utf8)
                .withUnsafeBufferPointer(body)
        }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: self.lowercaseMax) { lowered in
            for (index, byte) in text.enumerated() { lowered[index] = ASCII.lowercased(byte) }
            return body(UnsafeBufferPointer(rebasing: lowered[..<text.count]))
        }
    }

    /// Octets that are lowered on the stack.
    private static let lowercaseMax = 512

    public func matches(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { self.matches($0) }
    }
}

/// A pattern of `wildcard` queries, taken apart once.
public struct Wildcard: Sendable, Hashable {
    private enum Part: Sendable, Hashable {
        case octet(UInt8)
        /// Any one letter, which may have several octets.
        case letter
        case any
    }

    private var parts: [Part] = []
    /// What stands between two `*` where that is all of the pattern, as in most searches.
    private(set) var infix: [UInt8]?

    public init(_ pattern: String) {
        var isEscaped = false
        for byte in pattern.utf8 {
            if isEscaped {
                self.parts.append(.octet(byte))
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: "*") {
                if self.parts.last != .any { self.parts.append(.any) }
            } else {
                self.parts.append(byte == UInt8(ascii: "?") ? .letter : .octet(byte))
            }
        }
        if isEscaped { self.parts.append(.octet(UInt8(ascii: "\\"))) }
        guard self.parts.count > 2, self.parts.first == .any, self.parts.last == .any else { return }
        let octets = self.parts.compactMap { part in
            if case .octet(let octet) = part { return octet }
            return nil
        }
        if octets.count == self.parts.count - 2 { self.infix = octets }
    }

    /// Goes back to the last `*` only: at most as many steps as the product of the lengths.
    func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        if let infix = self.infix { return Infix.contains(text, infix) }
        var (part, place) = (0, 0)
        var (star, mark) = (-1, 0)
        while place < text.count {
            if part < self.parts.count {
                switch self.parts[part] {
                case .any:
                    (star, mark) = (part, place)
                    part += 1
                    continue
                case .octet(text[place]):
                    part += 1
                    place += 1
                    continue
                case .letter:
                    part += 1
                    place = self.next(text, place)
                    continue
                case .octet: break
                }
            }
            guard star >= 0 else { return false }
            mark = self.next(text, mark)
            (part, place) = (star + 1, mark)
        }
        return self.parts[part...].allSatisfy { $0 == .any }
    }

    /// Behind the letter at `place`.
    private func next(_ text: UnsafeBufferPointer<UInt8>, _ place: Int) -> Int {
        var place = place + 1
        while place < text.count, text[place] & 0xc0 == 0x80 { place += 1 }
        return place
    }
}
