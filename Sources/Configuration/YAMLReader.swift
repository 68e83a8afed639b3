internal import CYAML
internal import Glibc

/// Reads one YAML document into a ``Node`` through libyaml. Anchors, aliases and tags are refused: a
/// configuration needs none, and they are how small files become huge.
struct YAMLReader {
    /// Bytes of a file that is read at all.
    static let sizeMax = 1 << 20
    /// Nesting of mappings and sequences.
    static let depthMax = 16

    private let file: String
    /// Lines of the file before the text.
    private let linesBefore: Int
    private var parser: UnsafeMutablePointer<yaml_parser_t>

    static func read(_ text: [UInt8], file: String, linesBefore: Int = 0) throws(Problem) -> Node {
        guard text.count <= self.sizeMax else {
            throw Problem(file: file, line: 0, message: "larger than \(self.sizeMax) bytes")
        }
        let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        defer { parser.deallocate() }
        guard yaml_parser_initialize(parser) == 1 else {
            throw Problem(file: file, line: 0, message: "out of memory")
        }
        defer { yaml_parser_delete(parser) }
        var reader = YAMLReader(file: file, linesBefore: linesBefore, parser: parser)
        // libyaml keeps the pointer: the whole parse happens within its life.
        let result: Result<Node, Problem> = text.withUnsafeBufferPointer { bytes in
            yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
            do throws(Problem) { return .success(try reader.document()) } catch { return .failure(error) }
        }
        return try result.get()
    }

    private mutating func document() throws(Problem) -> Node {
        var root: Node?
        while true {
            let event = try self.next()
            switch event.kind {
            case YAML_STREAM_START_EVENT, YAML_DOCUMENT_START_EVENT, YAML_DOCUMENT_END_EVENT: break
            case YAML_STREAM_END_EVENT: return root ?? .mapping([], line: 1)
            default:
                guard root == nil else { throw self.problem(event, "more than one document") }
                root = try self.node(event, depth: 0)
            }
        }
    }

    private mutating func node(_ event: Event, depth: Int) throws(Problem) -> Node {
        guard depth < Self.depthMax else { throw self.problem(event, "nested deeper than \(Self.depthMax)") }
        switch event.kind {
        case YAML_SCALAR_EVENT: return .scalar(event.text, line: event.line, isPlain: event.isPlain)
        case YAML_SEQUENCE_START_EVENT:
            var nodes: [Node] = []
            while true {
                let next = try self.next()
                if next.kind == YAML_SEQUENCE_END_EVENT { return .sequence(nodes, line: event.line) }
                nodes.append(try self.node(next, depth: depth + 1))
            }
        case YAML_MAPPING_START_EVENT:
            var entries: [Node.Entry] = []
            while true {
                let name = try self.next()
                if name.kind == YAML_MAPPING_END_EVENT { return .mapping(entries, line: event.line) }
                guard name.kind == YAML_SCALAR_EVENT else {
                    throw self.problem(name, "the name of a setting must be text")
                }
                let value = try self.node(try self.next(), depth: depth + 1)
                entries.append(Node.Entry(name: name.text, line: name.line, value: value))
            }
        default: throw self.problem(event, "aliases are not supported")
        }
    }

    private struct Event {
        var kind: yaml_event_type_t
        var line: Int
        var text = ""
        var isPlain = false
    }

    private mutating func next() throws(Problem) -> Event {
        var raw = yaml_event_t()
        guard yaml_parser_parse(self.parser, &raw) == 1 else {
            let words = self.parser.pointee.problem.map { String(cString: $0) } ?? "malformed YAML"
            throw Problem(
                file: self.file, line: self.linesBefore + Int(self.parser.pointee.problem_mark.line) + 1,
                message: words)
        }
        defer { yaml_event_delete(&raw) }
        var event = Event(kind: raw.type, line: self.linesBefore + Int(raw.start_mark.line) + 1)
        if raw.type == YAML_SCALAR_EVENT {
            let scalar = raw.data.scalar
            event.text = String(
                decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
            event.isPlain = scalar.style == YAML_PLAIN_SCALAR_STYLE
            guard scalar.anchor == nil else { throw self.problem(event, "anchors are not supported") }
        } else if raw.type == YAML_SEQUENCE_START_EVENT, raw.data.sequence_start.anchor != nil {
            throw self.problem(event, "anchors are not supported")
        } else if raw.type == YAML_MAPPING_START_EVENT, raw.data.mapping_start.anchor != nil {
            throw self.problem(event, "anchors are not supported")
        }
        return event
    }

    private func problem(_ event: Event, _ message: String) -> Problem {
        Problem(file: self.file, line: event.line, message: message)
    }
}
