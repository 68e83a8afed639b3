/// PRIORITY and PRIORITY_UPDATE frames, which are read and change nothing here ("resource loop", CVE-2019-9513).
struct PriorityBudget {
    private var allowance: Allowance

    init(perMinute: Int) { self.allowance = Allowance(perMinute, per: Allowance.minute) }

    mutating func admit(_ header: FrameHeader, now: Int64) -> Bool {
        (header.type != .priority && header.type != .priorityUpdate) || self.allowance.take(now: now)
    }
}
