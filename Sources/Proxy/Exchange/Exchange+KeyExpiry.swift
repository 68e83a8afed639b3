internal import Bytes
internal import EventLoop
internal import HTTP
internal import Keys
internal import Limit
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

    /// What is left of the limits of whoever asks, where answers are to tell that.
    private var standing: (policy: String, field: String)? {
        guard self.context.limits.tellsLimits, let limits = self.gate?.limits, !limits.policyField.isEmpty
        else { return nil }
        let field = ByteBuffer(capacity: 128)
        limits.appendStanding(now: self.context.loop.now, wallNow: self.context.loop.wallNow, to: field)
        return (limits.policyField, String(decoding: field.readable, as: UTF8.self))
    }

    /// Field lines that an upstream's response gets.
    func extraFields(_ head: ResponseHead) -> [UInt8] {
        let addsProduct =
            (200..<300).contains(head.status) && head.first(.xElasticProduct) == nil
            && self.context.shared.upstreams[self.record.upstreamIndex].kind == .elasticsearch
        var product = addsProduct ? Self.productField : []
        if let standing = self.standing {
            product += Array("RateLimit-Policy: \(standing.policy)\r\nRateLimit: \(standing.field)\r\n".utf8)
        }
        guard let expiry = self.keyExpiry else { return product }
        return product + Array("\(Self.keyExpiresName): \(Self.text(expiry))\r\n".utf8)
    }

    /// The proxy's own response, as the release behind would give it, with what the bearer of a key has to be told.
    func amended(_ response: LocalResponse) -> LocalResponse {
        let standing = self.standing
        let expiry = self.keyExpiry
        var response = response
        if let listener = self.connection?.listener, !listener.servesMetrics {
            response.resemble(self.context.shared.upstreams[listener.upstream], asked: self.vendorType)
        }
        // A refusal tells its own.
        if let standing, !response.fields.contains(where: { $0.0 == "RateLimit" }) {
            response.fields += [("RateLimit-Policy", standing.policy), ("RateLimit", standing.field)]
        }
        guard let expiry else { return response }
        response.fields.append((Self.keyExpiresName, Self.text(expiry)))
        return response
    }

    private static func text(_ time: Int64) -> String {
        let buffer = ByteBuffer(capacity: Timestamp.length)
        Timestamp.append(time, to: buffer)
        return String(decoding: buffer.readable, as: UTF8.self)
    }
}
