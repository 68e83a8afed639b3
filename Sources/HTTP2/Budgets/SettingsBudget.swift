/// SETTINGS frames: each must be acknowledged, and one may change the window of every stream ("settings flood",
/// CVE-2019-9515).
struct SettingsBudget {
    private var allowance: Allowance

    init(perMinute: Int) { self.allowance = Allowance(perMinute, per: Allowance.minute) }

    mutating func admit(_ header: FrameHeader, now: Int64) -> Bool {
        header.type != .settings || self.allowance.take(now: now)
    }
}
