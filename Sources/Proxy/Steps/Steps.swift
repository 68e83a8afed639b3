internal import Address
internal import Audit
internal import Authenticate
internal import Bytes
internal import Decide
internal import Elasticsearch
internal import EventLoop
internal import HTTP
internal import Keys
internal import Metrics
internal import Security

/// The steps of a request's way in their order: authenticate, then decide. What a request needs is looked at
/// every time, also for the thousandth on one connection.
enum Steps {
    enum Authentication {
        /// ``Exchange/subject`` says who it is.
        case accepted
        /// The verdict comes later, by `Exchange.verified`.
        case verifying
        case refused(Refusal)
        /// Needs no credential: answered at once.
        case answered(LocalResponse)
        /// The metrics, for who needs no credential for them.
        case metrics
    }

    enum Decision {
        /// To the listener's upstream.
        case forward(Passage)
        /// To the proxy itself.
        case own
        /// The names that are there must be learnt first.
        case needsCatalogue
        /// What the principal may do must be compiled first, for this judge.
        case needsRequester(Judge)
        case answered(LocalResponse)
        case refused(Refusal)
    }

    // MARK: Authenticate

    static func authenticate(
        _ exchange: Exchange, _ head: RequestHead, _ bytes: UnsafeBufferPointer<UInt8>,
        _ connection: DownstreamConnection
    ) -> Authentication {
        let context = exchange.context
        switch OpenAnswers.answer(head, connection, context) {
        case .now(let response): return .answered(response)
        case .metrics: return .metrics
        case nil: break
        }
        guard context.audit.mayServe else {
            return .refused(
                Refusal(
                    .unavailable("the audit trail cannot keep up", retryAfter: 1),
                    reason: "audit queue is full"))
        }
        if let result = self.console(exchange, head, bytes, connection) { return result }
        guard let line = head.first(.authorization) else { return self.withoutCredential(exchange, head) }
        let value = UnsafeBufferPointer(rebasing: bytes[line.valueRange])
        switch AuthorizationField(value) {
        case .none: return self.withoutCredential(exchange, head)
        case .unsupported:
            exchange.record.authentication = .unsupported
            return .refused(self.failure(.providedCredentials(), "authentication scheme is not supported"))
        case .apiKey(let digits):
            guard connection.listener.isSecure else {
                exchange.record.authentication = .cleartext
                return .refused(Refusal(.clearText(), reason: "API key over clear text"))
            }
            return self.authenticateKey(exchange, digits, head, bytes, connection)
        case .basic(let digits):
            guard connection.listener.isSecure else {
                exchange.record.authentication = .cleartext
                return .refused(Refusal(.clearText(), reason: "password over clear text"))
            }
            if connection.listener.takesKeysAsBasic, self.namesKey(exchange, digits) {
                return self.authenticateKey(exchange, digits, head, bytes, connection)
            }
            return self.authenticatePassword(exchange, digits, head)
        }
    }

    private static func withoutCredential(_ exchange: Exchange, _ head: RequestHead) -> Authentication {
        // A preflight carries no credential by design (Fetch standard); it tells nothing and reaches nobody.
        if head.method == .options {
            return .answered(.options("GET, HEAD, POST, PUT, DELETE, OPTIONS"))
        }
        exchange.record.authentication = .missing
        return .refused(self.failure(.missingCredentials(uri: self.uri(head)), "no credentials"))
    }

    /// Whether a user name is the id of a key that exists: a password decides nothing then.
    private static func namesKey(_ exchange: Exchange, _ digits: UnsafeBufferPointer<UInt8>) -> Bool {
        switch exchange.context.keyAuthenticator.authenticate(
            digits, now: exchange.context.loop.latestWallNow)
        {
        case .invalid(.unknown, _), .invalid(.malformed, _): false
        default: true
        }
    }

    private static func authenticateKey(
        _ exchange: Exchange, _ digits: UnsafeBufferPointer<UInt8>, _ head: RequestHead,
        _ bytes: UnsafeBufferPointer<UInt8>, _ connection: DownstreamConnection
    ) -> Authentication {
        let context = exchange.context
        switch context.keyAuthenticator.authenticate(digits, now: context.loop.latestWallNow) {
        case .valid(let entry): return self.accepted(entry, exchange)
        case .slow(let question):
            return self.authenticateSlowly(question, exchange, head, bytes, connection)
        case .former(let entry):
            self.noteFormer(entry, exchange, head, bytes, connection)
            return self.accepted(entry, exchange)
        case .invalid(let failure, let id):
            exchange.record.keyID = id
            exchange.record.authentication = AuthenticationResult(failure)
            exchange.record.isKeyOutdated = failure == .expired || failure == .invalidated
            return .refused(self.failure(.providedCredentials(), failure.reason))
        }
    }

    private static func noteFormer(
        _ entry: KeyEntry, _ exchange: Exchange, _ head: RequestHead, _ bytes: UnsafeBufferPointer<UInt8>,
        _ connection: DownstreamConnection
    ) {
        let agent = head.first(.userAgent).map { UnsafeBufferPointer(rebasing: bytes[$0.valueRange]) }
        exchange.context.shared.router.formerSecrets.note(
            entry.id, address: exchange.client.description, agent: agent, at: exchange.context.loop.wallNow)
    }

    /// A key with a hash that is too slow for the loop: as it is known, or found out by others.
    private static func authenticateSlowly(
        _ question: SlowQuestion, _ exchange: Exchange, _ head: RequestHead,
        _ bytes: UnsafeBufferPointer<UInt8>, _ connection: DownstreamConnection
    ) -> Authentication {
        let context = exchange.context
        let id = question.entry.id
        exchange.record.keyID = id
        switch context.shared.slowKeys.knowledge(question, hasher: context.hasher) {
        case .right:
            if let failure = KeyAuthenticator.failure(of: question.entry, now: context.loop.latestWallNow) {
                exchange.record.authentication = AuthenticationResult(failure)
                exchange.record.isKeyOutdated = failure == .expired || failure == .invalidated
                return .refused(self.failure(.providedCredentials(), failure.reason))
            }
            if question.isFormer { self.noteFormer(question.entry, exchange, head, bytes, connection) }
            return self.accepted(question.entry, exchange)
        case .wrong:
            exchange.record.authentication = AuthenticationResult(.wrongSecret)
            return .refused(self.failure(.providedCredentials(), KeyFailure.wrongSecret.reason))
        case .unknown: break
        }
        let number = exchange.number
        let loop = context.loop
        nonisolated(unsafe) let pending = exchange  // SAFETY: touched on its loop only.
        let isTaken =
            !exchange.hasVerifiedKey
            && context.shared.slowKeys.verify(question, hasher: context.hasher) {
                loop.execute { pending.keyVerified(number: number) }
            }
        guard isTaken else {
            exchange.record.authentication = .busy
            return .refused(
                Refusal(
                    .tooManyRequests("too many secrets are being verified", retryAfter: 1),
                    reason: "key queue is full"))
        }
        exchange.hasVerifiedKey = true
        return .verifying
    }

    private static func accepted(_ entry: KeyEntry, _ exchange: Exchange) -> Authentication {
        let shared = exchange.context.shared
        exchange.record.keyID = entry.id
        if shared.keyUse.refusesGoneOwners {
            // nil: the key has changed at this very moment.
            let state = shared.registry.table.owner(of: entry).map { shared.router.realms.state(of: $0) }
            switch state {
            case .present, .unknown: break
            case .gone, .disabled, nil:
                exchange.record.authentication = AuthenticationResult(.ownerGone)
                return .refused(self.failure(.providedCredentials(), KeyFailure.ownerGone.reason))
            }
        }
        exchange.record.keyEntry = entry
        exchange.record.keyFacts = exchange.context.facts(of: entry)
        exchange.record.authentication = .success
        exchange.subject = .key(entry)
        return .accepted
    }

    private static func authenticatePassword(
        _ exchange: Exchange, _ digits: UnsafeBufferPointer<UInt8>, _ head: RequestHead
    ) -> Authentication {
        let context = exchange.context
        let number = exchange.number
        nonisolated(unsafe) let pending = exchange  // SAFETY: touched on its loop only.
        let loop = context.loop
        if let wait = exchange.failureWait {
            let known = context.shared.passwords.recall(digits, now: loop.wallNow, hasher: context.hasher)
            guard let known else { return .refused(.tooManyFailures(wait)) }
            return self.authentication(known, exchange, uri: self.uri(head))
        }
        let verdict = context.shared.passwords.authenticate(
            digits, now: context.loop.wallNow, hasher: context.hasher
        ) {
            verdict in
            loop.execute { pending.verified(verdict, number: number) }
        }
        guard let verdict else { return .verifying }
        return self.authentication(verdict, exchange, uri: self.uri(head))
    }

    static func authentication(
        _ verdict: PasswordVerdict, _ exchange: Exchange, uri: @autoclosure () -> String
    ) -> Authentication {
        switch verdict {
        case .valid(let principal):
            exchange.record.userName = principal.username
            exchange.record.userRealm = principal.realm
            exchange.record.principal = principal
            exchange.record.authentication = .success
            exchange.subject = .user(principal)
            return .accepted
        case .invalid(let username):
            exchange.record.userName = username
            exchange.record.authentication = .wrongPassword
            return .refused(
                self.failure(.wrongPassword(username: username, uri: uri()), "wrong user name or password"))
        case .malformed:
            exchange.record.authentication = .malformed
            return .refused(self.failure(.providedCredentials(), "malformed Basic credentials"))
        case .busy:
            exchange.record.authentication = .busy
            return .refused(
                Refusal(
                    .tooManyRequests("too many passwords are being verified", retryAfter: 1),
                    reason: "password queue is full"))
        }
    }

    /// Whom the request is made for: another user, who was looked for off the loop.
    static func acting(
        _ acting: Result<Subject, ErrorResponse>, _ exchange: Exchange, _ head: RequestHead,
        _ bytes: UnsafeBufferPointer<UInt8>
    ) -> Authentication {
        switch acting {
        case .success(let subject):
            if case .user(let principal) = subject { exchange.record.acting = principal }
            exchange.subject = subject
            return .accepted
        case .failure(let error):
            if let line = head.first(.esSecurityRunAsUser) {
                let name = String(decoding: bytes[line.valueRange], as: UTF8.self)
                exchange.record.deniedRunAs = name
                // For the trail alone: the answer is the same for a name that nobody has.
                exchange.record.deniedRunAsRealm = exchange.context.shared.router.realm(ofUser: name) ?? ""
            }
            exchange.record.authentication = .runAsDenied
            return .refused(Refusal(error, reason: "run as was denied"))
        }
    }

    static func failure(_ error: ErrorResponse, _ reason: StaticString) -> Refusal {
        var refusal = Refusal(error, reason: reason)
        refusal.isAuthentication = true
        return refusal
    }

    /// Path and query as they are told back to the client.
    static func uri(_ head: RequestHead) -> String {
        let buffer = ByteBuffer(capacity: 256)
        head.target.write(into: buffer)
        return String(decoding: buffer.readable, as: UTF8.self)
    }
}
