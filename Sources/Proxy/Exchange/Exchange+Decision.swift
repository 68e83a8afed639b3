internal import Audit
internal import Bodies
internal import Bytes
internal import Classify
internal import Cursors
internal import Decide
internal import Elasticsearch
internal import EventLoop
internal import HTTP
internal import HTTP1
internal import Resolve
internal import Security
internal import Upstream

/// From the decision to the upstream.
extension Exchange {
    /// The rest of the way for an authenticated request.
    func proceed(_ head: RequestHead, _ bytes: UnsafeBufferPointer<UInt8>) {
        guard let connection = self.connection else { return }
        switch Steps.decide(self, head, bytes, connection) {
        case .forward(let passage): self.forward(head, bytes, passage)
        case .own:
            guard let subject = self.subject else { return }
            var request = OwnAnswers.request(
                head, bytes, subject: subject, session: self.session,
                release: self.context.judge(self.upstreamIndex)?.release, now: self.context.loop.wallNow
            ) {
                UpstreamExplainer(self.context, upstream: self.upstreamIndex)
            }
            if Steps.isKibanasOwn(self, head.target) {
                request.sendToKibana(
                    hasXSRFHeader: head.first(.kbnXSRF) != nil || head.first(.kbnVersion) != nil)
            }
            self.ownRequest = OwnAnswers.Pending(request)
            self.state = .collecting
            if case .length(let length) = head.framing, length > UInt64(self.context.limits.ownBodyBytesMax) {
                return self.refuseContent(.contentTooLarge)
            }
            self.askForContent()
        case .needsCatalogue: self.waitForNames()
        case .needsRequester(let judge):
            guard let subject = self.subject else { return }
            self.waitForRequester(subject, connection.listener.upstream, judge)
        case .answered(let response): self.answer(response, outcome: .success)
        case .refused(let refusal): self.answer(refusal)
        }
    }

    /// Times that a request waits for roles that change while they are compiled.
    private static let preparationsMax = 3

    /// Puts the request aside until what its principal may do has been compiled.
    private func waitForRequester(_ subject: Subject, _ upstream: Int, _ judge: Judge) {
        guard self.preparations < Self.preparationsMax else {
            return self.answer(
                Refusal(
                    .unavailable("roles are changing all the time", retryAfter: 1),
                    reason: "roles are changing"))
        }
        self.preparations += 1
        self.state = .verifying
        let number = self.number
        let loop = self.context.loop
        let requesters = self.context.shared.requesters
        let generation = requesters.generation
        nonisolated(unsafe) let pending = self  // SAFETY: touched on its loop only.
        requesters.prepare(
            subject, upstream: self.context.shared.upstreams[upstream].settings.name,
            privileges: judge.privileges
        ) { result in
            loop.execute {
                let compiled = CompiledRequester(
                    result: result, upstream: upstream, judge: judge, generation: generation)
                pending.compiled(compiled, subject, number: number)
            }
        }
    }

    private func compiled(_ compiled: CompiledRequester, _ subject: Subject, number: UInt64) {
        self.context.keep(compiled, of: subject)
        guard self.number == number, self.state == .verifying else { return }
        self.prepared = compiled
        self.downstream?.resumeHead()
    }

    /// Puts the request aside until the catalogue has been taken anew.
    private func waitForNames() {
        self.state = .verifying
        self.hasWaited = true
        let number = self.number
        let loop = self.context.loop
        nonisolated(unsafe) let pending = self  // SAFETY: touched on its loop only.
        self.context.keepers[self.upstreamIndex].require {
            loop.execute { pending.namesLearnt(number: number) }
        }
    }

    private func namesLearnt(number: UInt64) {
        guard self.number == number, self.state == .verifying else { return }
        self.downstream?.resumeHead()
    }

    private func forward(_ head: RequestHead, _ bytes: UnsafeBufferPointer<UInt8>, _ passage: Passage) {
        if case .length(let length) = head.framing, length > self.context.limits.bodyBytesMax {
            return self.answer(.contentTooLarge)
        }
        var passage = passage
        guard self.passDocuments(head, &passage) else { return }
        let index = self.upstreamIndex
        let entry = self.context.shared.upstreams[index]
        self.passage = passage
        self.record.decide(passage, head.target)
        self.keepContent(head, bytes)
        // Most answers go on as they are: nothing is put in the place of nothing, which is as large.
        if !ResponseTransform.leavesAlone(passage) {
            self.transform = ResponseTransform(passage)
        } else if ResponseTransform.mayInform(head.target) {
            self.transform = ResponseTransform(informationOf: head.target)
        }
        self.pool = self.context.pools[index]
        self.record.upstreamIndex = index
        guard self.prepareContent(head, bytes, passage) else { return }
        if self.state == .inspecting {
            RequestWriter.writeOpenHead(
                head, bytes.span, policy: entry.fieldPolicy, ownFields: entry.ownFields,
                without: self.withheldFields(head, bytes), into: self.upstreamHead)
            self.headWithoutNames = self.headWithoutNames(head, bytes, passage, entry)
            self.headOfSearch = self.headOfSearch(head, bytes, passage, entry)
        } else {
            RequestWriter.writeHead(
                head, bytes.span, policy: entry.fieldPolicy,
                framing: self.requestContent == nil ? head.framing : .chunked, ownFields: entry.ownFields,
                without: self.withheldFields(head, bytes), into: self.upstreamHead)
        }
        guard self.state == .inspecting else { return self.connect() }
        self.askForContent()
    }

    /// The trail may be to tell the content: JSON as it is, of a request that goes to the cluster. What comes to the proxy
    /// itself, keys and passwords, never gets here.
    private func keepContent(_ head: RequestHead, _ bytes: UnsafeBufferPointer<UInt8>) {
        guard head.framing != .none, let action = self.record.decidedAction else { return }
        let room = self.context.audit.contentMax(action: action.name)
        guard room > 0, head.first(.contentEncoding) == nil,
            ContentAdmission.isJSON(head.first(.contentType), bytes, orLines: true)
        else { return }
        self.record.keepContent(max: room)
    }

    /// What a search within a point in time goes on with: it must name no indices.
    private func headWithoutNames(
        _ head: RequestHead, _ bytes: UnsafeBufferPointer<UInt8>, _ passage: Passage, _ entry: UpstreamEntry
    ) -> [UInt8]? {
        guard let segment = passage.insertedSegment, case .inspect(.search) = passage.content else {
            return nil
        }
        return self.head(head, bytes, entry, withoutSegment: segment)
    }

    /// The head of the same request to another target, without what follows its content's length.
    func head(
        _ head: RequestHead, _ bytes: UnsafeBufferPointer<UInt8>, _ entry: UpstreamEntry,
        withoutSegment index: Int
    ) -> [UInt8] {
        head.target.removeSegment(at: index)
        let buffer = self.context.loop.pool.take()
        defer { self.context.loop.pool.give(buffer) }
        RequestWriter.writeOpenHead(
            head, bytes.span, policy: entry.fieldPolicy, ownFields: entry.ownFields,
            without: self.withheldFields(head, bytes), into: buffer)
        return buffer.array
    }

    // MARK: Response

    /// - Returns: false when the answer cannot be passed on.
    func prepareTransform(_ head: ResponseHead, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        if let denials = self.requestContent?.denials {
            guard self.contentIsSent else {
                self.failResponse("upstream answered before the request's end")
                return false
            }
            let items = DeniedBulkItems(denials, style: self.responseStyle)
            self.transform = .bulk(ResponseSplicer(items: items, form: items.form))
        }
        if let items = self.deniedItems {
            self.transform = .items(ResponseSplicer(items: items, form: items.form))
        }
        guard !self.transform.isNone else { return true }
        guard (200..<300).contains(head.status), self.method != .head else {
            self.transform = .none
            return true
        }
        guard head.first(.contentEncoding) == nil else {
            self.refuseResponse("upstream's answer is encoded")
            return false
        }
        guard ContentAdmission.isJSON(head.first(.contentType), bytes) else {
            // A table: its cursor is in a field, sealed by nobody and so of no use.
            if self.transform.isOfStatement {
                self.transform = .none
                return true
            }
            self.refuseResponse("upstream's answer is not JSON")
            return false
        }
        if case .length = head.framing { head.framing = .chunked }
        return true
    }

    func sendTransformed(_ bytes: UnsafeBufferPointer<UInt8>) {
        let buffer = self.context.loop.pool.take()
        defer { self.context.loop.pool.give(buffer) }
        guard self.transform.receive(bytes, into: buffer, self) else {
            return self.failResponse("upstream's answer cannot be read")
        }
        self.record.responseBytes &+= buffer.count
        if !buffer.isEmpty { self.downstream?.send(buffer.readable) }
        self.gate?.sent(buffer.count)
    }

    /// - Returns: false when the answer cannot be completed.
    func endTransform() -> Bool {
        switch self.transform {
        case .bulk(let splicer) where !splicer.isComplete: break
        case .items(let splicer) where !splicer.isComplete: break
        default: return true
        }
        self.failResponse("upstream's answer has no place for denied items")
        return false
    }

    /// Nothing of the answer has gone out: the client is told.
    private func refuseResponse(_ reason: StaticString) {
        self.upstream?.close()
        self.upstream = nil
        self.answer(Refusal(.badGateway("\(reason)"), reason: reason))
    }

    /// The answer has begun, or must not: the client has to notice.
    private func failResponse(_ reason: StaticString) {
        self.upstream?.close()
        self.upstream = nil
        self.record.reason = reason
        let downstream = self.downstream
        self.fail()
        downstream?.abortResponse()
    }

    /// What has been answered may be news for the catalogue.
    func noteChanges() {
        guard let passage = self.passage, passage.changes != .none, (200..<300).contains(self.record.status)
        else { return }
        let catalogue = self.context.shared.upstreams[self.upstreamIndex].catalogue
        switch passage.changes {
        case .none: break
        case .names: catalogue.noteChange()
        case .newNames:
            if self.requestContent?.hasNewName == true { return catalogue.noteChange() }
            guard let known = catalogue.current else { return }
            if let name = passage.defaultIndex, known[name] == nil { catalogue.noteChange() }
        }
    }
}
