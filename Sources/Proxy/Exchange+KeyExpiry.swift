internal import Bytes
internal import EventLoop
internal import HTTP
internal import Keys
internal import Observe
internal import Upstream

/// What goes into responses beside what was answered.
extension Exchange {
    /// Official clients refuse an answer without it; clusters before 7.14 do not send it.
    private static let productField = Array("X-elastic-product: Elasticsearch\r\n".utf8)
    static let keyExpiresName = "keyward-key-expires"

    /// When the key that was shown expires, where that is soon: milliseconds since 1970.
    private var keyExpiry: Int64? {
        guard let entry = self.record.keyEntry, entry.expiration != .max else { return nil }
        let left = entry.expiration &- self.context.loop.wallNow
        return left <= self.context.shared.keyUse.expiryWarning ? entry.expiration : nil
    }

    /// Field lines that an upstream's response gets.
    func extraFields(_ head: ResponseHead) -> [UInt8] {
        let addsProduct =
            (200..<300).contains(head.status) && head.first(.xElasticProduct) == nil
            && self.context.shared.upstreams[self.record.upstreamIndex].kind == .elasticsearch
        let product = addsProduct ? Self.productField : []
        guard let expiry = self.keyExpiry else { return product }
        return product + Array("\(Self.keyExpiresName): \(Self.text(expiry))\r\n".utf8)
    }

    /// The proxy's own response, with what the bearer of a key has to be told.
    func amended(_ response: LocalResponse) -> LocalResponse {
        guard let expiry = self.keyExpiry else { return response }
        var response = response
        response.fields.append((Self.keyExpiresName, Self.text(expiry)))
        return response
    }

    private static func text(_ time: Int64) -> String {
        let buffer = ByteBuffer(capacity: Timestamp.length)
        Timestamp.append(time, to: buffer)
        return String(decoding: buffer.readable, as: UTF8.self)
    }
}
