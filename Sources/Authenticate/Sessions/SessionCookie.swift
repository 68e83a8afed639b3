/// The cookie that holds a session's token (RFC 6265bis).
///
/// It is sent back to the console's own path only: no upstream ever gets it, and no other route takes it.
public enum SessionCookie {
    /// The prefix makes browsers take it over TLS only.
    public static let name: StaticString = "__Secure-keyward-session"
    public static let path = "/_keyward/console"

    /// The value of `Set-Cookie` that hands out a token.
    public static func set(_ token: [UInt8]) -> String {
        "\(self.name)=\(String(decoding: token, as: UTF8.self)); Path=\(self.path); Secure; HttpOnly; SameSite=Strict"
    }

    /// The value of `Set-Cookie` that takes it away.
    public static var clear: String {
        "\(self.name)=; Path=\(self.path); Secure; HttpOnly; SameSite=Strict; Max-Age=0"
    }

    /// The token in a `Cookie` field's value (`a=b; c=d`).
    ///
    /// - Returns: nil where there is none; also where there are two, as it is not known who put the other there.
    public static func token(in value: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8>? {
        var found: UnsafeBufferPointer<UInt8>?
        var start = 0
        while start < value.count {
            let end = value[start...].firstIndex(of: UInt8(ascii: ";")) ?? value.count
            var pair = value[start..<end]
            while let first = pair.first, first == 0x20 { pair = pair.dropFirst() }
            if let token = self.value(of: pair) {
                guard found == nil else { return nil }
                found = UnsafeBufferPointer(rebasing: token)
            }
            start = end + 1
        }
        return found
    }

    private static func value(
        of pair: Slice<UnsafeBufferPointer<UInt8>>
    ) -> Slice<UnsafeBufferPointer<UInt8>>? {
        let name = UnsafeBufferPointer(start: self.name.utf8Start, count: self.name.utf8CodeUnitCount)
        guard pair.count > name.count, pair.starts(with: name) else { return nil }
        let rest = pair.dropFirst(name.count)
        guard rest.first == UInt8(ascii: "=") else { return nil }
        return rest.dropFirst()
    }
}
