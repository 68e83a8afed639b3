internal import Bytes

/// Of which requests the trail tells the content, and how much of it.
public struct AuditContent: Sendable {
    /// Bytes of a content that may be told at most.
    public static let bytesMaxMax = 256 << 10

    /// Lines that have it.
    public var events: AuditEvents
    /// Actions of requests that it is kept of.
    public var actions: [Wildcards]
    /// Bytes of the content's beginning that are told.
    public var bytesMax: Int
    let redactor: ContentRedactor

    /// - Parameter secrets: parts of names of members whose values are not told, beside those that never are.
    public init(events: AuditEvents, actions: [Wildcards], bytesMax: Int, secrets: [String] = []) {
        self.events = events
        self.actions = actions
        self.bytesMax = min(max(bytesMax, 0), Self.bytesMaxMax)
        self.redactor = ContentRedactor(secrets: secrets)
    }
}

/// Takes secrets out of JSON or NDJSON that may be cut off at its end.
///
/// The value of a member with a telling name becomes `"***"`, whatever it is. What is not strict JSON (comments, single
/// quotes) ends the text: behind it nobody could say what is a name and what is a value.
struct ContentRedactor: Sendable {
    /// Parts of names, in lower case: what Elasticsearch's and Kibana's requests call secrets.
    static let secrets = [
        "password", "passwd", "passphrase", "secret", "token", "api_key", "apikey", "api-key", "encoded",
        "credential", "authorization", "cookie", "private_key", "access_key", "account_key", "security_key",
    ]

    private let secrets: [[UInt8]]

    init(secrets: [String] = []) {
        self.secrets = (Self.secrets + secrets.filter { !$0.isEmpty }).map { Array($0.lowercased().utf8) }
    }

    private enum Token {
        case string, literal
        /// Of structure: `{}[],:`.
        case mark(UInt8)
    }

    func append(_ bytes: AuditRecord.Slice, to output: ByteBuffer) {
        var index = 0
        var start = 0
        // What may not be told begins here.
        var end = bytes.count
        while let (token, range) = Self.next(bytes, &index, &end) {
            if case .mark = token { continue }
            var after = index
            Self.skipSpace(bytes, &after)
            guard after < bytes.count else { continue }
            guard bytes[after] == UInt8(ascii: ":") else {
                if Self.followsValue(bytes[after]) { continue }
                end = after
                break
            }
            index = after + 1
            guard self.isSecret(bytes, range) else { continue }
            output.append(AuditRecord.Slice(rebasing: bytes[start..<index]))
            output.append("\"***\"")
            start = index
            guard Self.skipValue(bytes, &index, &end) else { return }
            start = index
        }
        if start < end { output.append(AuditRecord.Slice(rebasing: bytes[start..<end])) }
    }

    /// Names with escapes may say anything.
    private func isSecret(_ bytes: AuditRecord.Slice, _ range: Range<Int>) -> Bool {
        let name = bytes[range]
        if name.contains(UInt8(ascii: "\\")) { return true }
        return self.secrets.contains { secret in
            guard secret.count <= name.count else { return false }
            return (name.startIndex...name.endIndex - secret.count).contains { at in
                zip(name[at...], secret).allSatisfy { ASCII.lowercased($0) == $1 }
            }
        }
    }

    // MARK: Tokens

    private static func skipSpace(_ bytes: AuditRecord.Slice, _ index: inout Int) {
        while index < bytes.count, bytes[index] == 0x20 || 0x09...0x0d ~= bytes[index] { index += 1 }
    }

    /// The next token, behind which `index` is then.
    ///
    /// - Parameter end: becomes where the first octet stands that is no JSON.
    /// - Returns: nil at the end.
    private static func next(
        _ bytes: AuditRecord.Slice, _ index: inout Int, _ end: inout Int
    ) -> (token: Token, range: Range<Int>)? {
        self.skipSpace(bytes, &index)
        guard index < bytes.count else { return nil }
        let start = index
        switch bytes[index] {
        case UInt8(ascii: "\""):
            index += 1
            while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
                index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
            }
            // Cut off: what is there is a part of a text, or of a name.
            guard index < bytes.count else {
                index = bytes.count
                return nil
            }
            index += 1
            return (.string, start + 1..<index - 1)
        case let mark where "{}[],:".utf8.contains(mark):
            index += 1
            return (.mark(mark), start..<index)
        default:
            while index < bytes.count, self.isLiteral(bytes[index]) { index += 1 }
            guard index > start else {
                end = start
                return nil
            }
            return (.literal, start..<index)
        }
    }

    private static func isLiteral(_ byte: UInt8) -> Bool {
        ASCII.isUnreserved(byte) || byte == UInt8(ascii: "+")
    }

    private static func followsValue(_ byte: UInt8) -> Bool { ",}]".utf8.contains(byte) }

    /// Skips a value.
    ///
    /// - Returns: false where it is cut off or no JSON, or is not followed by what follows a value.
    private static func skipValue(_ bytes: AuditRecord.Slice, _ index: inout Int, _ end: inout Int) -> Bool {
        var depth = 0
        repeat {
            guard let (token, _) = self.next(bytes, &index, &end) else { return false }
            guard case .mark(let mark) = token else { continue }
            switch mark {
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if depth < 0 { return false }
            default: if depth == 0 { return false }
            }
        } while depth > 0
        var after = index
        self.skipSpace(bytes, &after)
        return after == bytes.count || self.followsValue(bytes[after])
    }
}
