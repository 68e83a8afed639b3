public import HTTP

/// The routes of one release. Immutable: built once for each release that an upstream has told.
public final class EndpointTable: Sendable {
    public let release: Release

    public init(release: Release) { self.release = release }

    /// Finds what a request is. Allocates nothing.
    public func match(_ method: Method, _ target: RequestTarget) -> Match { .unknown }
}
