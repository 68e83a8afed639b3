internal import EventLoop
internal import Upstream

extension Exchange: LoopTimerTarget {
    func timerFired(_ timer: LoopTimer) {
        guard self.state == .connecting else { return }
        self.pool?.cancel(self)
        self.answer(Refusal(.queueTimeout))
    }
}
