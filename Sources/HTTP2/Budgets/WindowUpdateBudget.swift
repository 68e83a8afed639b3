/// WINDOW_UPDATE frames: small steps make us send content in crumbs ("data dribble", CVE-2019-9511).
///
/// Each DATA frame that we send pays for two, one of the stream and one of the connection: clients that give
/// back every frame at once are honest.
struct WindowUpdateBudget {
    private var allowance: Allowance
    private var credit = 0

    init(perMinute: Int) { self.allowance = Allowance(perMinute, per: Allowance.minute) }

    /// A DATA frame was sent, other than a crumb.
    mutating func sentData() { self.credit = min(self.credit + 2, 1000) }

    mutating func admit(_ header: FrameHeader, now: Int64) -> Bool {
        guard header.type == .windowUpdate else { return true }
        if self.credit > 0 {
            self.credit -= 1
            return true
        }
        return self.allowance.take(now: now)
    }
}
