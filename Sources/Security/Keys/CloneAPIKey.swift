internal import Authenticate
internal import Elasticsearch
internal import HTTP
internal import JSON
internal import Keys

/// `POST|PUT /_security/api_key/clone`: makes a second key of one that is shown, with its owner, privileges and limits. As
/// Elasticsearch 9.4; answered whatever the release of the cluster.
enum CloneAPIKey {
    private static let parser = ObjectParser(
        "clone_api_key_request", ["api_key", "name", "expiration", "metadata"])
    /// The member of the metadata that says what a key was made of.
    private static let sourceMember = "_cloned_from"

    static var route: SecurityRoute {
        SecurityRoute(
            path: ["_security", "api_key", "clone"], methods: [.post, .put], parameters: ["refresh"],
            takesBody: true, isOfKeyService: true,
            prepare: { (router, request) throws(ErrorResponse) in
                let asked = try self.read(request.body)
                try request.checkRefresh()
                return SecurityRoute.Prepared(
                    complaints: asked.complaints
                        + router.settings.policy.complaints(
                            name: asked.key.name, lifetime: asked.key.lifetime),
                    right: .keys(SecurityAction.cloneKey) { _ in false },
                    run: { _, completion in self.run(router, asked, request.now, completion) })
            })
    }

    /// The body.
    private struct Asked: Sendable {
        /// Base64 of `id:secret`.
        var credential: String?
        var key = KeyBody()
        /// `expiration` was null: it never expires; without one, it does when its source does.
        var isEndless = false

        var complaints: [String] {
            (self.credential?.isEmpty == false ? [] : ["api key credential is required"])
                + self.key.nameComplaints + self.key.metadataComplaints
        }
    }

    private static func read(_ bytes: [UInt8]) throws(ErrorResponse) -> Asked {
        var asked = Asked()
        try self.parser.parse(bytes) { (field, reader) throws(ObjectParser.Fault) in
            switch field {
            case "api_key": asked.credential = try self.parser.string(field, &reader)
            case "expiration" where reader.token == .null: asked.isEndless = true
            default: try asked.key.read(field, self.parser, &reader)
            }
        }
        try asked.key.build(self.parser)
        return asked
    }

    private static func run(
        _ router: SecurityRouter, _ asked: Asked, _ now: Int64,
        _ completion: @escaping SecurityRoute.Completion
    ) {
        var digits = asked.credential ?? ""
        let verdict = digits.withUTF8 {
            KeyAuthenticator(table: router.registry.table).authenticate($0, now: now)
        }
        switch verdict {
        case .valid(let entry), .former(let entry): self.clone(entry, router, asked, now, completion)
        case .invalid: completion(.failure(self.failed()))
        case .slow(let question):
            // Not on a loop; the queue bounds how many wait.
            router.searches.run(completion) {
                guard PasswordHash.verify(question.hash, password: question.secret),
                    KeyAuthenticator.failure(of: question.entry, now: now) == nil
                else { return completion(.failure(self.failed())) }
                self.clone(question.entry, router, asked, now, completion)
            }
        }
    }

    private static func clone(
        _ entry: KeyEntry, _ router: SecurityRouter, _ asked: Asked, _ now: Int64,
        _ completion: @escaping SecurityRoute.Completion
    ) {
        router.registry.find(KeyQuery(ids: [entry.id])) { result in
            switch result {
            case .failure(let error): completion(.failure(StoreFailure.response(error)))
            case .success(let records):
                // It may have been ended in between.
                guard let source = records.first, source.invalidation == nil, source.suspension == nil else {
                    return completion(.failure(self.failed()))
                }
                let origin = CreateAPIKey.Origin(owner: source.owner, limitedBy: source.limitedBy)
                CreateAPIKey.create(router, asked.key, origin, now: now, completion) { record in
                    record.roleDescriptors = source.roleDescriptors
                    record.limits = source.limits
                    record.metadata = self.metadata(asked.key.metadata ?? source.metadata, of: source)
                    if asked.key.lifetime == nil, !asked.isEndless { record.expiration = source.expiration }
                }
            }
        }
    }

    private static func metadata(_ text: String, of source: KeyRecord) -> String {
        let given = (try? JSONParser.parse(Array(text.utf8)))?.members ?? []
        let mark = JSONValue.Member(name: self.sourceMember, value: .text(source.id.description))
        return JSONWriter.text(JSONValue(.object(given.filter { $0.name != self.sourceMember } + [mark])))
    }

    /// The one who asks is authenticated, what he shows is not good: 403, not 401, and never why.
    private static func failed() -> ErrorResponse {
        var cause = ErrorResponse.Cause.cause(
            type: "security_exception", reason: ErrorResponse.providedCredentials().reason)
        cause.showsChallenges = true
        var error = ErrorResponse.forbidden("Failed to clone API key")
        error.causedBy = cause
        return error
    }
}
