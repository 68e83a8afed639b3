internal import HTTP

/// Which request fields an upstream gets: those that are listed and no others. Credentials, identities,
/// framing and what belongs to the connection can never be listed.
public final class FieldPolicy: Sendable {
    private let known: FieldNameSet
    /// Names in lower case, beyond the known ones.
    private let extra: [[UInt8]]
    /// Prefixes in lower case of names beyond the known ones.
    private let prefixes: [[UInt8]]

    /// Names that say who one is or how the message is framed.
    private static let never = FieldNameSet([
        .authorization, .esSecurityRunAsUser, .esSecondaryAuthorization, .xElasticProductOrigin,
        .xElasticInternalOrigin, .xForwardedFor, .xForwardedHost, .xForwardedProto, .forwarded, .host,
        .expect,
        .contentLength, .connection, .keepAlive, .te, .trailer, .transferEncoding, .upgrade, .http2Settings,
        .proxyAuthenticate, .proxyAuthorization, .proxyConnection,
    ])
    private static let common: [FieldName] = [
        .accept, .acceptEncoding, .acceptLanguage, .cacheControl, .contentEncoding, .contentLanguage,
        .contentType,
        .ifMatch, .ifModifiedSince, .ifNoneMatch, .pragma, .range, .traceparent, .tracestate, .userAgent,
        .xElasticClientMeta, .xOpaqueID, .xRequestedWith,
    ]

    /// What Elasticsearch's clients send.
    public static func elasticsearch(extra: [String] = []) -> FieldPolicy {
        FieldPolicy(known: self.common, extra: extra, prefixes: [])
    }

    /// What browsers and scripts send to Kibana.
    ///
    /// - Parameter passesCredentials: `Authorization` too: Kibana shows it to the cluster.
    public static func kibana(extra: [String] = [], passesCredentials: Bool = false) -> FieldPolicy {
        FieldPolicy(
            known: self.common + [.cookie, .elasticAPIVersion, .kbnVersion, .kbnXSRF, .origin, .referer]
                + (passesCredentials ? [.authorization] : []),
            extra: extra,
            prefixes: ["kbn-", "sec-", "x-kbn-"])
    }

    /// Whether a setting may name the field: not one that ``FieldPolicy`` keeps back for safety.
    public static func mayPass(_ name: String) -> Bool {
        let bytes = Array(name.utf8)
        let known = FieldNameTable.shared.find(bytes.span, start: 0, count: bytes.count)
        return !bytes.isEmpty && !self.never.contains(known) && !name.lowercased().hasPrefix("x-forwarded-")
    }

    private init(known: [FieldName], extra: [String], prefixes: [String]) {
        let allowed = extra.filter { Self.mayPass($0) }.map { Array($0.lowercased().utf8) }
        var names = known
        for name in allowed {
            let found = FieldNameTable.shared.find(name.span, start: 0, count: name.count)
            if found != .other { names.append(found) }
        }
        self.known = FieldNameSet(names)
        self.extra = allowed
        self.prefixes = prefixes.map { Array($0.utf8) }
    }

    /// - Parameter bytes: what `line`'s offsets refer to.
    @inline(__always)
    func passes(_ line: FieldLine, _ bytes: borrowing Span<UInt8>) -> Bool {
        if line.name != .other { return self.known.contains(line.name) }
        if self.extra.isEmpty && self.prefixes.isEmpty { return false }
        return self.passesByName(line, bytes)
    }

    private func passesByName(_ line: FieldLine, _ bytes: borrowing Span<UInt8>) -> Bool {
        let range = line.nameRange
        func begins(_ text: [UInt8]) -> Bool {
            guard range.count >= text.count else { return false }
            for index in 0..<text.count
            where FieldPolicy.lower(bytes[range.lowerBound &+ index]) != text[index] { return false }
            return true
        }
        return self.extra.contains { $0.count == range.count && begins($0) }
            || self.prefixes.contains { begins($0) }
    }

    private static func lower(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }
}
