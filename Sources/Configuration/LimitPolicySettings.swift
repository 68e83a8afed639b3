extension Configuration {
    /// One member of `limits.policies`. Amounts are as they were written; what they may be together is checked where
    /// they are put together.
    public struct LimitPolicy: Sendable {
        public var name: String
        public var line: Int
        public var isPerOwner = false
        public var keys: [String] = []
        /// `path=value`.
        public var metadata: [String] = []
        public var owners: [String] = []
        public var slowsDown = false
        public var delayMax: Int64 = 10_000_000_000
        public var inFlight: Int?
        public var requests = Amounts()
        public var bytesIn = Amounts()
        public var bytesOut = Amounts()
        public var documents = Amounts()

        public struct Amounts: Sendable {
            public var perSecond: Double?
            public var burst: Double?
            public var perDay: Double?
            public var perMonth: Double?
        }
    }
}

extension Section {
    /// Longest time that a policy may make a request wait.
    private static var delayMax: Int64 { 300_000_000_000 }

    func limitPolicy() -> Configuration.LimitPolicy {
        var policy = Configuration.LimitPolicy(name: self.string("name") ?? "", line: self.line)
        if policy.name.isEmpty { self.report(self.line, "[\(self.prefix)name] is missing") }
        policy.isPerOwner = self.choice("per", ["key", "owner"]) == "owner"
        set(&policy.keys, self.strings("match.keys"))
        set(&policy.metadata, self.strings("match.metadata"))
        set(&policy.owners, self.strings("match.owners"))
        for condition in policy.metadata where !condition.dropFirst().contains("=") {
            self.report(
                self.line(of: "match.metadata"),
                "[\(self.prefix)match.metadata] has [\(condition)], but needs [name=value]")
        }
        if policy.isPerOwner, !policy.keys.isEmpty || !policy.metadata.isEmpty {
            self.report(
                self.line, "[\(self.prefix)match] may have only [owners] with [per: owner]")
        }
        policy.slowsDown = self.choice("action", ["refuse", "slow"]) == "slow"
        set(&policy.delayMax, self.duration("max_delay"))
        if policy.delayMax > Self.delayMax {
            self.report(self.line(of: "max_delay"), "[\(self.prefix)max_delay] may be [5m] at most")
        }
        policy.inFlight = self.integer("in_flight", 1...1_000_000)
        policy.requests = self.amounts("requests")
        policy.bytesIn = self.sizes("bytes_in")
        policy.bytesOut = self.sizes("bytes_out")
        policy.documents = self.amounts("documents")
        return policy
    }

    private func amounts(_ name: String) -> Configuration.LimitPolicy.Amounts {
        let periods = 1...1_000_000_000_000
        var amounts = Configuration.LimitPolicy.Amounts()
        amounts.perSecond = self.decimal("\(name).per_second", 0.001...1e12)
        amounts.burst = self.decimal("\(name).burst", 1...1e12)
        amounts.perDay = self.integer("\(name).per_day", periods).map(Double.init)
        amounts.perMonth = self.integer("\(name).per_month", periods).map(Double.init)
        return amounts
    }

    private func sizes(_ name: String) -> Configuration.LimitPolicy.Amounts {
        let sizes = 1024...(1 << 40)
        var amounts = Configuration.LimitPolicy.Amounts()
        amounts.perSecond = self.size("\(name).per_second", sizes).map(Double.init)
        amounts.burst = self.size("\(name).burst", sizes).map(Double.init)
        amounts.perDay = self.size("\(name).per_day", 1...(1 << 47)).map(Double.init)
        amounts.perMonth = self.size("\(name).per_month", 1...(1 << 47)).map(Double.init)
        return amounts
    }

    private func decimal(_ name: String, _ range: ClosedRange<Double>) -> Double? {
        self.value(name, "a number from \(range.lowerBound) to \(range.upperBound)") { text in
            Double(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }
}
