internal import Elasticsearch
internal import HTTP

/// One path of the proxy's own and what it takes.
struct SecurityRoute: Sendable {
    typealias Completion = @Sendable (Result<SecurityResponse, ErrorResponse>) -> Void

    /// What a request comes to once it has been read: Elasticsearch checks in this order.
    struct Prepared: Sendable {
        /// What is wrong with it as a whole: told together.
        var complaints: [String] = []
        /// What the caller must be allowed to do.
        var right: Right
        /// Completes exactly once, on any thread.
        var run: @Sendable (Caller, @escaping Completion) -> Void
    }

    /// All segments; those in braces stand for any one segment.
    var path: [String]
    var methods: [Method]
    /// Query parameters beyond those that all routes know.
    var parameters: [String] = []
    /// Whether the request may have content.
    var takesBody = false
    /// Whether the route belongs to the key service and is refused where that is off.
    var isOfKeyService = false
    /// What the OpenAPI document says of it: there for routes under `/_keyward/`, which Elasticsearch does not have.
    var documentation: RouteDocumentation?
    var prepare: @Sendable (SecurityRouter, SecurityRequest) throws(ErrorResponse) -> Prepared

    /// - Returns: nil when the path is another; else what stood in braces.
    func match(_ segments: [String]) -> [String: String]? {
        guard segments.count == self.path.count else { return nil }
        var captures: [String: String] = [:]
        for (pattern, segment) in zip(self.path, segments) {
            if pattern.hasPrefix("{") {
                captures[String(pattern.dropFirst().dropLast())] = segment
            } else if pattern != segment {
                return nil
            }
        }
        return captures
    }

    /// Where several paths match, the one with the earlier plain segment is meant.
    func isMoreExplicit(than other: SecurityRoute) -> Bool {
        for (left, right) in zip(self.path, other.path) {
            let (isLeftOpen, isRightOpen) = (left.hasPrefix("{"), right.hasPrefix("{"))
            if isLeftOpen != isRightOpen { return isRightOpen }
        }
        return false
    }
}
