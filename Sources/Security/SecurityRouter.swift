internal import Elasticsearch
internal import HTTP
public import Keys

/// Answers `/_security/*`: each route in a file of its own. Nothing under this name is ever forwarded.
public final class SecurityRouter: Sendable {
    typealias Completion = @Sendable (Result<SecurityResponse, ErrorResponse>) -> Void

    /// One path and what it takes.
    struct Route: Sendable {
        /// Segments behind `_security`.
        var path: [String]
        var methods: [Method]
        /// Query parameters beyond those that all routes know.
        var parameters: [String]
        var handle: @Sendable (SecurityRouter, SecurityRequest, @escaping Completion) -> Void
    }

    let registry: KeyRegistry
    private let keysAreEnabled: Bool
    private let routes: [Route]

    /// - Parameter keysAreEnabled: whether the key service is on; else its routes say that it is not.
    public init(registry: KeyRegistry, keysAreEnabled: Bool = true) {
        self.registry = registry
        self.keysAreEnabled = keysAreEnabled
        self.routes = [
            Route(
                path: ["api_key"], methods: [.post, .put], parameters: CreateAPIKey.parameters,
                handle: CreateAPIKey.handle),
            Route(
                path: ["api_key"], methods: [.get, .head], parameters: GetAPIKeys.parameters,
                handle: GetAPIKeys.handle),
            Route(path: ["api_key"], methods: [.delete], parameters: [], handle: InvalidateAPIKeys.handle),
            Route(path: ["_authenticate"], methods: [.get, .head], parameters: [], handle: WhoAmI.handle),
        ]
    }

    /// Completes exactly once, on any thread.
    public func handle(_ request: SecurityRequest, completion: @escaping @Sendable (SecurityResponse) -> Void)
    {
        let pretty = (try? request.flag("pretty")) ?? false
        let finish: Completion = { result in
            switch result {
            case .success(let response): completion(response)
            case .failure(let error): completion(SecurityResponse(error, pretty: pretty))
            }
        }
        do throws(ErrorResponse) {
            let route = try self.route(request)
            if route.path == ["api_key"], !self.keysAreEnabled { throw .keysAreDisabled() }
            try Self.checkContentType(request)
            try request.checkParameters(route.parameters)
            route.handle(self, request, finish)
        } catch {
            finish(.failure(error))
        }
    }

    private func route(_ request: SecurityRequest) throws(ErrorResponse) -> Route {
        let path = Array(request.segments.dropFirst())
        let candidates = request.segments.first == "_security" ? self.routes.filter { $0.path == path } : []
        if let route = candidates.first(where: { $0.methods.contains(request.method) }) { return route }
        let method = "\(request.method.text)"
        guard !candidates.isEmpty else { throw .noHandler(uri: request.path, method: method) }
        let order: [Method] = [.get, .post, .put, .delete]
        let allowed = order.filter { method in candidates.contains { $0.methods.contains(method) } }
        throw .wrongMethod(uri: request.path, method: method, allowed: allowed.map { "\($0.text)" })
    }

    private static func checkContentType(_ request: SecurityRequest) throws(ErrorResponse) {
        guard !request.body.isEmpty, let type = request.contentType else { return }
        let media = type.prefix { $0 != ";" }.lowercased()
        let known = ["application/json", "application/vnd.elasticsearch+json"]
        guard known.contains(media.filter { $0 != " " }) else { throw .contentType(type) }
    }
}
