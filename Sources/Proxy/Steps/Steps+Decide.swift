internal import Authenticate
internal import Authorize
internal import Classify
internal import Decide
internal import Elasticsearch
internal import EventLoop
internal import HTTP
internal import Resolve
internal import Security
internal import Upstream

extension Steps {
    /// What becomes of an authenticated request. What is decided on is written into `head`'s target.
    static func decide(
        _ exchange: Exchange, _ head: RequestHead, _ bytes: UnsafeBufferPointer<UInt8>,
        _ connection: DownstreamConnection
    ) -> Decision {
        if head.target.isAsterisk {
            return .refused(
                Refusal(
                    .httpRefusal(status: 400, reason: "OPTIONS * is not served"), reason: "asterisk-form"))
        }
        // The proxy's own name spaces are never forwarded, whatever stands in them.
        if self.isOwn(head.target) || self.isKibanasOwn(exchange, head.target) {
            guard connection.listener.isSecure else {
                return .refused(Refusal(.clearText(), reason: "key management over clear text"))
            }
            guard !self.isConsole(head) || connection.listener.servesConsole else {
                return .refused(
                    Refusal(
                        .noHandler(uri: self.uri(head), method: "\(head.method.text)"),
                        reason: "the console is not served here"))
            }
            return .own
        }
        let upstream = connection.listener.upstream
        guard exchange.hasSubject else {
            return .refused(self.failure(.missingCredentials(uri: self.uri(head)), "no credentials"))
        }
        let known = exchange.context.judge(upstream)
        let judge = known ?? exchange.context.shared.unknownRelease
        guard let compiled = self.compiled(exchange, upstream, judge) else {
            return .needsRequester(judge)
        }
        do throws(AuthorizeError) {
            let requester = try compiled.result.get()
            exchange.requester = requester
            if exchange.context.shared.upstreams[upstream].kind == .kibana {
                return self.kibana(exchange, head, judge, requester)
            }
            return known == nil
                ? self.unjudged(requester)
                : self.judged(exchange, head, bytes, judge, requester, compiled.memory)
        } catch {
            return .refused(self.unenforceable(error))
        }
    }

    private static func compiled(
        _ exchange: Exchange, _ upstream: Int, _ judge: Judge
    ) -> CompiledRequester? {
        if let prepared = exchange.prepared,
            prepared.isFor(upstream, judge, exchange.context.shared.requesters.generation)
        {
            return prepared
        }
        // A key for itself, as nearly always: what it may do is kept with what is known of it.
        if exchange.isKeyItself, let known = exchange.record.keyFacts?.requester,
            known.isFor(upstream, judge, exchange.context.shared.requesters.generation)
        {
            return known
        }
        return exchange.subject.flatMap { exchange.context.requester($0, upstream, judge) }
    }

    /// Whether the proxy answers it itself.
    static func isOwn(_ target: RequestTarget) -> Bool {
        target.segment(0, equals: "_security") || target.segment(0, equals: "_keyward")
            || target.segment(0, equals: "_xpack") && target.segment(1, equals: "security")
    }

    /// Whether it is answered in the place of the Kibana behind: roles, which a cluster without security does not have.
    static func isKibanasOwn(_ exchange: Exchange, _ target: RequestTarget) -> Bool {
        // The path first: few begin so, and the upstream is not looked up for the rest. A space may stand before every
        // path; keys and roles belong to none.
        let first = target.segment(0, equals: "s") ? 2 : 0
        guard target.segment(first + 1, equals: "security") else { return false }
        let own =
            target.segment(first, equals: "api")
            ? target.segment(first + 2, equals: "role")
            : target.segment(first, equals: "internal") && target.segment(first + 2, equals: "api_key")
        return own && exchange.context.shared.upstreams[exchange.upstreamIndex].kind == .kibana
    }

    static func unenforceable(_ error: AuthorizeError) -> Refusal {
        Refusal(
            .forbidden("the privileges cannot be enforced: \(error.reason)"),
            reason: "privileges are not understood")
    }

    static var namesUnknown: Refusal {
        Refusal(
            .unavailable("the names of the upstream's indices could not be learnt", retryAfter: 1),
            reason: "catalogue is unknown")
    }

    private static func judged(
        _ exchange: Exchange, _ head: RequestHead, _ bytes: UnsafeBufferPointer<UInt8>, _ judge: Judge,
        _ requester: Requester, _ memory: DecisionMemory
    ) -> Decision {
        let context = exchange.context
        let entry = context.shared.upstreams[exchange.upstreamIndex]
        let now = context.loop.wallNow
        let isCompatible = self.asksForFormerRelease(head, bytes, judge.release)
        if let passage = memory.passage(head.method, head.target, isCompatible: isCompatible) {
            guard passage.readsContent else { return .forward(passage) }
            return self.decision(.forward(passage), judge, requester, catalogue: entry.catalogue.current)
        }
        let image = head.target.image
        var verdict = judge.judge(
            head.method, head.target, requester, catalogue: nil, isCompatible: isCompatible, now: now)
        memory.remember(head.method, image, head.target, isCompatible: isCompatible, verdict)
        if case .needsCatalogue = verdict {
            let known = entry.catalogue.fresh(now: context.loop.now, maxAge: entry.settings.catalogueMaxAge)
            // Who has waited takes what there is: names are judged one by one, so that it shows too little at worst.
            guard let catalogue = known ?? (exchange.hasWaited ? entry.catalogue.current : nil) else {
                guard exchange.hasWaited else { return .needsCatalogue }
                return .refused(self.namesUnknown)
            }
            if context.loop.now - catalogue.takenAt > entry.settings.catalogueMaxAge / 2 {
                context.keepers[exchange.upstreamIndex].refreshSoon()
            }
            verdict = judge.judge(
                head.method, head.target, requester, catalogue: catalogue, isCompatible: isCompatible,
                now: now)
        }
        if case .denied(let action, let names, _) = verdict {
            exchange.record.decidedAction = action
            exchange.record.setIndices(names ?? [])
        }
        return self.decision(verdict, judge, requester, catalogue: entry.catalogue.current)
    }

    /// What a verdict means to the client.
    static func decision(
        _ verdict: Verdict, _ judge: Judge, _ requester: Requester, catalogue: IndexCatalogue?
    ) -> Decision {
        switch verdict {
        case .forward(var passage):
            if passage.readsContent { passage.known = catalogue }
            return .forward(passage)
        case .options(let methods):
            return .answered(.options(methods.text))
        case .denied(let action, let names, let granted):
            let reason = judge.denial(action, names, beside: granted, requester, catalogue: catalogue)
            return .refused(Refusal(.forbidden(reason), reason: "action is unauthorized"))
        case .refused(let error, let reason): return .refused(Refusal(error, reason: reason))
        case .needsCatalogue:
            return .refused(
                Refusal(
                    .internalFailure("the request could not be judged"), reason: "catalogue was not enough"))
        }
    }

    /// `compatible-with=7` of a client that speaks to Elasticsearch 8: the routes of the former release are there too.
    static func asksForFormerRelease(
        _ head: RequestHead, _ bytes: UnsafeBufferPointer<UInt8>, _ release: Release
    ) -> Bool {
        guard release.product == .elasticsearch, release.major >= 8 else { return false }
        // Most have neither: nothing is made of memory for them.
        guard
            self.mentionsCompatibility(head, bytes, .accept)
                || self.mentionsCompatibility(head, bytes, .contentType)
        else { return false }
        let wanted = Array("compatible-with=".utf8)
        let former = Array("\(release.major - 1)".utf8)
        for name in [FieldName.accept, .contentType] {
            guard let line = head.first(name) else { continue }
            let value = bytes[line.valueRange].map { $0 | ($0 &- 0x41 < 26 ? 0x20 : 0) }.filter { $0 > 0x20 }
            let isFormer = value.indices.contains { index in
                // It is a number: `07` is the same.
                value[index...].starts(with: wanted)
                    && value[(index + wanted.count)...].drop { $0 == UInt8(ascii: "0") }.starts(with: former)
            }
            if isFormer { return true }
        }
        return false
    }

    /// Whether a field has a `=`, without which it cannot have `compatible-with=7`.
    private static func mentionsCompatibility(
        _ head: RequestHead, _ bytes: UnsafeBufferPointer<UInt8>, _ name: FieldName
    ) -> Bool {
        guard let line = head.first(name) else { return false }
        return bytes[line.valueRange].contains(UInt8(ascii: "="))
    }

    /// The upstream has not told its release: what a request means to it is not known.
    static func unjudged(_ requester: Requester) -> Decision {
        guard requester.privileges.isUnrestricted else {
            return .refused(
                Refusal(
                    .unavailable("the upstream has not told its release yet", retryAfter: 1),
                    reason: "upstream's release is unknown"))
        }
        return .forward(Passage(endpoint: nil, content: .stream))
    }

    private static func kibana(
        _ exchange: Exchange, _ head: RequestHead, _ judge: Judge, _ requester: Requester
    ) -> Decision {
        let entry = exchange.context.shared.upstreams[exchange.upstreamIndex]
        // Kibana would take him for the one whose credential it gets.
        if entry.passesCredentials, case .user(let principal)? = exchange.subject, principal.runBy != nil {
            return .refused(
                Refusal(
                    .forbidden("Kibana cannot be used in another user's name"),
                    reason: "run as before Kibana"))
        }
        let verdict = KibanaJudge.judge(head.method, head.target, requester)
        return self.decision(verdict, judge, requester, catalogue: nil)
    }
}
