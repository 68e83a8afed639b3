/// RST_STREAM frames of the peer. A stream that is opened and reset at once costs us its request and the peer
/// nothing, and does not count as open ("rapid reset", CVE-2023-44487).
struct ResetBudget {
    private var allowance: Allowance

    init(perMinute: Int) { self.allowance = Allowance(perMinute, per: Allowance.minute) }

    mutating func admit(_ header: FrameHeader, now: Int64) -> Bool {
        header.type != .resetStream || self.allowance.take(now: now)
    }
}
