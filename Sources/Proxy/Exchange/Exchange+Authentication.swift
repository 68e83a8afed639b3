internal import Authenticate
internal import Decide
internal import Elasticsearch
internal import EventLoop
internal import HTTP
internal import Security

/// What becomes of a request's credential, at once or after work off the loop.
extension Exchange {
    func took(
        _ result: Steps.Authentication, _ head: RequestHead, _ bytes: UnsafeBufferPointer<UInt8>
    ) {
        if case .accepted = result, let line = head.first(.esSecurityRunAsUser), let subject = self.subject {
            // Nobody until it is known that he may.
            self.subject = nil
            return self.act(subject, as: String(decoding: bytes[line.valueRange], as: UTF8.self), head)
        }
        self.take(result, head, bytes)
    }

    /// What authentication has come to, with whom the request is made for.
    private func take(
        _ result: Steps.Authentication, _ head: RequestHead, _ bytes: UnsafeBufferPointer<UInt8>
    ) {
        switch result {
        case .accepted: if self.passLimits(head) { self.proceed(head, bytes) }
        case .verifying: self.state = .verifying
        case .refused(let refusal):
            self.refuse(Steps.isConsole(head) ? Steps.withoutChallenge(refusal) : refusal, head)
        case .answered(let response): self.answer(response, outcome: .success)
        case .metrics: OpenAnswers.answerMetrics(self)
        }
    }

    /// A password has been verified off the loop, for the exchange of that number.
    func verified(_ verdict: PasswordVerdict, number: UInt64) {
        guard self.number == number, self.state == .verifying else { return }
        self.verdict = verdict
        self.downstream?.resumeHead()
    }

    /// Takes up the request again whose head was put aside.
    func resume(_ head: RequestHead, _ bytes: UnsafeBufferPointer<UInt8>) {
        guard self.state == .verifying else { return }
        self.state = .forwarding
        if let refusal = self.delayedRefusal {
            self.delayedRefusal = nil
            return self.answer(refusal)
        }
        if let acting = self.acting {
            self.acting = nil
            return self.take(Steps.acting(acting, self, head, bytes), head, bytes)
        }
        guard let verdict = self.verdict else {
            guard self.subject == nil, let connection = self.connection else {
                return self.proceed(head, bytes)
            }
            return self.took(Steps.authenticate(self, head, bytes, connection), head, bytes)
        }
        self.verdict = nil
        self.took(Steps.authentication(verdict, self, uri: Steps.uri(head)), head, bytes)
    }

    // MARK: Acting for another

    /// Puts the request aside until it is known whether `subject` may act for the user of that name: his roles may have
    /// to be compiled for that.
    private func act(_ subject: Subject, as name: String, _ head: RequestHead) {
        self.state = .verifying
        let number = self.number
        let loop = self.context.loop
        let shared = self.context.shared
        let uri = Steps.uri(head)
        let action = self.context.judge(self.upstreamIndex)?.action(head.method, head.target)
        nonisolated(unsafe) let pending = self  // SAFETY: touched on its loop only.
        shared.requesters.run {
            let acting = Result { () throws(ErrorResponse) in
                try shared.router.acting(subject, as: name, action: action, uri: uri)
            }
            loop.execute { pending.acts(acting, number: number) }
        }
    }

    private func acts(_ acting: Result<Subject, ErrorResponse>, number: UInt64) {
        guard self.number == number, self.state == .verifying else { return }
        self.acting = acting
        self.downstream?.resumeHead()
    }
}
