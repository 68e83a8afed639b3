internal import EventLoop
internal import Upstream

extension Exchange {
    /// A key's secret has been found out off the loop, for the exchange of that number.
    func keyVerified(number: UInt64) {
        guard self.number == number, self.state == .verifying else { return }
        self.downstream?.resumeHead()
    }
}

extension Exchange: LoopTimerTarget {
    func timerFired(_ timer: LoopTimer) {
        guard self.state == .connecting else { return }
        self.pool?.cancel(self)
        self.answer(Refusal(.queueTimeout))
    }
}
