/// RST_STREAM frames that the peer made *us* send: by a bad frame on a good stream it withdraws a request as
/// cheaply as by a reset of its own ("made you reset", CVE-2025-8671).
struct OwnResetBudget {
    private var allowance: Allowance

    init(perMinute: Int) { self.allowance = Allowance(perMinute, per: Allowance.minute) }

    mutating func take(now: Int64) -> Bool { self.allowance.take(now: now) }
}
