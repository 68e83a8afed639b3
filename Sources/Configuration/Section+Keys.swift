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
        let lifetimes = 1_000_000_000...Units.durationMax
        keys.lifetimeDefault = self.duration("authc.api_key.expiration.default", lifetimes)
        keys.lifetimeMax = self.duration("authc.api_key.expiration.max", lifetimes)
        set(&keys.exempt, self.strings("authc.api_key.expiration.exempt"))
        set(&keys.expiryWarning, self.duration("authc.api_key.expiration.warning"))
        set(&keys.namePatterns, self.strings("authc.api_key.name.patterns"))
        set(&keys.perOwnerMax, self.integer("authc.api_key.max_per_owner", 0...10_000_000))
        keys.refusesGoneOwners = self.choice("authc.api_key.gone_owners", ["report", "refuse"]) == "refuse"
        keys.secretPrefix = self.string("authc.api_key.secret.prefix")
        if let longest = keys.lifetimeMax, let usual = keys.lifetimeDefault, usual > longest {
            self.report(
                self.line(of: "authc.api_key.expiration.default"),
                "[authc.api_key.expiration.default] is longer than [authc.api_key.expiration.max]")
        }
        if keys.rotationGrace > keys.rotationGraceMax {
            self.report(
                self.line(of: "authc.api_key.rotate.grace"),
                "[authc.api_key.rotate.grace] is longer than [authc.api_key.rotate.grace_max]")
        }
        return keys
    }
}
