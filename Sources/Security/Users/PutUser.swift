internal import Authenticate
internal import Elasticsearch
internal import HTTP
internal import JSON
internal import Keys

/// `PUT|POST /_security/user/{username}`: makes a user of the native realm, or changes one.
enum PutUser {
    private static let reader = FieldReader(what: "add user request")

    static var route: SecurityRoute {
        SecurityRoute(
            path: ["_security", "user", "{username}"], methods: [.put, .post], parameters: ["refresh"],
            takesBody: true,
            prepare: { (router, request) throws(ErrorResponse) in
                let name = request.captures["username"] ?? ""
                let asked = try self.read(request.body, name)
                try request.checkRefresh()
                return SecurityRoute.Prepared(
                    complaints: self.complaints(name, asked), right: .cluster(SecurityAction.putUser),
                    run: { _, completion in self.run(router, name, asked, completion) })
            })
    }

    /// The body.
    private struct Asked: Sendable {
        var password = PasswordBody()
        var roles: [String]?
        var fullName: String?
        var email: String?
        var metadata: JSONValue?
        var isEnabled = true
    }

    private static func read(_ bytes: [UInt8], _ name: String) throws(ErrorResponse) -> Asked {
        var asked = Asked()
        try self.reader.parse(bytes) { (field, reader) throws(ErrorResponse) in
            if try asked.password.read(field, self.reader, &reader) { return }
            switch field {
            case "roles": asked.roles = try self.reader.strings(field, &reader)
            case "full_name": asked.fullName = try self.reader.optionalString(field, &reader)
            case "email": asked.email = try self.reader.optionalString(field, &reader)
            case "metadata": asked.metadata = try self.reader.object(field, &reader)
            case "enabled": asked.isEnabled = try self.reader.bool(field, &reader)
            case "username":
                guard try self.reader.string(field, &reader) == name else {
                    throw .illegalArgument(
                        "[username] in source does not match the username provided [\(name)]")
                }
            default: throw self.reader.unexpected(field)
            }
        }
        return asked
    }

    private static func complaints(_ name: String, _ asked: Asked) -> [String] {
        var complaints: [String] = []
        if let complaint = UserNames.complaint(name) { complaints.append(complaint) }
        if UserNames.reserved.contains(name) {
            complaints.append("user [\(name)] is reserved and only the password can be changed")
        }
        if let roles = asked.roles {
            for role in roles where !RoleName.isValid(role, lengthMax: 507) {
                complaints.append(RoleName.rule("Role names", 507))
            }
        } else {
            complaints.append("roles are missing")
        }
        if asked.metadata?.members?.contains(where: { $0.name.hasPrefix("_") }) == true {
            complaints.append("metadata keys may not start with [_]")
        }
        return complaints
    }

    private static func metadata(_ asked: JSONValue?, over former: String?) -> String {
        guard let asked else { return "{}" }
        guard let former, let old = try? JSONParser.parse(Array(former.utf8)) else {
            return JSONWriter.text(asked)
        }
        return JSONWriter.text(self.merged(old, asked))
    }

    /// `new`, with what `old` has besides in objects that both have. As deep as the parser let them be.
    private static func merged(_ old: JSONValue, _ new: JSONValue) -> JSONValue {
        guard let before = old.members, let after = new.members else { return new }
        var members = before.map { member in
            guard let value = new[member.name] else { return member }
            return JSONValue.Member(name: member.name, value: self.merged(member.value, value))
        }
        members += after.filter { old[$0.name] == nil }
        return JSONValue(.object(members))
    }

    private static func run(
        _ router: SecurityRouter, _ name: String, _ asked: Asked,
        _ completion: @escaping SecurityRoute.Completion
    ) {
        asked.password.hash(router) { result in
            let hash: String?
            switch result {
            case .success(let made): hash = made
            case .failure(let error): return completion(.failure(error))
            }
            let roles = asked.roles ?? []
            router.realms.native.change(name) { user in
                guard let kept = hash ?? user?.hash else { return user }
                // Without a password Elasticsearch changes the document, in which objects are merged.
                let former = hash == nil ? user?.metadata : nil
                return NativeUser(
                    hash: kept, roles: roles, fullName: asked.fullName, email: asked.email,
                    metadata: Self.metadata(asked.metadata, over: former), isEnabled: asked.isEnabled)
            } completion: { result in
                switch result {
                case .failure(let error): completion(.failure(StoreFailure.response(error)))
                case .success(nil) where hash == nil:
                    completion(
                        .failure(
                            .invalid("password must be specified unless you are updating an existing user")))
                case .success(let former):
                    completion(.success(.object { $0.member("created", former == nil) }))
                }
            }
        }
    }
}
