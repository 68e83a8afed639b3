internal import Authenticate
internal import Elasticsearch
internal import HTTP
internal import JSON
internal import Keys

/// `POST /_keyward/_import`: takes keys, users and roles out of documents of `.security-*`, so that clients keep their
/// credentials when a cluster's security moves here. What is there already stays as it is: an import may be repeated.
enum ImportRoute {
    /// Documents of one request.
    private static let documentsMax = 10_000

    static var route: SecurityRoute {
        SecurityRoute(
            path: ["_keyward", "_import"], methods: [.post], takesBody: true, isOfKeyService: true,
            documentation: RouteDocumentation(
                "Imports Elasticsearch's keys, users and roles",
                "NDJSON of documents of `.security-*`: lines `{\"_id\":...,\"_source\":{...}}`, lines of `_bulk`, or answers of"
                    + " `_search`. What exists already is skipped. Hashes may be of the forms SSHA256, PBKDF2,"
                    + " PBKDF2_STRETCH and bcrypt; slow ones become quick ones when a secret is shown for the first"
                    + " time. Needs `manage_security`.",
                request: """
                    {"type":"object","description":"One document a line","properties":{"_id":{"type":"string"},"_source":\
                    {"type":"object"}}}
                    """,
                response: """
                    {"type":"object","properties":{"api_keys":{"type":"integer"},"users":{"type":"integer"},"roles":\
                    {"type":"integer"},"skipped":{"type":"array","items":{"type":"object","properties":{"line":\
                    {"type":"integer"},"id":{"type":"string"},"reason":{"type":"string"}}}}}}
                    """),
            prepare: { (router, request) throws(ErrorResponse) in
                guard !request.body.isEmpty else { throw .parse("request body is required") }
                return SecurityRoute.Prepared(
                    right: .cluster(SecurityAction.putUser),
                    run: { _, completion in
                        router.searches.run(completion) {
                            Import(request.body, router, now: request.now).run(completion)
                        }
                    })
            })
    }

    struct Skipped: Sendable {
        var line: Int
        var id: String?
        var reason: String
    }

    /// The documents of one request.
    private struct Import: Sendable {
        private let router: SecurityRouter
        private var keys: [(line: Int, record: KeyRecord)] = []
        private var users: [(line: Int, name: String, user: NativeUser)] = []
        private var roles: [String: JSONValue] = [:]
        private var skipped: [Skipped] = []
        private var isTooLong = false

        init(_ bytes: [UInt8], _ router: SecurityRouter, now: Int64) {
            self.router = router
            let lines = ImportLines(bytes)
            self.skipped = lines.faults.map { Skipped(line: $0.line, id: nil, reason: $0.reason) }
            guard lines.documents.count <= documentsMax else {
                self.isTooLong = true
                return
            }
            var seen: Set<String> = []
            for document in lines.documents {
                guard seen.insert(document.id).inserted else {
                    self.skip(document, "the id is there twice")
                    continue
                }
                do throws(SecurityDocument.Fault) {
                    try self.take(document, SecurityDocument(id: document.id, document.source, now: now))
                } catch {
                    self.skip(document, error.reason)
                }
            }
        }

        private mutating func skip(_ document: ImportLines.Document, _ reason: String) {
            self.skipped.append(Skipped(line: document.line, id: document.id, reason: reason))
        }

        private mutating func take(
            _ document: ImportLines.Document, _ content: SecurityDocument
        ) throws(SecurityDocument.Fault) {
            let exists = SecurityDocument.Fault(reason: "it is there already")
            switch content {
            case .key(let record):
                guard self.router.registry.table.lookup(record.id) == nil else { throw exists }
                self.keys.append((document.line, record))
            case .user(let name, let user):
                guard self.router.realms.native.user(name) == nil else { throw exists }
                self.users.append((document.line, name, user))
            case .role(let name, let body):
                guard self.router.resolver.roles.nativeRoles[name] == nil else { throw exists }
                self.roles[name] = try RoleRoutes.imported(name, body, self.router.resolver)
            }
        }

        func run(_ completion: @escaping SecurityRoute.Completion) {
            guard !self.isTooLong else {
                return completion(
                    .failure(.illegalArgument("more than [\(documentsMax)] documents in one request")))
            }
            guard !self.keys.isEmpty else { return self.runRoles(completion) }
            self.router.registry.create(self.keys.map(\.record)) { error in
                switch error {
                case nil: self.runRoles(completion)
                case .duplicate:
                    completion(.failure(.illegalArgument("a key of the same id was made at the same time")))
                case let error?: completion(.failure(StoreFailure.response(error)))
                }
            }
        }

        private func runRoles(_ completion: @escaping SecurityRoute.Completion) {
            guard !self.roles.isEmpty else { return self.runUsers(self.users[...], completion) }
            self.router.resolver.roles.changeRoles(self.roles.mapValues { Optional($0) }) { result in
                switch result {
                case .success: self.runUsers(self.users[...], completion)
                case .failure(let error): completion(.failure(StoreFailure.response(error)))
                }
            }
        }

        private func runUsers(
            _ rest: ArraySlice<(line: Int, name: String, user: NativeUser)>,
            _ completion: @escaping SecurityRoute.Completion
        ) {
            guard let (_, name, user) = rest.first else { return completion(.success(self.answer)) }
            self.router.realms.native.change(name) {
                $0 ?? user
            } completion: { result in
                switch result {
                case .success: self.runUsers(rest.dropFirst(), completion)
                case .failure(let error): completion(.failure(StoreFailure.response(error)))
                }
            }
        }

        private var answer: SecurityResponse {
            .object { writer in
                for (name, count) in [
                    ("api_keys", self.keys.count), ("users", self.users.count), ("roles", self.roles.count),
                ] {
                    writer.name(name)
                    writer.integer(count)
                }
                writer.name("skipped")
                writer.beginArray()
                for skipped in self.skipped.sorted(by: { $0.line < $1.line }) {
                    writer.beginObject()
                    writer.name("line")
                    writer.integer(skipped.line)
                    if let id = skipped.id { writer.member("id", id) }
                    writer.member("reason", skipped.reason)
                    writer.endObject()
                }
                writer.endArray()
            }
        }
    }
}

extension RoleRoutes {
    /// A role out of a document, in the form in which roles are stored.
    static func imported(
        _ name: String, _ body: JSONValue, _ resolver: PrivilegeResolver
    ) throws(SecurityDocument.Fault) -> JSONValue {
        var reader = JSONReader(Array(JSONWriter.text(body).utf8))
        let role: ParsedDescriptor
        do throws(ObjectParser.Fault) {
            try ObjectParser.advance(&reader)
            role = try RoleDescriptorParser.parse(name, &reader, .description)
        } catch {
            throw SecurityDocument.Fault(reason: FieldReader.error(error, reader).reason)
        }
        if let complaint = self.complaints(role, resolver).first {
            throw SecurityDocument.Fault(reason: complaint)
        }
        if let error = RoleValidation.unsupported([role]) {
            throw SecurityDocument.Fault(reason: error.reason)
        }
        return role.normal
    }
}
