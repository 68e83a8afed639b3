/// PING frames: each must be answered ("ping flood", CVE-2019-9512). Those that answer ours count as well: they
/// are few.
struct PingBudget {
    private var allowance: Allowance

    init(perMinute: Int) { self.allowance = Allowance(perMinute, per: Allowance.minute) }

    mutating func admit(_ header: FrameHeader, now: Int64) -> Bool {
        header.type != .ping || self.allowance.take(now: now)
    }
}
