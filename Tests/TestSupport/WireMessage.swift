/// An HTTP/1 message taken apart by rules of its own: written apart from the modules under test and stricter
/// than they are, so that what they write can be held against it.
public struct WireMessage: Sendable, Equatable {
    public enum Kind: Sendable { case request, response, responseToHead }

    public enum Outcome: Sendable, Equatable {
        case whole(WireMessage, length: Int)
        case partial
        /// The content runs to the end of the connection; `headLength` bytes are behind us.
        case toTheEnd(WireMessage, headLength: Int)
        case malformed(String)
    }

    public struct Field: Sendable, Equatable {
        /// In lower case.
        public var name: String
        public var value: String
    }

    /// The first line in its three parts.
    public var line: [String] = []
    public var fields: [Field] = []
    public var content: [UInt8] = []
    public var isChunked = false

    public init() {}

    public var startLine: String { self.line.joined(separator: " ") }
    public var method: String { self.line.first ?? "" }
    public var target: String { self.line.count > 1 ? self.line[1] : "" }
    public var status: Int { self.line.count > 1 ? Int(self.line[1]) ?? 0 : 0 }
    public var text: String { String(decoding: self.content, as: UTF8.self) }
    public subscript(name: String) -> String? { self.fields.first { $0.name == name }?.value }
    public func count(of name: String) -> Int { self.fields.count { $0.name == name } }

    /// Every message in `bytes`; nil when there is anything but whole, well-formed ones.
    public static func all(_ bytes: [UInt8], _ kind: Kind) -> [WireMessage]? {
        var messages: [WireMessage] = []
        var rest = bytes
        while !rest.isEmpty {
            guard case .whole(let message, let length) = self.read(rest, kind) else { return nil }
            messages.append(message)
            rest.removeFirst(length)
        }
        return messages
    }

    public struct Fault: Error, Equatable { var text: String }

    public static func read(_ bytes: [UInt8], _ kind: Kind) -> Outcome {
        switch self.head(bytes, kind) {
        case .failure(let fault): .malformed(fault.text)
        case .success(nil): .partial
        case .success(let (message, length)?): self.body(message, bytes, length, kind)
        }
    }

    /// The head at the start of `bytes` with its length, nil while it is not whole.
    public static func head(_ bytes: [UInt8], _ kind: Kind) -> Result<(WireMessage, Int)?, Fault> {
        guard let end = self.index(of: [13, 10, 13, 10], in: bytes, from: 0) else {
            return bytes.count > 1 << 20 ? .failure(Fault(text: "endless head")) : .success(nil)
        }
        let lines = self.split(Array(bytes[..<end]))
        var message = WireMessage()
        guard let first = lines.first, !first.contains(where: { $0 < 0x20 || $0 == 0x7f }) else {
            return .failure(Fault(text: "control character in the first line"))
        }
        let parts = first.split(
            separator: 0x20, maxSplits: 2, omittingEmptySubsequences: false)
        message.line = parts.map { String(decoding: $0, as: UTF8.self) }
        guard message.line.count == 3, !message.line.dropLast().contains("") else {
            return .failure(Fault(text: "first line"))
        }
        if kind == .request {
            guard message.line[2] == "HTTP/1.1", !first.contains(where: { $0 > 0x7e }),
                message.method.utf8.allSatisfy({ (0x41...0x5a).contains($0) })
            else { return .failure(Fault(text: "request line")) }
        } else {
            guard message.line[0] == "HTTP/1.1", message.line[1].utf8.count == 3, message.status >= 100 else {
                return .failure(Fault(text: "status line"))
            }
        }
        for line in lines.dropFirst() {
            guard let field = self.field(line) else {
                return .failure(Fault(text: "field line \(String(decoding: line, as: UTF8.self))"))
            }
            message.fields.append(field)
        }
        return .success((message, end + 4))
    }

    private static func body(
        _ message: WireMessage, _ bytes: [UInt8], _ start: Int, _ kind: Kind
    ) -> Outcome {
        var message = message
        let lengths = message.count(of: "content-length")
        let codings = message.count(of: "transfer-encoding")
        guard lengths + codings <= 1 else { return .malformed("two framings") }
        if kind == .responseToHead || kind == .response && self.hasNoContent(message.status) {
            return .whole(message, length: start)
        }
        if codings == 1 {
            guard message["transfer-encoding"] == "chunked" else { return .malformed("coding") }
            message.isChunked = true
            return self.chunks(message, bytes, start)
        }
        guard let text = message["content-length"] else {
            return kind == .request
                ? .whole(message, length: start) : .toTheEnd(message, headLength: start)
        }
        guard let length = Int(text), "\(length)" == text else { return .malformed("length \(text)") }
        guard bytes.count - start >= length else { return .partial }
        message.content = Array(bytes[start..<start + length])
        return .whole(message, length: start + length)
    }

    private static func hasNoContent(_ status: Int) -> Bool {
        status < 200 || status == 204 || status == 304
    }

    private static func chunks(_ message: WireMessage, _ bytes: [UInt8], _ start: Int) -> Outcome {
        var message = message
        var index = start
        while true {
            guard let end = self.index(of: [13, 10], in: bytes, from: index) else {
                return bytes.count - index > 16 ? .malformed("chunk size") : .partial
            }
            let digits = String(decoding: bytes[index..<end], as: UTF8.self)
            guard let size = Int(digits, radix: 16), String(size, radix: 16) == digits else {
                return .malformed("chunk size \(digits)")
            }
            guard bytes.count >= end + 2 + size + 2 else { return .partial }
            guard bytes[end + 2 + size] == 13, bytes[end + 3 + size] == 10 else {
                return .malformed("end of a chunk")
            }
            message.content += bytes[end + 2..<end + 2 + size]
            index = end + 4 + size
            if size == 0 { return .whole(message, length: index) }
        }
    }

    private static func field(_ line: [UInt8]) -> Field? {
        let token = Array("!#$%&'*+-.^_`|~".utf8)
        guard let colon = line.firstIndex(of: 0x3a), colon > 0 else { return nil }
        let name = line[..<colon]
        let isToken = name.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
                || token.contains(byte)
        }
        guard isToken, !line.contains(where: { $0 < 0x20 && $0 != 9 || $0 == 0x7f }) else { return nil }
        var value = line[(colon + 1)...]
        while let first = value.first, first == 0x20 || first == 9 { value.removeFirst() }
        while let last = value.last, last == 0x20 || last == 9 { value.removeLast() }
        return Field(
            name: String(decoding: name, as: UTF8.self).lowercased(),
            value: String(decoding: value, as: UTF8.self))
    }

    /// Lines that end with CRLF; a CR or LF elsewhere stays in them, and is found there.
    private static func split(_ head: [UInt8]) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var start = 0
        while let end = self.index(of: [13, 10], in: head, from: start) {
            lines.append(Array(head[start..<end]))
            start = end + 2
        }
        return lines + [Array(head[start...])]
    }

    private static func index(of mark: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        guard bytes.count >= start + mark.count else { return nil }
        for index in start...(bytes.count - mark.count)
        where bytes[index..<index + mark.count].elementsEqual(mark) {
            return index
        }
        return nil
    }
}
