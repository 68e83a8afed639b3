internal import Authenticate
internal import Bytes
internal import Console
internal import Elasticsearch
internal import EventLoop
internal import HTTP
internal import Keys
internal import Metrics
internal import Security

/// The console's own path, `/_keyward/console`, on listeners that serve it:
///
/// - `session`: signing in with a credential, signing out;
/// - `api/...`: the proxy's own routes, for whoever is signed in. A session opens nothing else, and nothing of the
///   upstream;
/// - all else: its files, for everybody.
extension Steps {
    /// - Returns: nil where the request is authenticated like any other.
    static func console(
        _ exchange: Exchange, _ head: RequestHead, _ bytes: UnsafeBufferPointer<UInt8>,
        _ connection: DownstreamConnection
    ) -> Authentication? {
        guard self.isConsole(head), connection.listener.servesConsole, connection.listener.isSecure else {
            return nil
        }
        let target = head.target
        let isSession = target.segmentCount == 3 && target.segment(2, equals: "session")
        if isSession, head.method == .post { return nil }
        if isSession || (target.segmentCount > 3 && target.segment(2, equals: "api")) {
            return self.signedIn(exchange, head, bytes)
        }
        guard head.method == .get || head.method == .head else {
            return .answered(LocalResponse(status: 405, fields: [("allow", "GET, HEAD")], body: []))
        }
        return .answered(self.file(head, bytes, exchange.context.shared.console))
    }

    static func isConsole(_ head: RequestHead) -> Bool {
        head.target.segmentCount >= 2 && head.target.segment(0, equals: "_keyward")
            && head.target.segment(1, equals: "console")
    }

    private static func signedIn(
        _ exchange: Exchange, _ head: RequestHead, _ bytes: UnsafeBufferPointer<UInt8>
    ) -> Authentication {
        let router = exchange.context.shared.router
        let now = exchange.context.loop.wallNow
        func field(_ name: FieldName) -> UnsafeBufferPointer<UInt8>? {
            head.first(name).map { UnsafeBufferPointer(rebasing: bytes[$0.valueRange]) }
        }
        guard let token = field(.cookie).flatMap({ SessionCookie.token(in: $0) }),
            let (id, session) = router.sessions.use(
                token, now: now, isBackground: field(.xKeywardBackground)?.elementsEqual("true".utf8) == true)
        else { return .refused(self.failure(.signedOut(), "no session")) }
        guard let subject = router.subject(of: session, now: now) else {
            router.sessions.end(id)
            return .refused(self.failure(.signedOut(), "credential of the session is no longer valid"))
        }
        // Browsers say where a request comes from (Fetch metadata); what says nothing is held to the token.
        if let site = field(.secFetchSite), !site.elementsEqual("same-origin".utf8) {
            return .refused(Refusal(.crossSite(), reason: "session was used from another site"))
        }
        if head.method != .get, head.method != .head {
            guard let shown = field(.xKeywardCSRF), ConstantTime.equals(Array(shown), session.csrfToken)
            else {
                return .refused(Refusal(.crossSite(), reason: "CSRF token is missing or wrong"))
            }
        }
        switch subject {
        case .key(let entry):
            exchange.record.keyID = entry.id
            exchange.record.keyEntry = entry
            exchange.record.keyFacts = exchange.context.facts(of: entry)
        case .user(let principal):
            exchange.record.userName = principal.username
            exchange.record.userRealm = principal.realm
        }
        exchange.session = id
        exchange.record.authentication = .success
        exchange.subject = subject
        return .accepted
    }

    /// A refused sign-in is told on the page: no challenge, which would make browsers ask by themselves.
    static func withoutChallenge(_ refusal: Refusal) -> Refusal {
        var refusal = refusal
        refusal.error.headers.removeAll { $0.0 == "WWW-Authenticate" }
        return refusal
    }

    // MARK: Files

    private static func file(
        _ head: RequestHead, _ bytes: UnsafeBufferPointer<UInt8>, _ files: ConsoleFiles
    ) -> LocalResponse {
        let target = head.target
        let name = (2..<max(2, target.segmentCount)).map { target.segmentText($0) }.joined(separator: "/")
        guard let file = files.file(name) else {
            return LocalResponse(
                status: 404,
                fields: ConsoleFiles.securityFields + [("content-type", "text/plain; charset=utf-8")],
                body: Array("The console has no such page.\n".utf8))
        }
        var fields =
            ConsoleFiles.securityFields + [
                ("cache-control", "no-cache"), ("etag", file.etag), ("vary", "accept-encoding"),
            ]
        func text(_ name: FieldName) -> String {
            head.first(name).map { String(decoding: bytes[$0.valueRange], as: UTF8.self) } ?? ""
        }
        if text(.ifNoneMatch).split(separator: ",").contains(where: { $0.drop { $0 == " " } == file.etag }) {
            return LocalResponse(status: 304, fields: fields, body: [])
        }
        fields.append(("content-type", file.mediaType))
        if let compressed = file.compressed, self.takesGzip(text(.acceptEncoding)) {
            fields.append(("content-encoding", "gzip"))
            return LocalResponse(status: 200, fields: fields, body: compressed)
        }
        return LocalResponse(status: 200, fields: fields, body: file.bytes)
    }

    /// RFC 9110 §12.5.3, for `gzip` by its name.
    private static func takesGzip(_ value: String) -> Bool {
        value.split(separator: ",").contains { item in
            let parts = item.split(separator: ";").map { $0.filter { $0 != " " }.lowercased() }
            return parts.first == "gzip"
                && !parts.dropFirst().contains { $0 == "q=0" || $0.hasPrefix("q=0.0") }
        }
    }
}

extension ErrorResponse {
    fileprivate static func signedOut() -> ErrorResponse {
        ErrorResponse(
            status: 401, type: "security_exception", reason: "you are not signed in, or the session has ended"
        )
    }

    fileprivate static func crossSite() -> ErrorResponse {
        ErrorResponse(
            status: 403, type: "security_exception",
            reason: "this request does not come from the console's own page")
    }
}
