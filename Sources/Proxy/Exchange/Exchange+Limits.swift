internal import Address
internal import Authenticate
internal import Classify
internal import Decide
internal import Elasticsearch
internal import EventLoop
internal import HTTP
internal import HTTP1
internal import Limit
internal import Metrics
internal import Security
internal import Upstream

/// Where an exchange meets the limits of its credential.
extension Exchange {
    // MARK: The request

    /// Counts the request of a credential that has been verified.
    ///
    /// - Returns: false when the request has been answered or put aside.
    func passLimits(_ head: RequestHead) -> Bool {
        let book = self.context.shared.book
        let limits: LimitSet?
        do throws(LimitBook.Failure) {
            if let entry = self.record.keyEntry, let facts = self.record.keyFacts {
                guard book.mayLimit(entry) else { return true }
                limits = try facts.limits(of: entry, book, self.context)
            } else {
                limits = try book.limits(
                    ofUser: self.record.userName, realm: self.record.userRealm, now: self.context.loop.now,
                    wallNow: self.context.loop.wallNow)
            }
        } catch {
            self.answer(Refusal(error))
            return false
        }
        guard let limits else { return true }
        guard limits.addresses.isEmpty || limits.addresses.contains(self.client) else {
            // As if it did not hold: who found it elsewhere need not know that it does.
            self.refuse(
                Steps.failure(.providedCredentials(), "API key from an address where it may not be used"),
                head)
            return false
        }
        if limits.budgets.isEmpty { return true }
        let gate = self.gate ?? LimitGate(self)
        self.gate = gate
        let hasContent = head.framing != .none && head.framing != .length(0)
        return self.passes(gate.begin(limits, hasContent: hasContent), gate, .requests)
    }

    private func passes(
        _ admission: LimitSet.Admission, _ gate: LimitGate, _ kind: LimitKind
    ) -> Bool {
        switch admission {
        case .passed:
            self.context.metrics.limit(kind, .passed)
            return true
        case .delayed(let nanoseconds):
            self.context.metrics.limit(kind, .delayed)
            self.state = .verifying
            gate.delayHead(nanoseconds)
            return false
        case .refused(let refusal):
            self.context.metrics.limit(LimitKind(refusal), .refused)
            self.answer(Refusal(refusal))
            return false
        }
    }

    /// Counts the documents of a request that is to be forwarded; those of a bulk request are counted as they come.
    ///
    /// - Returns: false when the request has been answered or put aside.
    func passDocuments(_ head: RequestHead, _ passage: inout Passage) -> Bool {
        guard let gate = self.gate, gate.limits?.limitsDocuments == true else { return true }
        guard let endpoint = passage.endpoint else { return self.passUnknown(head, &passage) }
        guard endpoint.writesDocument else { return true }
        return self.passes(gate.takeDocument(), gate, .documents)
    }

    /// A request that is not known and goes on as its sender may do all: a bulk request of another form is read as one.
    private func passUnknown(_ head: RequestHead, _ passage: inout Passage) -> Bool {
        let count = head.target.segmentCount
        guard count > 0, head.target.segment(count - 1, equals: "_bulk") else { return true }
        guard self.context.judge(self.upstreamIndex) != nil else {
            self.answer(
                Refusal(
                    .unavailable("the upstream has not told its release yet", retryAfter: 1),
                    reason: "upstream's release is unknown"))
            return false
        }
        passage.content = .bulk
        return true
    }

    // MARK: Content

    /// More content may be asked for, unless it is held back.
    func askForContent() {
        if self.gate?.holdsContent != true { self.downstream?.wantContent() }
    }

    /// Counts content of the request.
    ///
    /// - Returns: false when the request has been refused.
    func passContent(_ count: Int) -> Bool {
        guard let refusal = self.gate?.received(count) else { return true }
        self.context.metrics.limit(LimitKind(refusal), .refused)
        self.refuseContent(Refusal(refusal))
        return false
    }

    /// Content may be taken again.
    func contentReleased() {
        switch self.state {
        case .collecting, .inspecting: self.downstream?.wantContent()
        case .forwarding, .relaying:
            guard let upstream = self.upstream else { return }
            if let content = self.requestContent, content.isPaused {
                guard self.resume(content, to: upstream) else { return }
            }
            if upstream.bytesWaiting <= self.context.limits.highWatermark { self.downstream?.wantContent() }
        case .idle, .verifying, .answering, .connecting, .rendering: break
        }
    }

    /// The answer may be read on.
    func answerReleased() {
        guard self.state == .relaying, let downstream = self.downstream, !downstream.isFull else { return }
        self.upstream?.resumeReading(limit: downstream.contentRoom)
    }

    /// What items of a bulk request are counted against; nil where documents are not limited.
    var documentLimits: LimitSet? {
        guard let limits = self.gate?.limits, limits.limitsDocuments else { return nil }
        return limits
    }

    /// How many documents were counted for nothing.
    var documentsInVain: Int {
        self.contentIsSent ? 0 : self.requestContent?.documentsTaken ?? 0
    }
}

extension Endpoint {
    /// Whether a request writes one document.
    var writesDocument: Bool {
        guard self.body != .bulk else { return false }
        return self.checks.contains { check in
            let name = check.action.name
            return name.hasPrefix("indices:data/write/index") || name == "indices:data/write/update"
                || name == "indices:data/write/delete"
        }
    }
}

extension LimitKind {
    /// Which budget refused.
    init(_ refusal: LimitRefusal) {
        switch (refusal.kind, refusal.unit) {
        case (.inFlight, _): self = .concurrency
        case (.day, _): self = .dayQuota
        case (.month, _): self = .monthQuota
        case (.rate, .requests): self = .requests
        case (.rate, .received): self = .bytesIn
        case (.rate, .sent): self = .bytesOut
        case (.rate, .documents): self = .documents
        }
    }
}

extension Refusal {
    init(_ refusal: LimitRefusal) {
        var error = ErrorResponse.tooManyRequests(refusal.reason, retryAfter: refusal.retryAfter)
        error.headers += [("RateLimit-Policy", refusal.policyField), ("RateLimit", refusal.field)]
        self.init(error, reason: refusal.cause)
        self.readsOn = true
    }

    init(_ failure: LimitBook.Failure) {
        switch failure {
        case .full:
            self.init(
                .unavailable("more keys with limits are in use than this proxy can count", retryAfter: 10),
                reason: "limit table is full")
        case .notUnderstood:
            self.init(
                .forbidden("the key has just been changed, or its limits cannot be enforced"),
                reason: "limits are not understood")
        }
    }
}
