internal import Elasticsearch
internal import HTTP

/// Routes under `/_xpack/security/` as Elasticsearch 6 and 7 have them beside those under `/_security/`: the same, with
/// a warning. What is younger (keys, queries, changes of many) has no such form.
enum LegacyRoutes {
    private static let prefix = ["_xpack", "security"]

    static func of(_ routes: [SecurityRoute]) -> [SecurityRoute] {
        routes.filter(self.isOld).map { route in
            var legacy = route
            let path = self.prefix + route.path.dropFirst()
            legacy.path = path
            legacy.prepare = { (router, request) throws(ErrorResponse) in
                var prepared = try route.prepare(router, request)
                let run = prepared.run
                let warning = self.warning("\(request.method.text)", path, route.path)
                prepared.run = { caller, completion in
                    run(caller) { result in
                        completion(
                            result.map { response in
                                var response = response
                                response.headers.append(("Warning", warning))
                                return response
                            })
                    }
                }
                return prepared
            }
            return legacy
        }
    }

    private static func isOld(_ route: SecurityRoute) -> Bool {
        guard route.path.first == "_security", route.path.count > 1 else { return false }
        switch route.path[1] {
        case "_authenticate", "user", "realm", "role_mapping", "oauth2": return true
        case "saml": return route.path.count == 3 && route.path.last != "complete_logout"
        case "role": return route.path.count > 2 || route.methods == [.get]
        case "privilege": return route.path.last != "_clear_cache" && route.path.last != "_builtin"
        default: return false
        }
    }

    /// RFC 7234 §5.5, in Elasticsearch's words.
    static func warning(_ method: String, _ path: [String], _ replacement: [String]) -> String {
        "299 Keyward \"[\(method) \(self.text(path))] is deprecated! Use [\(method) \(self.text(replacement))] instead.\""
    }

    private static func text(_ path: [String]) -> String {
        // Elasticsearch declares lists with a slash behind.
        let isList = path.last.map { ["user", "role", "privilege", "role_mapping"].contains($0) } ?? false
        return "/" + path.joined(separator: "/") + (isList ? "/" : "")
    }
}
