package import Audit
package import Authenticate
package import HTTP1
package import Keys
package import Observe
package import Security
package import Upstream

/// What all loops share. Immutable, or made to be shared.
package final class ProxyShared: Sendable {
    package let limits: ConnectionLimits
    package let upstreams: [UpstreamEntry]
    package let registry: KeyRegistry
    package let passwords: PasswordAuthenticator
    package let router: SecurityRouter
    package let audit: AuditLog
    package let logger: Logger
    package let connections = ConnectionCounter()

    package init(
        limits: ConnectionLimits, upstreams: [UpstreamEntry], registry: KeyRegistry, passwords: PasswordAuthenticator,
        router: SecurityRouter, audit: AuditLog, logger: Logger
    ) {
        self.limits = limits
        self.upstreams = upstreams
        self.registry = registry
        self.passwords = passwords
        self.router = router
        self.audit = audit
        self.logger = logger
    }
}

/// One upstream as the conductor sees it.
package struct UpstreamEntry: Sendable {
    package var settings: UpstreamSettings
    package var kind: UpstreamKind
    package var fieldPolicy: FieldPolicy
    /// `Host` and injected fields as whole lines.
    package var ownFields: [UInt8]
    /// What the health check has learnt.
    package let version = UpstreamVersion()

    package init(settings: UpstreamSettings, kind: UpstreamKind, fieldPolicy: FieldPolicy) {
        self.settings = settings
        self.kind = kind
        self.fieldPolicy = fieldPolicy
        // All hosts of a cluster get the first one's name: Elasticsearch does not look at it.
        let authority = settings.hosts.first?.authority ?? []
        self.ownFields = Array("host: ".utf8) + authority + Array("\r\n".utf8) + settings.injectedFields
    }
}
