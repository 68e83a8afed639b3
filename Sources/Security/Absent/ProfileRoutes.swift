internal import Elasticsearch
internal import HTTP
internal import JSON

/// Profiles of users, in which Kibana keeps what they set. None is kept here.
enum ProfileRoutes {
    private static let root = ["_security", "profile"]

    static var all: [SecurityRoute] {
        [
            self.get, self.change(["_activate"], [.post], SecurityAction.activateProfile),
            self.change(["{uid}", "_data"], [.put, .post], SecurityAction.putProfileData),
            self.change(["{uid}", "_enable"], [.put, .post], SecurityAction.setProfileEnabled),
            self.change(["{uid}", "_disable"], [.put, .post], SecurityAction.setProfileEnabled),
        ]
    }

    private static var get: SecurityRoute {
        SecurityRoute(
            path: self.root + ["{uid}"], methods: [.get], parameters: ["data"],
            prepare: { (_, request) throws(ErrorResponse) in
                let ids = UserRoutes.list(request.captures["uid"])
                return SecurityRoute.Prepared(
                    right: .cluster(SecurityAction.getProfile),
                    run: { _, completion in completion(.success(self.none(ids))) })
            })
    }

    /// The answer of a cluster in which no profile has been made.
    private static func none(_ ids: [String]) -> SecurityResponse {
        .object { writer in
            writer.name("profiles")
            writer.beginArray()
            writer.endArray()
            guard !ids.isEmpty else { return }
            writer.name("errors")
            writer.beginObject()
            writer.name("count")
            writer.integer(ids.count)
            writer.name("details")
            writer.beginObject()
            for id in ids {
                writer.name(id)
                writer.beginObject()
                writer.member("type", "exception")
                writer.member("reason", "profile index does not exist")
                writer.endObject()
            }
            writer.endObject()
            writer.endObject()
        }
    }

    private static func change(_ path: [String], _ methods: [Method], _ action: Action) -> SecurityRoute {
        SecurityRoute(
            path: self.root + path, methods: methods,
            parameters: ["refresh", "if_primary_term", "if_seq_no"], takesBody: true,
            prepare: { (_, _) throws(ErrorResponse) in
                SecurityRoute.Prepared(
                    right: .cluster(action),
                    run: { _, completion in
                        completion(.failure(.notEnabled("user profiles", feature: "user_profiles")))
                    })
            })
    }
}
