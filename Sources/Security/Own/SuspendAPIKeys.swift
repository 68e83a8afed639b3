internal import Elasticsearch
internal import HTTP
internal import JSON
internal import Keys

/// `POST /_keyward/api_key/{ids}/_suspend` and `_resume`: keys that are refused for a while, without being ended. Who
/// may end a key may do this too.
enum SuspendAPIKeys {
    /// Ids that one request may name.
    private static let idsMax = 1_000
    private static let parser = ObjectParser("suspend_api_key", ["reason"])

    static var routes: [SecurityRoute] {
        [self.route("_suspend", suspends: true), self.route("_resume", suspends: false)]
    }

    private static func route(_ name: String, suspends: Bool) -> SecurityRoute {
        SecurityRoute(
            path: ["_keyward", "api_key", "{ids}", name], methods: [.post], takesBody: suspends,
            isOfKeyService: true,
            documentation: RouteDocumentation(
                suspends ? "Refuses keys until they are resumed" : "Takes suspended keys again",
                "In force on all connections before the answer. `noops` are keys that were so already."
                    + (suspends
                        ? " Who did it, when and why is shown by `GET /_keyward/api_key` until they are resumed."
                        : ""),
                parameters: ["ids": "Ids of keys with commas between, 1000 at most"],
                request: suspends
                    ? #"{"type":"object","properties":{"reason":{"type":"string","maxLength":1000}}}"# : nil,
                response: """
                    {"type":"object","properties":{"updated":{"type":"array","items":{"type":"string"}},"noops":\
                    {"type":"array","items":{"type":"string"}},"errors":{"type":"object","properties":{"count":\
                    {"type":"integer"},"details":{"type":"object"}}}}}
                    """),
            prepare: { (router, request) throws(ErrorResponse) in
                var seen: Set<Substring> = []
                let ids = (request.captures["ids"] ?? "").split(separator: ",").filter {
                    seen.insert($0).inserted
                }.map(String.init)
                var complaints: [String] = []
                if ids.isEmpty { complaints.append("one id is required at least") }
                if ids.count > self.idsMax { complaints.append("more than \(self.idsMax) ids") }
                let reason = try self.reason(request.body)
                if let complaint = InvalidateAPIKeys.complaint(reason: reason) {
                    complaints.append(complaint)
                }
                return SecurityRoute.Prepared(
                    complaints: complaints, right: .keys(SecurityAction.invalidateKey) { _ in true },
                    run: { caller, completion in
                        let suspender = KeyRecord.Tombstone(by: caller.signature, reason: reason)
                        self.run(
                            router, ids, caller, suspends ? suspender : nil, now: request.now, completion)
                    })
            })
    }

    private static func reason(_ bytes: [UInt8]) throws(ErrorResponse) -> String? {
        guard !bytes.isEmpty else { return nil }
        var reason: String?
        try self.parser.parse(bytes) { (field, reader) throws(ObjectParser.Fault) in
            reason = try self.parser.optionalString(field, &reader)
        }
        return reason?.contains { !$0.isWhitespace } == true ? reason : nil
    }

    private enum Outcome: Sendable {
        case updated
        case unchanged
        case failed(ErrorResponse)
    }

    /// - Parameter suspender: who suspends them and why; nil: they are resumed.
    private static func run(
        _ router: SecurityRouter, _ ids: [String], _ caller: Caller, _ suspender: KeyRecord.Tombstone?,
        now: Int64, _ completion: @escaping SecurityRoute.Completion
    ) {
        let suspends = suspender != nil
        let outcomes = Collected<String, Outcome>()
        router.registry.change(ids.compactMap { APIKeyID($0) }) { record in
            guard Right.allows(SecurityAction.invalidateKey, on: record, caller) else { return nil }
            let id = record.id.description
            if record.invalidation != nil {
                let verb = suspends ? "suspend" : "resume"
                outcomes[id] = .failed(.illegalArgument("cannot \(verb) invalidated API key [\(id)]"))
                return nil
            }
            guard (record.suspension != nil) != suspends else {
                outcomes[id] = .unchanged
                return nil
            }
            var next = record
            next.suspension = suspends ? now : nil
            next.suspender = suspender
            outcomes[id] = .updated
            return next
        } completion: { result in
            switch result {
            case .failure(let error): completion(.failure(StoreFailure.response(error)))
            case .success: completion(self.answer(ids, outcomes))
            }
        }
    }

    /// About one key as about that key, about many as about each of them.
    private static func answer(
        _ ids: [String], _ outcomes: Collected<String, Outcome>
    ) -> Result<SecurityResponse, ErrorResponse> {
        var updated: [String] = []
        var unchanged: [String] = []
        var failed: [(String, ErrorResponse)] = []
        for id in ids {
            switch outcomes[id] {
            case .updated: updated.append(id)
            case .unchanged: unchanged.append(id)
            case .failed(let error): failed.append((id, error))
            case nil: failed.append((id, .notFound("no API key found for ID [\(id)]")))
            }
        }
        if ids.count == 1, let (_, error) = failed.first { return .failure(error) }
        return .success(
            .object { writer in
                writer.strings("updated", updated)
                writer.strings("noops", unchanged)
                BulkErrors.write(failed, &writer)
            })
    }
}
