internal import Authenticate
internal import Authorize
internal import Elasticsearch
internal import HTTP
internal import JSON
internal import Keys

/// `POST|PUT /_security/api_key/grant`: makes a key for somebody else, whose password is shown.
enum GrantAPIKey {
    private static let parser = ObjectParser(
        "grant_api_key_request",
        [
            "grant_type", "username", "password", "access_token", "run_as", "client_authentication",
            "api_key",
        ])

    static var route: SecurityRoute {
        SecurityRoute(
            path: ["_security", "api_key", "grant"], methods: [.post, .put], parameters: ["refresh"],
            takesBody: true, isOfKeyService: true,
            prepare: { (router, request) throws(ErrorResponse) in
                let asked = try self.read(request.body)
                try request.checkRefresh()
                return SecurityRoute.Prepared(
                    complaints: asked.complaints(router.resolver.table)
                        + router.settings.policy.complaints(
                            name: asked.key?.name, lifetime: asked.key?.lifetime),
                    right: .cluster(SecurityAction.grantKey),
                    run: { caller, completion in
                        do throws(ErrorResponse) {
                            try asked.key?.checkSupport()
                        } catch {
                            return completion(.failure(error))
                        }
                        self.authenticate(router, asked, request.now) { result in
                            switch result {
                            case .success(let principal):
                                CreateAPIKey.create(
                                    router, asked.key ?? KeyBody(),
                                    CreateAPIKey.origin(of: principal, router),
                                    now: request.now, completion)
                            case .failure(let error): completion(.failure(error))
                            }
                        }
                    })
            })
    }

    /// The body.
    private struct Asked: Sendable {
        var type: String?
        var username: String?
        var password: String?
        var token: String?
        var runAs: String?
        var key: KeyBody?

        func complaints(_ table: PrivilegeTable) -> [String] {
            let ofKey = self.key ?? KeyBody()
            return ofKey.nameComplaints + ofKey.metadataComplaints + ofKey.descriptorComplaints(table)
                + self.grantComplaints
        }

        private var grantComplaints: [String] {
            guard let type = self.type else { return ["[grant_type] is required"] }
            let fields = [
                ("username", self.username), ("password", self.password), ("access_token", self.token),
            ]
            let wanted: [String]
            switch type {
            case "password": wanted = ["username", "password"]
            case "access_token": wanted = ["access_token"]
            default: return ["grant_type [\(type)] is not supported"]
            }
            let missing = fields.filter { wanted.contains($0.0) && $0.1?.isEmpty != false }
            let other = fields.filter { !wanted.contains($0.0) && $0.1 != nil }
            return missing.map { "[\($0.0)] is required for grant_type [\(type)]" }
                + other.map { "[\($0.0)] is not supported for grant_type [\(type)]" }
        }
    }

    private static func read(_ bytes: [UInt8]) throws(ErrorResponse) -> Asked {
        var asked = Asked()
        try self.parser.parse(bytes) { (field, reader) throws(ObjectParser.Fault) in
            switch field {
            case "grant_type": asked.type = try self.parser.string(field, &reader)
            case "username": asked.username = try self.parser.string(field, &reader)
            case "password": asked.password = try self.parser.string(field, &reader)
            case "access_token": asked.token = try self.parser.string(field, &reader)
            case "run_as": asked.runAs = try self.parser.string(field, &reader)
            case "client_authentication": _ = try self.parser.object(field, &reader)
            default: asked.key = try self.key(field, &reader)
            }
        }
        return asked
    }

    private static func key(
        _ field: String, _ reader: inout JSONReader
    ) throws(ObjectParser.Fault) -> KeyBody {
        guard reader.token == .beginObject else { throw self.parser.wrongType(field, reader) }
        var key = KeyBody()
        do throws(ErrorResponse) {
            try CreateAPIKey.parser.parse(&reader) { (field, reader) throws(ObjectParser.Fault) in
                try key.read(field, CreateAPIKey.parser, &reader)
            }
            try CreateAPIKey.build(&key)
        } catch {
            throw .inner(error.asCause)
        }
        return key
    }

    // MARK: Authentication

    private static func authenticate(
        _ router: SecurityRouter, _ asked: Asked, _ now: Int64,
        _ completion: @escaping @Sendable (Result<Principal, ErrorResponse>) -> Void
    ) {
        guard asked.type == "password", let username = asked.username, let password = asked.password else {
            // Tokens are not issued here, so none is valid.
            return completion(.failure(self.failed("_bearer_token", "oauth2 token: invalid token")))
        }
        let verdict = router.passwords.authenticate(
            username: username, password: Array(password.utf8), now: now, hasher: SecretHasher()
        ) { verdict in
            completion(self.principal(router, asked, verdict))
        }
        if let verdict { completion(self.principal(router, asked, verdict)) }
    }

    private static func principal(
        _ router: SecurityRouter, _ asked: Asked, _ verdict: PasswordVerdict
    ) -> Result<Principal, ErrorResponse> {
        switch verdict {
        case .valid(let principal):
            guard let runAs = asked.runAs else { return .success(principal) }
            guard !runAs.isEmpty else { return .failure(self.failed(principal.username, nil)) }
            do throws(ErrorResponse) {
                return .success(
                    try RunAs.principal(
                        runAs, by: .user(principal), for: SecurityAction.authenticate, router.resolver,
                        router.realms))
            } catch {
                return .failure(error)
            }
        case .invalid(let username): return .failure(self.failed(username, nil))
        case .malformed: return .failure(self.failed(asked.username ?? "", nil))
        case .busy:
            return .failure(.tooManyRequests("too many passwords are being verified", retryAfter: 1))
        }
    }

    /// The one who asks is authenticated, the one he asks for is not: 403, not 401.
    private static func failed(_ username: String, _ detail: String?) -> ErrorResponse {
        var cause = ErrorResponse.Cause.cause(
            type: "security_exception",
            reason: "unable to authenticate user [\(username)] for action [\(SecurityAction.grantKey)]")
        if let detail {
            cause.extras = [
                ErrorResponse.Extra("additional_unsuccessful_credentials", detail)
            ]
        }
        cause.showsChallenges = true
        var error = ErrorResponse.forbidden("Failed to authenticate api key grant")
        error.causedBy = cause
        return error
    }
}
