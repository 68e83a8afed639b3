internal import Authenticate
internal import Elasticsearch
internal import HTTP
internal import JSON
internal import Keys

/// Users of the native realm: look-up, removal, enabling, passwords.
enum UserRoutes {
    static var all: [SecurityRoute] {
        [self.getAll, self.get, QueryUsers.route, PutUser.route, self.delete] + self.setEnabled
            + self.changePassword
    }

    // MARK: Look-up

    private static var getAll: SecurityRoute {
        SecurityRoute(
            path: ["_security", "user"], methods: [.get], parameters: ["with_profile_uid"],
            prepare: { (router, request) throws(ErrorResponse) in
                _ = try request.flag("with_profile_uid")
                return SecurityRoute.Prepared(
                    right: .cluster(SecurityAction.getUser),
                    run: { _, completion in
                        completion(.success(self.answer(router.realms.native.users, wanted: nil)))
                    })
            })
    }

    private static var get: SecurityRoute {
        SecurityRoute(
            path: ["_security", "user", "{username}"], methods: [.get], parameters: ["with_profile_uid"],
            prepare: { (router, request) throws(ErrorResponse) in
                _ = try request.flag("with_profile_uid")
                let names = Self.list(request.captures["username"])
                return SecurityRoute.Prepared(
                    right: .cluster(SecurityAction.getUser),
                    run: { _, completion in
                        completion(.success(self.answer(router.realms.native.users, wanted: names)))
                    })
            })
    }

    /// Names with commas between, each once.
    static func list(_ text: String?) -> [String] {
        var seen: Set<String> = []
        return (text ?? "").split(separator: ",").map(String.init).filter { seen.insert($0).inserted }
    }

    private static func answer(_ users: [String: NativeUser], wanted: [String]?) -> SecurityResponse {
        let names = wanted?.filter { users[$0] != nil } ?? users.keys.sorted()
        return .object(wanted != nil && names.isEmpty ? 404 : 200) { writer in
            for name in names {
                guard let user = users[name] else { continue }
                writer.name(name)
                writer.beginObject()
                self.write(name, user, &writer)
                writer.endObject()
            }
        }
    }

    /// The members of a user's object.
    static func write(_ name: String, _ user: NativeUser, _ writer: inout JSONWriter) {
        writer.member("username", name)
        writer.strings("roles", user.roles)
        writer.member("full_name", user.fullName)
        writer.member("email", user.email)
        writer.name("metadata")
        writer.stored(user.metadata)
        writer.member("enabled", user.isEnabled)
    }

    // MARK: Changes

    private static var delete: SecurityRoute {
        SecurityRoute(
            path: ["_security", "user", "{username}"], methods: [.delete], parameters: ["refresh"],
            prepare: { (router, request) throws(ErrorResponse) in
                let name = request.captures["username"] ?? ""
                try request.checkRefresh()
                return SecurityRoute.Prepared(
                    right: .cluster(SecurityAction.deleteUser),
                    run: { _, completion in
                        guard !UserNames.reserved.contains(name) else {
                            return completion(
                                .failure(.illegalArgument("user [\(name)] is reserved and cannot be deleted"))
                            )
                        }
                        router.realms.native.change(name) { _ in
                            nil
                        } completion: { result in
                            completion(
                                result.mapError(StoreFailure.response).map { former in
                                    .object(former == nil ? 404 : 200) { $0.member("found", former != nil) }
                                })
                        }
                    })
            })
    }

    private static var setEnabled: [SecurityRoute] {
        [true, false].map { isEnabled in
            SecurityRoute(
                path: ["_security", "user", "{username}", isEnabled ? "_enable" : "_disable"],
                methods: [.put, .post],
                prepare: { (router, request) throws(ErrorResponse) in
                    let name = request.captures["username"] ?? ""
                    return SecurityRoute.Prepared(
                        right: .cluster(SecurityAction.setUserEnabled),
                        run: { caller, completion in
                            guard name != caller.owner.username else {
                                return completion(
                                    .failure(
                                        .illegalArgument(
                                            "users may not update the enabled status of their own account")))
                            }
                            self.set(router, name, isEnabled, completion)
                        })
                })
        }
    }

    private static func set(
        _ router: SecurityRouter, _ name: String, _ isEnabled: Bool,
        _ completion: @escaping SecurityRoute.Completion
    ) {
        router.realms.native.change(name) { user in
            var user = user
            user?.isEnabled = isEnabled
            return user
        } completion: { result in
            switch result {
            case .failure(let error): completion(.failure(StoreFailure.response(error)))
            case .success(nil):
                completion(
                    .failure(.invalid("only existing users can be \(isEnabled ? "enabled" : "disabled")")))
            case .success: completion(.success(.object { _ in }))
            }
        }
    }

    private static let passwordReader = FieldReader(what: "change password request")

    /// With a name, and without one for oneself.
    private static var changePassword: [SecurityRoute] {
        [["_security", "user", "{username}", "_password"], ["_security", "user", "_password"]].map { path in
            SecurityRoute(
                path: path, methods: [.put, .post], parameters: ["refresh"], takesBody: true,
                prepare: { (router, request) throws(ErrorResponse) in
                    var read = PasswordBody()
                    try self.passwordReader.parse(request.body) { (field, reader) throws(ErrorResponse) in
                        guard try read.read(field, self.passwordReader, &reader) else {
                            throw self.passwordReader.unexpected(field)
                        }
                    }
                    try request.checkRefresh()
                    let body = read
                    let asked = request.captures["username"]
                    return SecurityRoute.Prepared(
                        complaints: body.isEmpty ? ["password is missing"] : [],
                        right: .clusterOrSelf(SecurityAction.changePassword) { caller in
                            self.mayChangeOwn(caller, asked)
                        },
                        run: { caller, completion in
                            self.change(router, asked ?? caller.owner.username, body, completion)
                        })
                })
        }
    }

    /// Whoever signed in with a password that is kept here may change it.
    private static func mayChangeOwn(_ caller: Caller, _ name: String?) -> Bool {
        !caller.isKey && caller.owner.realmType == NativeRealm.type
            && (name == nil || name == caller.owner.username)
    }

    private static func change(
        _ router: SecurityRouter, _ name: String, _ body: PasswordBody,
        _ completion: @escaping SecurityRoute.Completion
    ) {
        body.hash(router) { result in
            switch result {
            case .failure(let error): completion(.failure(error))
            case .success(let hash):
                router.realms.native.change(name) { user in
                    var user = user
                    user?.hash = hash
                    return user
                } completion: { result in
                    switch result {
                    case .failure(let error): completion(.failure(StoreFailure.response(error)))
                    case .success(nil):
                        completion(.failure(.invalid("user must exist in order to change password")))
                    case .success: completion(.success(.object { _ in }))
                    }
                }
            }
        }
    }
}
