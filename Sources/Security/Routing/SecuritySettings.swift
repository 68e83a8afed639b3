/// What the proxy's own routes may be told otherwise.
public struct SecuritySettings: Sendable {
    /// `xpack.security.authc.api_key.enabled`: whether the key service is on; else its routes say that it is not.
    public var keysAreEnabled = true

    public init() {}
}
