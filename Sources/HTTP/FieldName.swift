/// Names of header fields that some rule of the proxy looks at. All others are ``other``.
public enum FieldName: UInt8, Sendable, CaseIterable {
    case other = 0
    case accept, acceptEncoding, acceptLanguage, authorization, cacheControl, connection, contentDisposition
    case contentEncoding, contentLanguage, contentLength, contentType, cookie, date, elasticAPIVersion
    case esSecondaryAuthorization, esSecurityRunAsUser, expect, forwarded, host, http2Settings, ifMatch
    case ifModifiedSince, ifNoneMatch, keepAlive, kbnVersion, kbnXSRF, location, origin, pragma
    case proxyAuthenticate, proxyAuthorization, proxyConnection, range, referer, retryAfter, secFetchSite,
        server
    case setCookie
    case te, traceparent, tracestate, trailer, transferEncoding, upgrade, userAgent, vary, warning
    case wwwAuthenticate, xElasticClientMeta, xElasticInternalOrigin, xElasticProduct, xElasticProductOrigin
    case xForwardedFor, xForwardedHost, xForwardedProto, xKeywardBackground, xKeywardCSRF, xOpaqueID
    case xRequestedWith

    /// In lower case.
    public var text: StaticString {
        switch self {
        case .other: ""
        case .accept: "accept"
        case .acceptEncoding: "accept-encoding"
        case .acceptLanguage: "accept-language"
        case .authorization: "authorization"
        case .cacheControl: "cache-control"
        case .connection: "connection"
        case .contentDisposition: "content-disposition"
        case .contentEncoding: "content-encoding"
        case .contentLanguage: "content-language"
        case .contentLength: "content-length"
        case .contentType: "content-type"
        case .cookie: "cookie"
        case .date: "date"
        case .elasticAPIVersion: "elastic-api-version"
        case .esSecondaryAuthorization: "es-secondary-authorization"
        case .esSecurityRunAsUser: "es-security-runas-user"
        case .expect: "expect"
        case .forwarded: "forwarded"
        case .host: "host"
        case .http2Settings: "http2-settings"
        case .ifMatch: "if-match"
        case .ifModifiedSince: "if-modified-since"
        case .ifNoneMatch: "if-none-match"
        case .keepAlive: "keep-alive"
        case .kbnVersion: "kbn-version"
        case .kbnXSRF: "kbn-xsrf"
        case .location: "location"
        case .origin: "origin"
        case .pragma: "pragma"
        case .proxyAuthenticate: "proxy-authenticate"
        case .proxyAuthorization: "proxy-authorization"
        case .proxyConnection: "proxy-connection"
        case .range: "range"
        case .referer: "referer"
        case .retryAfter: "retry-after"
        case .secFetchSite: "sec-fetch-site"
        case .server: "server"
        case .setCookie: "set-cookie"
        case .te: "te"
        case .traceparent: "traceparent"
        case .tracestate: "tracestate"
        case .trailer: "trailer"
        case .transferEncoding: "transfer-encoding"
        case .upgrade: "upgrade"
        case .userAgent: "user-agent"
        case .vary: "vary"
        case .warning: "warning"
        case .wwwAuthenticate: "www-authenticate"
        case .xElasticClientMeta: "x-elastic-client-meta"
        case .xElasticInternalOrigin: "x-elastic-internal-origin"
        case .xElasticProduct: "x-elastic-product"
        case .xElasticProductOrigin: "x-elastic-product-origin"
        case .xForwardedFor: "x-forwarded-for"
        case .xForwardedHost: "x-forwarded-host"
        case .xForwardedProto: "x-forwarded-proto"
        case .xKeywardBackground: "x-keyward-background"
        case .xKeywardCSRF: "x-keyward-csrf"
        case .xOpaqueID: "x-opaque-id"
        case .xRequestedWith: "x-requested-with"
        }
    }

    /// Describes the connection, not the message: never passed on (RFC 9110 §7.6.1).
    public var isHopByHop: Bool { FieldNameSet.hopByHop.contains(self) }
}

/// A set of known field names as one bit each.
public struct FieldNameSet: Sendable {
    private let bits: UInt64

    public static var none: FieldNameSet { FieldNameSet(bits: 0) }

    private init(bits: UInt64) { self.bits = bits }

    public init(_ names: [FieldName]) {
        var bits: UInt64 = 0
        for name in names { bits |= 1 << UInt64(name.rawValue) }
        self.bits = bits
    }

    public func inserting(_ name: FieldName) -> FieldNameSet {
        FieldNameSet(bits: self.bits | 1 &<< UInt64(name.rawValue))
    }

    @inline(__always)
    public func contains(_ name: FieldName) -> Bool { self.bits &>> UInt64(name.rawValue) & 1 != 0 }

    static let hopByHop = FieldNameSet([
        .connection, .keepAlive, .te, .trailer, .transferEncoding, .upgrade, .http2Settings,
        .proxyAuthenticate,
        .proxyAuthorization, .proxyConnection,
    ])
}
