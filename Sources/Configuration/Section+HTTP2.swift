extension Configuration {
    /// Bounds of one HTTP/2 connection, under `limits.http2`. A budget that is exceeded ends the connection with
    /// GOAWAY (ENHANCE_YOUR_CALM), a line in the log and a record in the audit trail.
    public struct HTTP2: Sendable {
        public var concurrentStreams = 128
        public var streamsPerSecond = 100_000
        public var streamWindow = 256 << 10
        public var connectionWindow = 1 << 20
        public var headerTableBytes = 4096
        public var continuations = 8
        public var resetsPerMinute = 600
        public var ownResetsPerMinute = 300
        public var settingsPerMinute = 60
        public var pingsPerMinute = 600
        public var prioritiesPerMinute = 3000
        public var emptyDataPerMinute = 100
        public var smallDataPerMinute = 10_000
        public var windowUpdatesPerMinute = 6000
        public var glitchesPerMinute = 300
        public var pingInterval: Int64 = 30_000_000_000
        public var pingTimeout: Int64 = 20_000_000_000
    }
}

extension Section {
    /// `limits.http2.*`.
    func http2() -> Configuration.HTTP2 {
        var http2 = Configuration.HTTP2()
        let counts = 1...10_000_000
        func read(_ name: String, _ range: ClosedRange<Int>, _ target: inout Int) {
            set(&target, self.integer("limits.http2.\(name)", range))
        }
        read("concurrent_streams", 1...10_000, &http2.concurrentStreams)
        read("streams_per_second", counts, &http2.streamsPerSecond)
        read("continuations", 0...1000, &http2.continuations)
        read("resets_per_minute", counts, &http2.resetsPerMinute)
        read("own_resets_per_minute", counts, &http2.ownResetsPerMinute)
        // The first SETTINGS frame is needed and one to change it is common.
        read("settings_per_minute", 4...10_000_000, &http2.settingsPerMinute)
        read("pings_per_minute", counts, &http2.pingsPerMinute)
        read("priorities_per_minute", counts, &http2.prioritiesPerMinute)
        read("empty_data_per_minute", counts, &http2.emptyDataPerMinute)
        read("small_data_per_minute", counts, &http2.smallDataPerMinute)
        read("window_updates_per_minute", counts, &http2.windowUpdatesPerMinute)
        read("glitches_per_minute", counts, &http2.glitchesPerMinute)
        // A window below the protocol's own start value would refuse what clients send before they know it.
        let windows = 65_535...(1 << 30)
        set(&http2.streamWindow, self.size("limits.http2.stream_window", windows))
        set(&http2.connectionWindow, self.size("limits.http2.connection_window", windows))
        set(&http2.headerTableBytes, self.size("limits.http2.header_table_bytes", 0...65_536))
        set(&http2.pingInterval, self.duration("limits.http2.ping_interval", 100_000_000...Units.durationMax))
        set(&http2.pingTimeout, self.duration("limits.http2.ping_timeout", 100_000_000...Units.durationMax))
        if http2.connectionWindow < http2.streamWindow {
            self.report(
                self.line(of: "limits.http2.connection_window"),
                "[limits.http2.connection_window] must not be smaller than [limits.http2.stream_window]")
        }
        return http2
    }
}
