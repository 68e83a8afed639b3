internal import Configuration
internal import HTTP2
internal import Proxy

extension Assembly {
    static func http2(_ source: Configuration.HTTP2, into limits: inout ConnectionLimits) {
        var settings = SessionSettings()
        settings.concurrentStreamsMax = source.concurrentStreams
        settings.streamWindow = source.streamWindow
        settings.connectionWindow = source.connectionWindow
        settings.headerTableBytes = source.headerTableBytes
        settings.continuationsMax = source.continuations
        settings.streamsPerSecond = source.streamsPerSecond
        settings.resetsPerMinute = source.resetsPerMinute
        settings.ownResetsPerMinute = source.ownResetsPerMinute
        settings.settingsPerMinute = source.settingsPerMinute
        settings.pingsPerMinute = source.pingsPerMinute
        settings.prioritiesPerMinute = source.prioritiesPerMinute
        settings.emptyDataPerMinute = source.emptyDataPerMinute
        settings.smallDataPerMinute = source.smallDataPerMinute
        settings.windowUpdatesPerMinute = source.windowUpdatesPerMinute
        settings.glitchesPerMinute = source.glitchesPerMinute
        limits.http2 = settings
        limits.http2PingInterval = source.pingInterval
        limits.http2PingTimeout = source.pingTimeout
    }
}
