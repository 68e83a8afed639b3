public import JSON

/// The roles of a `roles.yml` in Elasticsearch's format, as far as YAML goes. Each role is read by itself: what is
/// wrong with one leaves the others alone.
public struct RolesText: Sendable {
    /// `NAME: {...}`.
    public struct Role: Sendable {
        public var name: String
        /// From 1.
        public var line: Int
        /// The descriptor. `start` of each value in it is the line that it begins in.
        public var value: JSONValue
    }

    /// In the order of the text.
    public private(set) var roles: [Role] = []
    public private(set) var problems: [Problem] = []

    /// - Parameter file: what problems call it.
    public init(_ text: [UInt8], file: String) {
        guard text.count <= YAMLReader.sizeMax else {
            self.problems = [
                Problem(
                    file: file, line: 0, message: "larger than \(YAMLReader.sizeMax) bytes: no role is read")
            ]
            return
        }
        for segment in Self.segments(text) {
            do throws(Problem) {
                try self.read(Array(text[segment.bytes]), segment.linesBefore, file)
            } catch {
                self.problems.append(error)
            }
        }
    }

    private mutating func read(_ text: [UInt8], _ linesBefore: Int, _ file: String) throws(Problem) {
        let node = try YAMLReader.read(text, file: file, linesBefore: linesBefore)
        guard case .mapping(let entries, _) = node else {
            throw Problem(file: file, line: node.line, message: "expected [NAME:] and the role's descriptor")
        }
        for entry in entries {
            guard !self.roles.contains(where: { $0.name == entry.name }) else {
                throw Problem(
                    file: file, line: entry.line,
                    message: "role [\(entry.name)] is there twice: the first one counts")
            }
            let value = try entry.value.json(file: file)
            self.roles.append(Role(name: entry.name, line: entry.line, value: value))
        }
    }

    /// What begins with a line that is not indented, up to the next such line or the mark of a document, which belongs
    /// to nothing. Comments and empty lines belong to what stands before them.
    private static func segments(_ text: [UInt8]) -> [(bytes: Range<Int>, linesBefore: Int)] {
        var segments: [(bytes: Range<Int>, linesBefore: Int)] = []
        var line = 0
        var start = 0
        /// Whether more belongs to the last one.
        var isOpen = false
        while start < text.count {
            let end = text[start...].firstIndex(of: 0x0a).map { $0 + 1 } ?? text.count
            switch text[start] {
            case 0x20, 0x09, 0x0a, 0x0d, UInt8(ascii: "#"):
                if isOpen, let last = segments.indices.last {
                    segments[last].bytes = segments[last].bytes.lowerBound..<end
                } else if !self.isEmpty(text[start..<end]) {
                    segments.append((start..<end, line))
                    isOpen = true
                }
            case _
            where text[start..<end].starts(with: "---".utf8) && self.isEmpty(text[start..<end].dropFirst(3)):
                isOpen = false
            default:
                segments.append((start..<end, line))
                isOpen = true
            }
            start = end
            line += 1
        }
        return segments
    }

    /// Whether there is nothing but space and a comment.
    private static func isEmpty(_ line: ArraySlice<UInt8>) -> Bool {
        let first = line.first { ![0x20, 0x09, 0x0a, 0x0d].contains($0) }
        return first == nil || first == UInt8(ascii: "#")
    }
}

extension Node {
    /// As JSON: plain scalars are numbers, Booleans and null where YAML means them so.
    fileprivate func json(file: String) throws(Problem) -> JSONValue {
        switch self {
        case .scalar(let text, let line, let isPlain):
            return JSONValue(isPlain ? Self.plain(text) : .string(text), start: line)
        case .sequence(let nodes, let line):
            var elements: [JSONValue] = []
            for node in nodes { elements.append(try node.json(file: file)) }
            return JSONValue(.array(elements), start: line)
        case .mapping(let entries, let line):
            var members: [JSONValue.Member] = []
            var seen: Set<String> = []
            for entry in entries {
                guard seen.insert(entry.name).inserted else {
                    throw Problem(file: file, line: entry.line, message: "[\(entry.name)] is there twice")
                }
                members.append(
                    JSONValue.Member(
                        name: entry.name, start: entry.line, value: try entry.value.json(file: file)))
            }
            return JSONValue(.object(members), start: line)
        }
    }

    private static func plain(_ text: String) -> JSONValue.Kind {
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .bool(true)
        case "false", "False", "FALSE": return .bool(false)
        default: break
        }
        guard let value = try? JSONParser.parse(Array(text.utf8)), case .number = value.kind else {
            return .string(text)
        }
        return value.kind
    }
}
