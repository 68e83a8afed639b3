internal import Bytes

/// What a request shows of who sends it.
public struct Credential: Sendable {
    /// The value of `Authorization`. Never logged, never part of an error.
    let fieldValue: [UInt8]

    /// A user name and its password (RFC 7617).
    ///
    /// - Returns: nil for a name with a colon, which cannot be told from the password.
    public static func password(user: String, _ password: String) -> Credential? {
        guard !user.isEmpty, !user.contains(":") else { return nil }
        return Credential(
            fieldValue: Array("Basic ".utf8) + Base64.encode(Array("\(user):\(password)".utf8)))
    }

    /// An API key in either of its forms: `id:secret`, or that in Base64 as Elasticsearch's `encoded`. White
    /// space around it is dropped, as files end with a line feed.
    ///
    /// - Returns: nil for what is neither.
    public static func apiKey(_ text: String) -> Credential? {
        let trimmed = Array(
            text.utf8.drop { $0 <= 0x20 }.reversed().drop { $0 <= 0x20 }.reversed())
        let pair = trimmed.contains(0x3a) ? trimmed : Base64.decode(trimmed)
        guard let pair, let colon = pair.firstIndex(of: 0x3a), colon > 0, colon < pair.count - 1,
            pair.allSatisfy({ $0 > 0x20 && $0 < 0x7f })
        else { return nil }
        return Credential(fieldValue: Array("ApiKey ".utf8) + Base64.encode(pair))
    }
}
