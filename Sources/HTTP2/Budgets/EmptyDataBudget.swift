/// DATA frames without content that do not end their stream either: they say nothing ("empty frames flood",
/// CVE-2019-9518).
struct EmptyDataBudget {
    private var allowance: Allowance

    init(perMinute: Int) { self.allowance = Allowance(perMinute, per: Allowance.minute) }

    mutating func admit(_ header: FrameHeader, now: Int64) -> Bool {
        header.type != .data || header.length > 0 || header.has(FrameHeader.endStream)
            || self.allowance.take(now: now)
    }
}
