internal import Authorize
internal import Bodies
internal import Bytes
internal import Classify
internal import Decide
internal import Dispatch
internal import Elasticsearch
internal import EventLoop
internal import HTTP
internal import HTTP1
internal import Resolve
internal import Security
internal import Synchronization
internal import Upstream

/// Explains requests to one upstream: takes the way of an exchange up to the upstream, with the same parser, judges
/// and answers, off the loops and one at a time.
final class UpstreamExplainer: RequestExplainer {
    /// Requests that wait or are being explained; each may cost as much as compiling some roles.
    static let waitingMax = 32

    private static let queue = DispatchQueue(label: "keyward.explain", qos: .utility)
    private static let waiting = Atomic<Int>(0)

    typealias Completion = @Sendable (Result<Explanation, ErrorResponse>) -> Void

    private let shared: ProxyShared
    private let upstream: Int
    private let keeper: CatalogueKeeper

    /// - Returns: nil while the context ends.
    init?(_ context: LoopContext, upstream: Int) {
        guard context.keepers.indices.contains(upstream) else { return nil }
        self.shared = context.shared
        self.upstream = upstream
        self.keeper = context.keepers[upstream]
    }

    private var entry: UpstreamEntry { self.shared.upstreams[self.upstream] }

    func explain(_ request: ExplainedRequest, completion: @escaping Completion) {
        guard Self.waiting.add(1, ordering: .relaxed).newValue <= Self.waitingMax else {
            Self.waiting.subtract(1, ordering: .relaxed)
            return completion(
                .failure(.tooManyRequests("too many requests are being explained", retryAfter: 1)))
        }
        let done: Completion = { result in
            Self.waiting.subtract(1, ordering: .relaxed)
            completion(result)
        }
        Self.queue.async {
            if let explanation = self.explain(request, hasWaited: false) {
                return done(.success(explanation))
            }
            self.keeper.require {
                Self.queue.async {
                    guard let explanation = self.explain(request, hasWaited: true) else {
                        return done(.failure(Steps.namesUnknown.error))
                    }
                    done(.success(explanation))
                }
            }
        }
    }

    // MARK: The way of an exchange

    /// - Returns: nil when names must be learnt first.
    private func explain(_ request: ExplainedRequest, hasWaited: Bool) -> Explanation? {
        var explanation = Explanation()
        let wire = Self.head(request)
        let head = RequestHead()
        do throws(RequestRefusal) {
            var parser = RequestHeadParser(
                limits: self.shared.limits.head, plusIsSpace: self.entry.version.plusIsSpace)
            guard try parser.parse(wire.span, into: head) else { throw .malformedRequestLine }
        } catch {
            explanation.outcome = .refused(
                .httpRefusal(status: error.status, reason: "\(error.reason)"))
            return explanation
        }
        return wire.withUnsafeBufferPointer { bytes in
            if Steps.isOwn(head.target) { return self.own(request, head, bytes) }
            return self.judged(request, head, bytes, hasWaited: hasWaited)
        }
    }

    /// As the request would arrive. The parts have no control characters.
    private static func head(_ request: ExplainedRequest) -> [UInt8] {
        var text = "\(request.method) \(request.path) HTTP/1.1\r\nhost: localhost\r\n"
        if let type = request.contentType { text += "content-type: \(type)\r\n" }
        if let content = request.content { text += "content-length: \(content.count)\r\n" }
        return Array((text + "\r\n").utf8)
    }

    private func own(
        _ request: ExplainedRequest, _ head: RequestHead, _ bytes: UnsafeBufferPointer<UInt8>
    ) -> Explanation {
        var explanation = Explanation()
        var own = OwnAnswers.request(
            head, bytes, subject: request.subject, session: nil, release: self.entry.judges.current?.release,
            now: request.now
        ) { nil }
        own.body = request.content ?? []
        if let error = self.shared.router.refusal(of: own) { explanation.outcome = .refused(error) }
        return explanation
    }

    private func judged(
        _ request: ExplainedRequest, _ head: RequestHead, _ bytes: UnsafeBufferPointer<UInt8>,
        hasWaited: Bool
    ) -> Explanation? {
        let known = self.entry.judges.current
        let judge = known ?? self.shared.unknownRelease
        let recorder = DecisionRecorder()
        let plain: Requester
        let sides: [(name: String, sources: GrantSources)]
        do throws(AuthorizeError) {
            plain = try self.shared.requesters.requester(
                for: request.subject, upstream: self.entry.settings.name, privileges: judge.privileges)
            sides = try self.shared.requesters.sides(of: request.subject, judge.privileges)
        } catch {
            var explanation = Explanation()
            explanation.outcome = .refused(Steps.unenforceable(error).error)
            return explanation
        }
        var explanation = Explanation()
        let requester = plain.recording(into: recorder)
        let isWhole = self.judge(
            request, head, bytes, known, requester, hasWaited: hasWaited, &explanation)
        guard isWhole else { return nil }
        explanation.note(recorder, plain.privileges, sides)
        return explanation
    }

    /// - Parameter known: the judge of the upstream's release, if that is known.
    /// - Returns: false when names must be learnt first.
    private func judge(
        _ request: ExplainedRequest, _ head: RequestHead, _ bytes: UnsafeBufferPointer<UInt8>,
        _ known: Judge?, _ requester: Requester, hasWaited: Bool, _ explanation: inout Explanation
    ) -> Bool {
        let decision: Steps.Decision
        if self.entry.kind == .kibana {
            explanation.kibana = KibanaJudge.classify(head.method, head.target)
            decision = Steps.decision(
                KibanaJudge.judge(head.method, head.target, requester), self.shared.unknownRelease, requester,
                catalogue: nil)
        } else if let judge = known {
            let isCompatible = Steps.asksForFormerRelease(head, bytes, judge.release)
            explanation.recognise(head.method, head.target, judge, isCompatible: isCompatible)
            var verdict = judge.judge(
                head.method, head.target, requester, catalogue: nil, isCompatible: isCompatible,
                now: request.now)
            if case .needsCatalogue = verdict {
                guard let catalogue = self.catalogue(hasWaited: hasWaited) else { return false }
                verdict = judge.judge(
                    head.method, head.target, requester, catalogue: catalogue, isCompatible: isCompatible,
                    now: request.now)
            }
            decision = Steps.decision(
                verdict, judge, requester, catalogue: self.entry.catalogue.current)
        } else {
            decision = Steps.unjudged(requester)
        }
        switch decision {
        case .refused(let refusal): explanation.outcome = .refused(refusal.error)
        case .answered(let response): explanation.outcome = .answered(status: response.status)
        case .own: explanation.outcome = .own
        case .needsCatalogue, .needsRequester: return false
        case .forward(let passage):
            explanation.outcome = .forwarded
            explanation.forwardedTarget = Steps.uri(head)
            if case .inspectKibana(let space) = passage.content, let content = request.content {
                let refusal = KibanaContent.refusal(content, type: request.contentType, space: space)
                if let refusal { explanation.outcome = .refused(refusal) }
            } else if let content = request.content, !content.isEmpty, let judge = known {
                return self.judge(
                    content, head, bytes, passage, judge, requester, now: request.now, hasWaited: hasWaited,
                    &explanation)
            }
        }
        return true
    }

    private func catalogue(hasWaited: Bool) -> IndexCatalogue? {
        let catalogue = self.entry.catalogue
        return catalogue.fresh(now: Clock.monotonic, maxAge: self.entry.settings.catalogueMaxAge)
            ?? (hasWaited ? catalogue.current : nil)
    }
}

// MARK: Content

extension UpstreamExplainer {
    private func judge(
        _ content: [UInt8], _ head: RequestHead, _ bytes: UnsafeBufferPointer<UInt8>, _ passage: Passage,
        _ judge: Judge, _ requester: Requester, now: Int64, hasWaited: Bool,
        _ explanation: inout Explanation
    ) -> Bool {
        if case .stream = passage.content { return true }
        if let refusal = ContentAdmission.refusal(head, bytes, passage, judge) {
            if passage.passesUnread { return true }
            explanation.outcome = .refused(refusal.error)
            return true
        }
        guard case .inspect(let kind) = passage.content else {
            self.judgeBulk(
                content, BulkFilter(defaults: Exchange.defaults(head, passage)),
                BulkNameJudge(
                    judge, requester, catalogue: passage.catalogue, known: passage.known, now: now),
                &explanation)
            return true
        }
        var limits = BodyLimits()
        limits.contentBytesMax = self.shared.limits.inspectedBodyBytesMax
        if let found = try? BodyReader.read(kind, content.span, limits: limits) {
            explanation.targets = found.targets
            if !found.items.isEmpty { explanation.itemCount = found.items.count }
        }
        var passage = passage
        let output = ByteBuffer(capacity: content.count + 256)
        for _ in 0..<2 {
            let verdict = ContentJudge(judge, requester, passage, now: now).judge(
                kind, content.span, limits: limits, style: Exchange.style(head, judge), into: output)
            switch verdict {
            case .unchanged: return true
            case .rewritten(let denied, _):
                if let denied { Self.note(denied, &explanation) }
                explanation.forwardedContent = output.array
                return true
            case .answered(let denied):
                Self.note(denied, &explanation)
                explanation.outcome = .answered(status: 200)
                return true
            case .refused(let error, _):
                explanation.outcome = .refused(error)
                return true
            case .needsRendering:
                explanation.outcome = .refused(
                    .illegalArgument(
                        "this template is rendered by the cluster when the request is made: explain the search that it"
                            + " comes to"))
                return true
            case .needsCatalogue:
                guard let catalogue = self.catalogue(hasWaited: hasWaited) else { return false }
                passage.catalogue = catalogue
            }
        }
        return false
    }

    private static func note(_ denied: DeniedItems, _ explanation: inout Explanation) {
        let items = denied.first(Explanation.deniedItemsMax)
        explanation.note(
            items.map { Explanation.DeniedItem(position: $0.position, reason: $0.reason) },
            count: denied.count)
    }

    private func judgeBulk(
        _ content: [UInt8], _ filter: BulkFilter, _ judge: BulkNameJudge,
        _ explanation: inout Explanation
    ) {
        var (filter, judge) = (filter, judge)
        let output = ByteBuffer(capacity: content.count + 256)
        do throws(ContentRefusal) {
            try filter.filter(content.span, into: output, judge: &judge)
            try filter.finish()
        } catch {
            explanation.outcome = .refused(error.response)
            return
        }
        explanation.itemCount = filter.counts.all
        let items = filter.denials.first(Explanation.deniedItemsMax)
        explanation.note(
            items.map { Explanation.DeniedItem(position: $0.position, reason: $0.reason) },
            count: filter.denials.count)
        if filter.isEverythingDenied {
            explanation.outcome = .answered(status: 200)
        } else if !filter.denials.isEmpty {
            explanation.forwardedContent = output.array
        }
    }
}

extension Requesters {
    func requester(
        for subject: Subject, upstream: String, privileges: PrivilegeTable
    ) throws(AuthorizeError) -> Requester {
        switch subject {
        case .user(let principal):
            try self.requester(for: principal, upstream: upstream, privileges: privileges)
        case .key(let entry): try self.requester(for: entry, upstream: upstream, privileges: privileges)
        }
    }
}
