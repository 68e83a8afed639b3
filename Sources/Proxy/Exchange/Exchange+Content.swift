internal import Bodies
internal import Bytes
internal import Classify
internal import Decide
internal import Elasticsearch
internal import EventLoop
internal import HTTP
internal import HTTP1
internal import Inflate
internal import Upstream

/// Content of requests that is read before or while it goes on.
extension Exchange {
    /// Fields that the upstream does not get although it could.
    func withheldFields(_ head: RequestHead, _ bytes: UnsafeBufferPointer<UInt8>) -> FieldNameSet {
        guard self.requestContent != nil || !self.transform.isNone else { return .none }
        // What is changed on its way back has to be plain JSON. Without `Accept` the answer is of the content's type.
        var names = FieldNameSet.none.inserting(.acceptEncoding)
        if !ContentAdmission.isJSON(head.first(.accept), bytes) { names = names.inserting(.accept) }
        if self.requestContent != nil {
            // Content that was read has been inflated.
            names = names.inserting(.contentEncoding)
        } else if !ContentAdmission.isJSON(head.first(.contentType), bytes) {
            names = names.inserting(.contentType)
        }
        return names
    }

    /// - Returns: false when the request has been answered.
    func prepareContent(_ head: RequestHead, _ bytes: UnsafeBufferPointer<UInt8>, _ passage: Passage) -> Bool
    {
        if let refusal = ContentAdmission.formatRefusal(head, passage) {
            self.answer(refusal)
            return false
        }
        guard head.framing != .none, head.framing != .length(0) else { return true }
        switch passage.content {
        case .stream: return true
        case .bulk, .inspect, .inspectKibana: break
        }
        let known = self.context.judge(self.upstreamIndex)
        guard let requester = self.requester else { return false }
        // Kibana tells no release; nothing of its content depends on one.
        let judge = known ?? self.context.shared.unknownRelease
        if let refusal = ContentAdmission.refusal(head, bytes, passage, judge) {
            if passage.passesUnread { return true }
            self.answer(refusal)
            return false
        }
        self.responseStyle = Self.style(head, judge)
        let mode: RequestContent.Mode
        if case .bulk = passage.content {
            mode = .bulk(
                BulkFilter(defaults: Self.defaults(head, passage)),
                LimitedBulkJudge(
                    BulkNameJudge(
                        judge, requester, catalogue: passage.catalogue, known: passage.known,
                        now: self.context.loop.wallNow),
                    self.documentLimits, self.context))
        } else {
            mode = .inspect
            self.state = .inspecting
        }
        self.requestContent = RequestContent(
            mode, isCompressed: ContentAdmission.isCompressed(head, bytes) ?? false,
            sizeMax: self.context.limits.bodyBytesMax,
            output: self.context.loop.pool.take(), outputMax: self.context.limits.inspectedBodyBytesMax,
            pool: self.context.loop.pool)
        if case .inspectKibana = passage.content, let line = head.first(.contentType) {
            self.requestContent?.type = String(decoding: bytes[line.valueRange], as: UTF8.self)
        }
        return true
    }

    static func style(_ head: RequestHead, _ judge: Judge) -> ResponseStyle {
        let target = head.target
        let pretty =
            target.parameter("pretty").map { !$0.hasValue || target.text($0.value) != "false" } ?? false
        let filter = target.parameter("filter_path").map { Array(target.text($0.value).utf8) }
        let major = judge.release.product == .opensearch ? 8 : judge.release.major
        return ResponseStyle(major: major, isPretty: pretty, filter: FilterPath(filter))
    }

    static func defaults(_ head: RequestHead, _ passage: Passage) -> BulkDefaults {
        var defaults = BulkDefaults()
        defaults.refusesScripts = passage.refusesScripts
        defaults.index = passage.defaultIndex.map { Array($0.utf8) }
        let target = head.target
        // `/{index}/{type}/_bulk`
        if target.segmentCount == 3 {
            defaults.type = Array(target.segmentText(1).utf8)
        } else if let type = target.parameter("type") {
            defaults.type = Array(target.text(type.value).utf8)
        }
        defaults.requiresAlias =
            target.parameter("require_alias").map { !$0.hasValue || target.text($0.value) != "false" }
            ?? false
        return defaults
    }

    // MARK: While it streams

    /// Content of the request, valid for the time of the call.
    func content(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.record.received(bytes)
        guard self.gate == nil || self.passContent(bytes.count) else { return }
        switch self.state {
        case .collecting:
            guard self.collected.count + bytes.count <= self.context.limits.ownBodyBytesMax else {
                return self.refuseContent(.contentTooLarge)
            }
            self.collected.append(bytes)
        case .forwarding, .relaying:
            guard let upstream = self.upstream else { return }
            self.contentHasPassed = true
            if let content = self.requestContent {
                self.pass(bytes, content, to: upstream)
                guard self.upstream != nil else { return }
            } else if case .chunked = self.framing {
                ChunkedWriter.writeChunk(bytes, into: upstream.outgoing)
            } else {
                upstream.outgoing.append(bytes)
            }
            upstream.flush()
            if upstream.bytesWaiting > self.context.limits.highWatermark { self.downstream?.stopContent() }
        case .inspecting: self.inspect(bytes)
        case .idle, .verifying, .answering, .connecting, .rendering: break
        }
    }

    /// The request's content is whole.
    func contentEnded() {
        self.contentIsWhole = true
        switch self.state {
        case .collecting: OwnAnswers.answer(self)
        case .inspecting: self.inspected()
        case .forwarding, .relaying:
            // What has paused is finished when it may go on.
            guard let upstream = self.upstream, self.requestContent?.isPaused != true else { return }
            self.finishContent(upstream)
        case .idle, .verifying, .answering, .connecting, .rendering: break
        }
    }

    private func finishContent(_ upstream: UpstreamConnection) {
        if let content = self.requestContent, !self.finish(content) { return }
        if self.requestContent != nil || self.framing == .chunked {
            ChunkedWriter.writeLastChunk(into: upstream.outgoing)
        }
        self.contentIsSent = true
        upstream.flush()
        upstream.requestEnded()
    }

    /// Goes on with content that has paused.
    ///
    /// - Returns: whether more may be asked for.
    func resume(_ content: RequestContent, to upstream: UpstreamConnection) -> Bool {
        guard
            self.passChunk(
                of: content, to: upstream,
                { buffer throws(RequestContent.Failure) in
                    try content.resume(into: buffer)
                })
        else { return false }
        upstream.flush()
        guard self.upstream === upstream, !content.isPaused else { return false }
        guard self.contentIsWhole else { return true }
        self.finishContent(upstream)
        return false
    }

    /// Passes on what the filter lets through, as one chunk, and waits where it wants to. Nothing of content that is
    /// refused.
    ///
    /// - Returns: false when the request has been refused.
    private func passChunk(
        of content: RequestContent, to upstream: UpstreamConnection,
        _ filter: (ByteBuffer) throws(RequestContent.Failure) -> Void
    ) -> Bool {
        let outgoing = upstream.outgoing
        let start = ChunkedWriter.beginChunk(into: outgoing)
        do throws(RequestContent.Failure) {
            try filter(outgoing)
        } catch {
            outgoing.truncate(to: start)
            self.refuseContent(Refusal(error))
            return false
        }
        ChunkedWriter.endChunk(start, in: outgoing)
        if content.isPaused { self.gate?.holdContent(content.pause) }
        return true
    }

    /// Passes on what may go on of some content.
    func pass(_ bytes: UnsafeBufferPointer<UInt8>, _ content: RequestContent, to upstream: UpstreamConnection)
    {
        _ = self.passChunk(of: content, to: upstream) { buffer throws(RequestContent.Failure) in
            try content.receive(bytes, into: buffer)
        }
    }

    /// The request is whole.
    ///
    /// - Returns: false when nothing is left to forward, or the request was refused.
    func finish(_ content: RequestContent) -> Bool {
        do throws(RequestContent.Failure) {
            try content.finish()
        } catch {
            self.refuseContent(Refusal(error))
            return false
        }
        self.record.documents = content.documents
        if let tally = content.tally { self.record.setDocuments(tally) }
        guard content.isEverythingDenied, let denials = content.denials else { return true }
        self.upstream?.close()
        self.upstream = nil
        self.answerDenied(DeniedBulkItems(denials, style: self.responseStyle).response(took: 0))
        return false
    }

    // MARK: Before it goes on

    func inspect(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let content = self.requestContent else { return }
        do throws(RequestContent.Failure) {
            try content.receive(bytes, into: content.output)
        } catch {
            self.refuseContent(Refusal(error))
        }
    }

    /// The content is whole: what does it touch?
    func inspected() {
        guard let content = self.requestContent, self.finish(content) else { return }
        self.judgeContent(content)
    }

    func judgeContent(_ content: RequestContent) {
        if case .inspectKibana(let space) = self.passage?.content {
            let refusal = KibanaContent.refusal(
                content.output.array, type: content.type, space: space)
            guard let refusal else { return self.forwardContent(nil, hasPointInTime: false) }
            return self.answer(Refusal(refusal, reason: "content names another space"))
        }
        guard let passage = self.passage, case .inspect(let kind) = passage.content,
            let requester = self.requester,
            let judge = self.context.judge(self.upstreamIndex)
        else {
            return self.answer(
                Refusal(.internalFailure("the content could not be judged"), reason: "no judge"))
        }
        var limits = BodyLimits()
        limits.contentBytesMax = self.context.limits.inspectedBodyBytesMax
        let rewritten = self.context.loop.pool.take()
        let verdict = ContentJudge(judge, requester, passage, now: self.context.loop.wallNow).judge(
            kind, content.output.readable.span, limits: limits, style: self.responseStyle, into: rewritten)
        switch verdict {
        case .unchanged(let hasPointInTime):
            self.context.loop.pool.give(rewritten)
            self.forwardContent(nil, hasPointInTime: hasPointInTime)
        case .rewritten(let denied, let hasPointInTime):
            self.deniedItems = denied
            if hasPointInTime { self.transform = kind == .search ? .pointInTime : .pointsInTime }
            self.forwardContent(rewritten, hasPointInTime: hasPointInTime)
        case .answered(let denied):
            self.context.loop.pool.give(rewritten)
            self.answerDenied(denied.response(took: 0))
        case .needsCatalogue:
            self.context.loop.pool.give(rewritten)
            self.waitForNamesOfContent()
        case .needsRendering:
            self.context.loop.pool.give(rewritten)
            self.render(content)
        case .refused(let error, let reason):
            self.context.loop.pool.give(rewritten)
            self.answer(Refusal(error, reason: reason))
        }
    }

    /// - Parameter rewritten: nil: as it came.
    private func forwardContent(_ rewritten: ByteBuffer?, hasPointInTime: Bool) {
        guard let content = self.requestContent else { return }
        if hasPointInTime, let head = self.headWithoutNames {
            self.upstreamHead.consume(self.upstreamHead.count)
            self.upstreamHead.append(head)
        }
        self.rewrittenContent = rewritten
        RequestWriter.finishHead(length: (rewritten ?? content.output).count, into: self.upstreamHead)
        self.connect()
    }

    /// What follows the head at once.
    var inspectedContent: ByteBuffer? {
        guard let content = self.requestContent, case .inspect = content.mode else { return nil }
        return self.rewrittenContent ?? content.output
    }

    private func waitForNamesOfContent() {
        let entry = self.context.shared.upstreams[self.upstreamIndex]
        let known = entry.catalogue.fresh(now: self.context.loop.now, maxAge: entry.settings.catalogueMaxAge)
        // Who has waited takes what there is.
        if let catalogue = known ?? (self.hasWaited ? entry.catalogue.current : nil),
            let content = self.requestContent
        {
            self.passage?.catalogue = catalogue
            return self.judgeContent(content)
        }
        guard !self.hasWaited else {
            return self.answer(Steps.namesUnknown)
        }
        self.hasWaited = true
        let number = self.number
        let loop = self.context.loop
        nonisolated(unsafe) let pending = self  // SAFETY: touched on its loop only.
        self.context.keepers[self.upstreamIndex].require {
            loop.execute {
                guard pending.number == number, pending.state == .inspecting else { return }
                pending.waitForNamesOfContent()
            }
        }
    }

    private func answerDenied(_ body: [UInt8]) {
        self.record.reason = "no item may pass"
        var response = LocalResponse(status: 200, fields: [("content-type", "application/json")], body: body)
        response.isOfElasticsearch = true
        self.answer(response, outcome: .failure)
    }
}

extension Refusal {
    init(_ failure: RequestContent.Failure) {
        switch failure {
        case .tooLarge: self = .contentTooLarge
        case .inflate(let error):
            self.init(
                .httpRefusal(
                    status: error == .tooLarge || error == .tooDense ? 413 : 400,
                    reason: "the compressed content cannot be read: \(error)"),
                reason: "compressed content cannot be read", closes: true)
        case .refused(let refusal): self.init(refusal.response, reason: "content is refused", closes: true)
        }
    }
}
