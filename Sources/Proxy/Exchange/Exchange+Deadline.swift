internal import Audit
internal import EventLoop
internal import Upstream

extension Exchange {
    /// A request that could not be understood: no exchange, but a record.
    func recordRefusal(connection: DownstreamConnection, status: Int, reason: StaticString) {
        guard !self.isActive else { return }
        self.number &+= 1
        self.connection = connection
        self.record.beginMalformed(context: self.context)
        self.record.status = status
        self.record.reason = reason
        self.record.event = .tamperedRequest
        self.state = .forwarding
        self.fail()
    }

    /// A key's secret has been found out off the loop, for the exchange of that number.
    func keyVerified(number: UInt64) {
        guard self.number == number, self.state == .verifying else { return }
        self.downstream?.resumeHead()
    }
}

extension Exchange: LoopTimerTarget {
    func timerFired(_ timer: LoopTimer) {
        guard self.state == .connecting || self.fetch?.isWaiting == true else { return }
        self.pool?.cancel(self)
        self.answer(Refusal(.queueTimeout))
    }
}
