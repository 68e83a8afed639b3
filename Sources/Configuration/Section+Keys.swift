extension Section {
    /// `authc.api_key.*` but for `enabled`.
    func keys() -> Configuration.Keys {
        var keys = Configuration.Keys()
        set(&keys.rotationGrace, self.duration("authc.api_key.rotate.grace"))
        set(&keys.rotationGraceMax, self.duration("authc.api_key.rotate.grace_max"))
        set(&keys.retentionPeriod, self.duration("authc.api_key.delete.retention_period"))
        set(
            &keys.sweepInterval,
            self.duration("authc.api_key.delete.interval", 1_000_000_000...Units.durationMax))
        if keys.rotationGrace > keys.rotationGraceMax {
            self.report(
                self.line(of: "authc.api_key.rotate.grace"),
                "[authc.api_key.rotate.grace] is longer than [authc.api_key.rotate.grace_max]")
        }
        return keys
    }
}
