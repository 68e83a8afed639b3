public import Keys

/// What the proxy's own routes may be told otherwise.
public struct SecuritySettings: Sendable {
    /// `xpack.security.authc.api_key.enabled`: whether the key service is on; else its routes say that it is not.
    public var keysAreEnabled = true
    /// `authc.api_key.rotate.grace`: milliseconds for which a secret that is replaced stays valid, unless the request
    /// says otherwise.
    public var rotationGrace: Int64 = 86_400_000
    /// `authc.api_key.rotate.grace_max`: milliseconds that a request may ask for at most.
    public var rotationGraceMax: Int64 = 30 * 86_400_000
    public var policy = KeyPolicy()
    /// `authc.api_key.secret.prefix`: the format of new secrets; nil: Elasticsearch's.
    public var secretFormat: SecretFormat?

    public init() {}
}
