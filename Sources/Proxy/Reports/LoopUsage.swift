public import Elasticsearch
internal import EventLoop
internal import Keys
public import Usage

/// Counts what keys do on one loop. Confined to it.
final class LoopUsage: LoopTimerTarget {
    private let loop: EventLoop
    private let recorder: UsageRecorder?
    private var timer: LoopTimer?
    private var isArmed = false

    init(loop: EventLoop, ledger: UsageLedger?) {
        self.loop = loop
        self.recorder = ledger.map { UsageRecorder(ledger: $0) }
        self.timer = LoopTimer(target: self)
    }

    var isEnabled: Bool { self.recorder != nil }

    @inline(__always)
    func count(_ facts: KeyFacts, _ sample: borrowing UsageSample) {
        guard let recorder = self.recorder else { return }
        recorder.count(facts.id, &facts.usage, sample)
        if !self.isArmed { self.arm() }
    }

    func countRefused(_ id: APIKeyID, _ sample: borrowing UsageSample) {
        guard let recorder = self.recorder else { return }
        recorder.countRefused(id, sample)
        if !self.isArmed { self.arm() }
    }

    /// Hands over what was counted.
    func flush() { self.recorder?.flush() }

    func close() {
        self.flush()
        if let timer = self.timer { self.loop.disarm(timer) }
        self.timer = nil
    }

    private func arm() {
        guard let timer = self.timer else { return }
        self.isArmed = true
        self.loop.arm(timer, after: UsageRecorder.flushInterval)
    }

    func timerFired(_ timer: LoopTimer) {
        self.isArmed = false
        self.flush()
    }
}

extension UsageOperation {
    /// An action's number plus one.
    init(_ action: Action) { self.init(rawValue: action.index &+ 1) }

    /// The action that was counted; nil where none was decided on.
    public var action: Action? { self.rawValue == 0 ? nil : Action(index: Int(self.rawValue) - 1) }
}
