internal import EventLoop

/// When a client of an HTTP/2 connection is too late. Pure: told what is so and what time it is. One per
/// connection; looked at every ``tick`` rather than armed with each frame.
struct HTTP2Deadlines {
    enum Verdict: Equatable {
        case fine
        /// Send a PING: nothing has come for long, and somebody waits.
        case ping
        /// Nobody is there any more.
        case dead
        /// A frame or a header block was begun and not finished.
        case unfinishedFrame
        /// Our SETTINGS were not acknowledged (RFC 9113 §6.5.3).
        case settings
        case idle
    }

    /// What is so at the time of a look.
    struct Facts {
        var streamCount = 0
        /// The number of the frame that has not fully arrived; nil: none.
        var unfinishedFrame: UInt64?
        var settingsAreAcknowledged = true
        var pingIsPending = false
    }

    /// How far one stream had come when it was looked at.
    struct Rate {
        var lookedAt: Int64 = 0
        var mark = 0
    }

    private let limits: ConnectionLimits
    private let openedAt: Int64
    private var receivedAt: Int64
    private var idleSince: Int64
    private var pingedAt: Int64 = 0
    private var unfinished: (frame: UInt64, since: Int64)?

    init(limits: ConnectionLimits, now: Int64) {
        self.limits = limits
        self.openedAt = now
        self.receivedAt = now
        self.idleSince = now
    }

    /// Nanoseconds between two looks: a quarter of the shortest deadline, 5 s at most.
    var tick: Int64 {
        let shortest = min(
            self.limits.headTimeout, self.limits.idleTimeout, self.limits.rateInterval,
            self.limits.http2PingInterval, self.limits.http2PingTimeout)
        return max(.milliseconds(20), min(shortest / 4, .seconds(5)))
    }

    mutating func received(now: Int64, unfinishedFrame: UInt64?) {
        self.receivedAt = now
        guard let frame = unfinishedFrame else { return self.unfinished = nil }
        if self.unfinished?.frame != frame { self.unfinished = (frame, now) }
    }

    /// A stream was opened or closed.
    mutating func moved(now: Int64) { self.idleSince = now }

    mutating func look(_ facts: Facts, now: Int64) -> Verdict {
        if let unfinished = self.unfinished, now &- unfinished.since >= self.limits.headTimeout {
            return .unfinishedFrame
        }
        if !facts.settingsAreAcknowledged, now &- self.openedAt >= self.limits.headTimeout {
            return .settings
        }
        guard facts.streamCount > 0 else {
            return now &- self.idleSince >= self.limits.idleTimeout ? .idle : .fine
        }
        self.idleSince = now
        if facts.pingIsPending {
            let isSilent = now &- max(self.pingedAt, self.receivedAt) >= self.limits.http2PingTimeout
            return isSilent ? .dead : .fine
        }
        guard now &- self.receivedAt >= self.limits.http2PingInterval else { return .fine }
        self.pingedAt = now
        return .ping
    }

    /// Whether one whose turn it was has moved too little in an interval.
    ///
    /// - Parameters:
    ///   - moved: octets of content so far.
    ///   - waits: whether it is the client that must move.
    func isTooSlow(_ rate: inout Rate, moved: Int, waits: Bool, now: Int64) -> Bool {
        guard waits else {
            rate = Rate(lookedAt: now, mark: moved)
            return false
        }
        guard now &- rate.lookedAt >= self.limits.rateInterval else { return false }
        defer { rate = Rate(lookedAt: now, mark: moved) }
        return moved &- rate.mark < self.limits.rateBytesMin
    }
}
