/// What is asked of a key at each request beyond its being valid.
public struct KeyUse: Sendable {
    /// `authc.api_key.expiration.warning`: milliseconds before its end from which on a key is told of it.
    public var expiryWarning: Int64 = 0
    /// `authc.api_key.gone_owners`: keys are refused whose owner was deleted or disabled.
    public var refusesGoneOwners = false

    public init() {}
}
