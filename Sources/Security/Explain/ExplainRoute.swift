internal import Authenticate
internal import Authorize
internal import Decide
internal import Elasticsearch
internal import HTTP
internal import JSON
internal import Keys

/// `POST /_keyward/explain`: what would become of a request, and which words of which roles decide it.
///
/// Takes `{"api_key":{"id":ID},"request":{"method":M,"path":P,"body":B,"content_type":T}}`. Instead of `api_key`
/// there may be `"user":NAME`; without either it is about the caller. For others it takes `manage_security`. `P` is
/// as in a request line, with the query; `B` is a text or an object; `T` is `application/json` where there is a body
/// and nothing else is said, `null` for none. For the answer see ``ExplanationWriter``.
enum ExplainRoute {
    static var route: SecurityRoute {
        SecurityRoute(
            path: ["_keyward", "explain"], methods: [.post], takesBody: true,
            documentation: RouteDocumentation(
                "Says why a request would be refused, without running it",
                "About the caller, or with `manage_security` about another user or key.",
                request: """
                    {"type":"object","required":["request"],"properties":{"api_key":{"type":"object"},"user":{"type":\
                    "string"},"request":{"type":"object","properties":{"method":{"type":"string"},"path":{"type":\
                    "string"},"body":{},"content_type":{"type":"string"}}}}}
                    """,
                response: """
                    {"type":"object","properties":{"principal":{"type":"object"},"request":{"type":"object"},\
                    "decisions":{"type":"array","items":{"type":"object"}},"verdict":{"type":"object"}}}
                    """),
            prepare: { (router, request) throws(ErrorResponse) in
                let body = try ExplainBody(request.body)
                let isSelf = body.username == nil && body.apiKeyID == nil
                return SecurityRoute.Prepared(
                    right: .clusterOrSelf(SecurityAction.explain) { caller in
                        isSelf || body.apiKeyID != nil && body.apiKeyID == caller.keyID?.description
                    },
                    run: { caller, completion in
                        // Who may not see what others may do is not told what bounds him, nor names that he may not see.
                        let seesAll = caller.privileges.allows(SecurityAction.explain)
                        self.run(body, request, router, seesAll: seesAll, completion)
                    })
            })
    }

    private static func run(
        _ body: ExplainBody, _ request: SecurityRequest, _ router: SecurityRouter, seesAll: Bool,
        _ completion: @escaping SecurityRoute.Completion
    ) {
        do throws(ErrorResponse) {
            let subject = try self.subject(body, request.subject, router)
            guard let explainer = request.explainer else {
                throw .unavailable("requests cannot be explained here", retryAfter: 1)
            }
            var explained = ExplainedRequest(
                subject: subject, method: body.method, path: body.path, now: request.now)
            explained.content = body.content
            explained.contentType = body.contentType
            let principal = try PrincipalView(subject, router.registry.table)
            guard !self.isEnded(subject, now: request.now) else {
                var explanation = Explanation()
                explanation.outcome = .refused(.providedCredentials())
                return completion(
                    .success(ExplanationWriter.response(explanation, explained, principal)))
            }
            explainer.explain(explained) { [explained] result in
                completion(
                    result.map {
                        ExplanationWriter.response(
                            seesAll ? $0 : $0.withoutWhatIsHidden, explained, principal)
                    })
            }
        } catch {
            completion(.failure(error))
        }
    }

    private static func subject(
        _ body: ExplainBody, _ caller: Subject, _ router: SecurityRouter
    ) throws(ErrorResponse) -> Subject {
        if let id = body.apiKeyID {
            guard let id = APIKeyID(id), let entry = router.registry.table.lookup(id) else {
                throw .notFound("api key [\(id)] not found")
            }
            return .key(entry)
        }
        guard let name = body.username else { return caller }
        guard let principal = router.realms.lookup(name) else { throw .notFound("user [\(name)] not found") }
        return .user(principal)
    }

    /// A key that is refused whatever is asked.
    private static func isEnded(_ subject: Subject, now: Int64) -> Bool {
        guard case .key(let entry) = subject else { return false }
        return entry.isInvalidated || entry.isSuspended || entry.expiration <= now
    }
}
