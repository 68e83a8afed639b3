internal import Bytes
internal import HTTP

/// Turns the fields of a request (RFC 9113 §8.3) into the head that HTTP/1.1 would have, so that one parser and
/// one set of rules judge both. What one line could do to another is ruled out here: names are tokens in lower
/// case, values hold no control character, whatever the library checked before.
///
/// One per connection, as header blocks do not interleave. The text is written into a buffer of the stream's.
struct HeadAssembler {
    enum Kind { case request, trailer }

    /// A head of so many times what is allowed is a bomb and ends the connection; a smaller one is answered with 431.
    private static let bombFactor = 8

    private struct Pseudo {
        var method: Range<Int>?
        var scheme: Range<Int>?
        var authority: Range<Int>?
        var path: Range<Int>?
    }

    private let settings: SessionSettings
    private let names: FieldNameTable
    private var kind = Kind.request
    /// The first rule that was broken; what follows is not looked at.
    private(set) var refusal: HeadRefusal?
    private var pseudo = Pseudo()
    private var fieldCount = 0
    private var byteCount = 0
    private var pseudoIsOver = false
    /// Where the request line begins; the values of pseudo-header fields stand before.
    private var textStart = 0
    private var host: Range<Int>?
    private var hasContentLength = false
    /// Values of the crumbs so far, with `; ` between (RFC 9113 §8.2.3).
    private var cookies: ByteBuffer?

    init(settings: SessionSettings, names: FieldNameTable = .shared) {
        self.settings = settings
        self.names = names
    }

    var isRequest: Bool { self.kind == .request }

    mutating func begin(_ kind: Kind) {
        self = HeadAssembler(settings: self.settings, names: self.names)
        self.kind = kind
    }

    // MARK: Fields

    /// - Parameter text: where a request's head is written; a trailer leaves it alone.
    /// - Returns: false when so much more than allowed has come that reading on would serve nobody.
    mutating func field(
        _ name: UnsafeBufferPointer<UInt8>, _ value: UnsafeBufferPointer<UInt8>, into text: ByteBuffer
    ) -> Bool {
        // Counted as they come: a crumb or a reference to the table is a field like any other.
        self.fieldCount &+= 1
        self.byteCount &+= name.count &+ value.count &+ 4
        guard self.refusal == nil else {
            return self.fieldCount <= self.settings.fieldCountMax &* Self.bombFactor
                && self.byteCount <= self.settings.headBytesMax &* Self.bombFactor
        }
        do throws(HeadRefusal) {
            try self.take(name, value, into: text)
        } catch {
            self.refusal = error
        }
        return true
    }

    private mutating func take(
        _ name: UnsafeBufferPointer<UInt8>, _ value: UnsafeBufferPointer<UInt8>, into text: ByteBuffer
    ) throws(HeadRefusal) {
        guard self.fieldCount <= self.settings.fieldCountMax else { throw .tooManyFields }
        guard self.byteCount <= self.settings.headBytesMax else { throw .tooLarge }
        guard let first = name.first else { throw .malformedName }
        if first == UInt8(ascii: ":") {
            guard self.kind == .request else { throw .pseudoInTrailer }
            return try self.takePseudo(name, value, into: text)
        }
        guard name.allSatisfy({ ASCII.isToken($0) && $0 &- 0x41 >= 26 }) else { throw .malformedName }
        guard Self.isFieldValue(value) else { throw .malformedValue }
        let known = self.names.find(name.span, start: 0, count: name.count)
        guard self.kind == .request else {
            // What we know by name belongs into the head (RFC 9110 §6.5.1), as in HTTP/1.1.
            guard known == .other else { throw .forbiddenTrailer }
            return
        }
        if !self.pseudoIsOver { try self.endPseudo(text) }
        try self.takeRegular(known, name, value, into: text)
    }

    private mutating func takePseudo(
        _ name: UnsafeBufferPointer<UInt8>, _ value: UnsafeBufferPointer<UInt8>, into text: ByteBuffer
    ) throws(HeadRefusal) {
        guard !self.pseudoIsOver else { throw .pseudoAfterField }
        let start = text.count
        text.append(value)
        let range = start..<text.count
        // The names differ in their second octet but for two, so that each is compared with one.
        switch name.count {
        case 5 where ASCII.equalsIgnoringCase(name, ":path"):
            guard self.pseudo.path == nil else { throw .repeatedPseudo }
            self.pseudo.path = range
        case 7 where name[1] != UInt8(ascii: "s") && ASCII.equalsIgnoringCase(name, ":method"):
            guard self.pseudo.method == nil else { throw .repeatedPseudo }
            self.pseudo.method = range
        case 7 where ASCII.equalsIgnoringCase(name, ":scheme"):
            guard self.pseudo.scheme == nil else { throw .repeatedPseudo }
            self.pseudo.scheme = range
        case 10 where ASCII.equalsIgnoringCase(name, ":authority"):
            guard self.pseudo.authority == nil else { throw .repeatedPseudo }
            self.pseudo.authority = range
        default: throw .unknownPseudo
        }
    }

    private mutating func takeRegular(
        _ known: FieldName, _ name: UnsafeBufferPointer<UInt8>, _ value: UnsafeBufferPointer<UInt8>,
        into text: ByteBuffer
    ) throws(HeadRefusal) {
        switch known {
        case .connection, .keepAlive, .proxyConnection, .transferEncoding, .upgrade:
            throw .connectionSpecificField  // RFC 9113 §8.2.2
        case .te:
            guard ASCII.equalsIgnoringCase(value, "trailers") else { throw .malformedTE }
            return
        case .cookie:
            let cookies = self.cookies ?? ByteBuffer(capacity: 256)
            if !cookies.isEmpty { cookies.append("; ") }
            cookies.append(value)
            self.cookies = cookies
            return
        case .host:
            // RFC 9113 §8.3.1: one that differs from `:authority` is refused; an equal one stands already.
            if let authority = self.pseudo.authority {
                let written = UnsafeBufferPointer(rebasing: text.readable[authority])
                guard ASCII.equalsIgnoringCase(written, value) else { throw .authorityMismatch }
                guard self.host == nil else { throw .authorityMismatch }
                self.host = authority
                return
            }
        case .contentLength: self.hasContentLength = true
        default: break
        }
        text.append(name)
        text.append(": ")
        text.append(value)
        text.append("\r\n")
    }

    /// All pseudo-header fields have come: writes the request line and `host`.
    private mutating func endPseudo(_ text: ByteBuffer) throws(HeadRefusal) {
        self.pseudoIsOver = true
        guard let method = self.pseudo.method else { throw .missingPseudo }
        let bytes = text.readable
        let methodBytes = UnsafeBufferPointer(rebasing: bytes[method])
        guard !methodBytes.isEmpty, methodBytes.allSatisfy({ ASCII.isToken($0) }) else {
            throw .malformedMethod
        }
        // RFC 9113 §8.5 gives it no path: it would be no request that the parser knows.
        if ASCII.equalsIgnoringCase(methodBytes, "connect") { throw .unsupportedMethod }
        guard let scheme = self.pseudo.scheme, let path = self.pseudo.path else { throw .missingPseudo }
        let schemeBytes = UnsafeBufferPointer(rebasing: bytes[scheme])
        let isPlain = ASCII.equalsIgnoringCase(schemeBytes, "http")
        guard ASCII.equalsIgnoringCase(schemeBytes, "https") || (isPlain && !self.settings.isSecure) else {
            throw .malformedScheme
        }
        let pathBytes = UnsafeBufferPointer(rebasing: bytes[path])
        guard Self.isPath(pathBytes, methodBytes) else { throw .malformedPath }
        if let authority = self.pseudo.authority {
            guard Self.isAuthority(UnsafeBufferPointer(rebasing: bytes[authority])) else {
                throw .malformedAuthority
            }
        }
        self.textStart = text.count
        // Room first: the ranges lie in the same memory that is appended to.
        _ = text.writable(atLeast: bytes.count + 64)
        let source = text.readable
        text.append(UnsafeBufferPointer(rebasing: source[method]))
        text.append(" ")
        text.append(UnsafeBufferPointer(rebasing: source[path]))
        text.append(" HTTP/1.1\r\n")
        if let authority = self.pseudo.authority {
            text.append("host: ")
            text.append(UnsafeBufferPointer(rebasing: source[authority]))
            text.append("\r\n")
        }
    }

    // MARK: End

    /// The header block is whole. Afterwards `text` holds the head and nothing else.
    ///
    /// - Parameter endsStream: no content follows.
    mutating func end(_ text: ByteBuffer?, endsStream: Bool) throws(HeadRefusal) {
        if let refusal = self.refusal { throw refusal }
        guard self.kind == .request, let text else { return }
        if !self.pseudoIsOver { try self.endPseudo(text) }
        if let cookies = self.cookies {
            self.cookies = nil
            text.append("cookie: ")
            text.append(cookies.readable)
            text.append("\r\n")
        }
        // RFC 9113 §8.1: content ends with its stream. To the parser, and to the upstream, that is chunked.
        if !endsStream, !self.hasContentLength { text.append("transfer-encoding: chunked\r\n") }
        text.append("\r\n")
        text.consume(self.textStart)
    }

    // MARK: Grammar

    /// RFC 9113 §8.2.1: no control character but HTAB within (RFC 9110 §5.5 is stricter than it), no white space
    /// around.
    static func isFieldValue(_ value: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let base = value.baseAddress, let first = value.first, let last = value.last else {
            return true
        }
        guard first != 0x20, first != 0x09, last != 0x20, last != 0x09 else { return false }
        let raw = UnsafeRawPointer(base)
        var index = 0
        while index &+ 8 <= value.count {
            let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            let below = (word &- 0x2020_2020_2020_2020) & ~word
            let delete = word ^ 0x7f7f_7f7f_7f7f_7f7f
            let found = (below | ((delete &- 0x0101_0101_0101_0101) & ~delete)) & 0x8080_8080_8080_8080
            // Rare, and a borrow may have marked a neighbour: look closely.
            if found != 0 { break }
            index &+= 8
        }
        while index < value.count {
            guard ASCII.isFieldContent(value[index]) else { return false }
            index &+= 1
        }
        return true
    }

    /// RFC 9113 §8.3.1: a path that begins with `/`, or `*` with OPTIONS. No white space, no octet beyond ASCII.
    private static func isPath(
        _ path: UnsafeBufferPointer<UInt8>, _ method: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        if path.count == 1, path[0] == UInt8(ascii: "*") {
            return ASCII.equalsIgnoringCase(method, "options")
        }
        return path.first == UInt8(ascii: "/") && path.allSatisfy { $0 > 0x20 && $0 < 0x7f }
    }

    /// What `Host` may hold in HTTP/1.1; no user information (RFC 9113 §8.3.1).
    private static func isAuthority(_ authority: UnsafeBufferPointer<UInt8>) -> Bool {
        !authority.isEmpty
            && authority.allSatisfy {
                ASCII.isUnreserved($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "[")
                    || $0 == UInt8(ascii: "]")
            }
    }
}
