/// Streams that a peer opens: each costs a head to read and an answer, also a refusal.
///
/// The default is beyond what a core can serve: it stops loops gone wild. Clients are slowed down by the limits
/// of their keys; how many streams are open at once is said in SETTINGS (RFC 9113 §6.5.2).
struct StreamBudget {
    private var allowance: Allowance

    init(perSecond: Int) { self.allowance = Allowance(perSecond, per: Allowance.second) }

    mutating func admit(_ header: FrameHeader, now: Int64) -> Bool {
        header.type != .headers || self.allowance.take(now: now)
    }
}
