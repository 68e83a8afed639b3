internal import Authorize
internal import Elasticsearch
internal import HTTP
internal import JSON
internal import Keys
internal import Limit

/// `GET|PUT|DELETE /_keyward/api_key/{id}/limits`: what a key is held to beside the policies of the configuration.
/// Whoever may change all keys may change it; the owner of a key alone may not, or limits would hold nobody.
enum KeyLimitsRoutes {
    private static let path = ["_keyward", "api_key", "{id}", "limits"]

    private static let schema = #"{"type":"object"}"#

    private static func documentation(
        _ summary: String, request: String? = nil, response: String = #"{"type":"object"}"#
    ) -> RouteDocumentation {
        RouteDocumentation(
            summary,
            "`action` is `refuse` or `slow` (with `max_delay`); `in_flight` are requests at a time,"
                + " `allowed_addresses` blocks of addresses that it may be used from; `requests`, `documents`,"
                + " `bytes_in` and `bytes_out` each have `per_second` with `burst`, `per_day` and `per_month`. They hold"
                + " beside the policies of the configuration. A change takes the right to change all keys.",
            parameters: ["id": "The key's id"], request: request, response: response)
    }

    static var all: [SecurityRoute] {
        [
            SecurityRoute(
                path: self.path, methods: [.get], isOfKeyService: true,
                documentation: self.documentation("The limits of a key", response: self.schema),
                prepare: { (router, request) throws(ErrorResponse) in
                    let id = request.captures["id"] ?? ""
                    return SecurityRoute.Prepared(
                        right: .keysOrSelf(SecurityAction.getKey) { _ in
                            true
                        } isSelf: {
                            $0.keyID?.description == id
                        },
                        run: { caller, completion in self.get(router, id, caller, completion) })
                }),
            SecurityRoute(
                path: self.path, methods: [.put], takesBody: true, isOfKeyService: true,
                documentation: self.documentation(
                    "Sets the limits of a key, all of them", request: self.schema),
                prepare: { (router, request) throws(ErrorResponse) in
                    let limits = try self.read(request.body)
                    return self.prepared(router, request, limits.isEmpty ? nil : limits.text)
                }),
            SecurityRoute(
                path: self.path, methods: [.delete], isOfKeyService: true,
                documentation: self.documentation("Takes away the limits of a key"),
                prepare: { (router, request) throws(ErrorResponse) in self.prepared(router, request, nil) }),
        ]
    }

    /// Limits that stand alone in a body, or under a name within one.
    static func read(_ bytes: [UInt8]) throws(ErrorResponse) -> KeyLimits {
        let value: JSONValue
        do throws(JSONError) { value = try JSONParser.parse(bytes) } catch { throw .json(error, in: bytes) }
        return try self.read(value)
    }

    static func read(_ value: JSONValue) throws(ErrorResponse) -> KeyLimits {
        do throws(LimitTextError) { return try KeyLimits(value) } catch {
            throw .illegalArgument("limits: \(error.description)")
        }
    }

    /// What a request that makes a key says under `_keyward`: `{"limits":{...}}`.
    ///
    /// - Returns: nil where nothing is limited.
    static func readExtension(_ value: JSONValue) throws(ErrorResponse) -> String? {
        for member in value.members ?? [] where member.name != "limits" {
            throw .illegalArgument("[_keyward] has [\(member.name)], but may have only [limits]")
        }
        guard let limits = try value["limits"].map({ (value) throws(ErrorResponse) in try self.read(value) }),
            !limits.isEmpty
        else { return nil }
        return limits.text
    }

    private static func prepared(
        _ router: SecurityRouter, _ request: SecurityRequest, _ limits: String?
    ) -> SecurityRoute.Prepared {
        let id = request.captures["id"] ?? ""
        return SecurityRoute.Prepared(
            right: .keys(SecurityAction.updateKey) { _ in false },
            run: { _, completion in self.change(router, id, limits, completion) })
    }

    private static func missing(_ id: String) -> ErrorResponse {
        .notFound("no API key with ID [\(id)] found")
    }

    private static func get(
        _ router: SecurityRouter, _ id: String, _ caller: Caller,
        _ completion: @escaping SecurityRoute.Completion
    ) {
        guard let key = APIKeyID(id) else { return completion(.failure(self.missing(id))) }
        router.registry.find(KeyQuery(ids: [key])) { result in
            switch result {
            case .failure(let error): completion(.failure(StoreFailure.response(error)))
            case .success(let records):
                let isSeen = { (record: KeyRecord) in
                    caller.keyID == record.id || caller.privileges.apiKeyScope(SecurityAction.getKey) == .all
                        || caller.isOwn(username: record.owner.username, realm: record.owner.realm)
                }
                guard let record = records.first(where: isSeen) else {
                    return completion(.failure(self.missing(id)))
                }
                completion(
                    .success(
                        .object {
                            $0.name("limits")
                            $0.stored(record.limits ?? "{}")
                        }))
            }
        }
    }

    private static func change(
        _ router: SecurityRouter, _ id: String, _ limits: String?,
        _ completion: @escaping SecurityRoute.Completion
    ) {
        guard let key = APIKeyID(id) else { return completion(.failure(self.missing(id))) }
        let found = Collected<APIKeyID, Bool>()
        router.registry.change([key]) { record in
            found[record.id] = true
            guard record.limits != limits else { return nil }
            var next = record
            next.limits = limits
            return next
        } completion: { result in
            switch result {
            case .failure(let error): completion(.failure(StoreFailure.response(error)))
            case .success(let changed):
                guard found[key] != nil else { return completion(.failure(self.missing(id))) }
                completion(.success(.object { $0.member("updated", !changed.isEmpty) }))
            }
        }
    }
}
