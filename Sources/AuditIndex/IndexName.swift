internal import Bytes

/// Where lines go: the name of an index or data stream, or of an index for each day, month or year of their timestamps:
/// `keyward-audit-{yyyy.MM.dd}`.
public struct IndexName: Sendable, Equatable {
    public struct Fault: Error, Sendable, Equatable, CustomStringConvertible {
        public let description: String
        public init(description: String) { self.description = description }
    }

    private enum Part: Sendable, Equatable {
        case text(String)
        case year, month, day
    }

    private let parts: [Part]
    /// What all names begin with.
    let prefix: String

    /// Bytes of a name: Elasticsearch takes 255, and data streams put theirs before.
    private static let lengthMax = 200
    private static let forbidden = Array("\\/*?\"<>| ,#:{}".utf8)

    /// - Throws: what Elasticsearch would not take as a name.
    public init(_ pattern: String) throws(Fault) {
        func fault(_ words: String) -> Fault { Fault(description: "[\(pattern)] \(words)") }
        var parts: [Part] = []
        var rest = Substring(pattern)
        if let start = rest.firstIndex(of: "{") {
            guard let end = rest.lastIndex(of: "}"), end > start else { throw fault("has [{] without [}]") }
            parts.append(.text(String(rest[..<start])))
            parts += try Self.date(rest[rest.index(after: start)..<end]) {
                fault("needs a date like {yyyy.MM.dd} or {yyyy-MM} in its braces")
            }
            rest = rest[rest.index(after: end)...]
        }
        parts.append(.text(String(rest)))
        self.prefix = if case .text(let text) = parts[0] { text } else { "" }
        self.parts = parts
        for case .text(let text) in parts {
            guard text.utf8.allSatisfy({ !Self.forbidden.contains($0) && $0 > 0x20 && $0 < 0x7f }),
                text == text.lowercased()
            else { throw fault(#"must be lower case, without spaces and \/*?"<>|,#:"#) }
        }
        guard let first = self.prefix.utf8.first, !"-_+".utf8.contains(first), pattern != ".", pattern != ".."
        else { throw fault("must begin with a letter, a digit or a dot") }
        guard pattern.utf8.count <= Self.lengthMax else {
            throw fault("must have at most \(Self.lengthMax) characters")
        }
    }

    private static func date(_ format: Substring, _ fault: () -> Fault) throws(Fault) -> [Part] {
        var parts: [Part] = []
        var rest = format
        while !rest.isEmpty {
            if rest.hasPrefix("yyyy") {
                parts.append(.year)
                rest = rest.dropFirst(4)
            } else if rest.hasPrefix("MM") {
                parts.append(.month)
                rest = rest.dropFirst(2)
            } else if rest.hasPrefix("dd") {
                parts.append(.day)
                rest = rest.dropFirst(2)
            } else if let first = rest.first, "-._".contains(first) {
                parts.append(.text(String(rest.removeFirst())))
            } else {
                throw fault()
            }
        }
        guard parts.contains(.year) else { throw fault() }
        return parts
    }

    /// Whether it depends on the date.
    public var isDated: Bool { self.parts.contains(.year) }

    /// What index templates are to match.
    var pattern: String { self.isDated ? self.prefix + "*" : self.prefix }

    /// What a template is called.
    var templateName: String {
        var name = Substring(self.prefix)
        while let last = name.last, "-._".contains(last) { name.removeLast() }
        return name.isEmpty ? "keyward-audit" : String(name)
    }

    /// - Parameter date: `2026-01-02`.
    func name(_ date: ArraySlice<UInt8>) -> String {
        let start = date.startIndex
        return self.parts.map { part in
            switch part {
            case .text(let text): text
            case .year: String(decoding: date[start..<start + 4], as: UTF8.self)
            case .month: String(decoding: date[start + 5..<start + 7], as: UTF8.self)
            case .day: String(decoding: date[start + 8..<start + 10], as: UTF8.self)
            }
        }.joined()
    }
}
