/// What is legal or survivable but odd, as HAProxy counts it: heads that are refused, frames of unknown types,
/// frames that the library calls invalid. One is an accident, hundreds are a probe.
struct GlitchBudget {
    private var allowance: Allowance

    init(perMinute: Int) { self.allowance = Allowance(perMinute, per: Allowance.minute) }

    mutating func admit(_ header: FrameHeader, now: Int64) -> Bool {
        let isKnown =
            header.type.rawValue <= FrameType.continuation.rawValue || header.type == .priorityUpdate
        return isKnown || self.allowance.take(now: now)
    }

    mutating func take(now: Int64) -> Bool { self.allowance.take(now: now) }
}
