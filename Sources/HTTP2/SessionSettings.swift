/// Bounds of one HTTP/2 connection. Each is a setting under `limits.http2`; the head's are those of HTTP/1.1.
public struct SessionSettings: Sendable {
    /// Streams open at once (SETTINGS_MAX_CONCURRENT_STREAMS). RFC 9113 §6.5.2 asks for 100 at least.
    public var concurrentStreamsMax = 128
    /// Octets of content on one stream that may wait here (SETTINGS_INITIAL_WINDOW_SIZE): at 20 ms of round trip
    /// time 256 KB let 12 MB/s through.
    public var streamWindow = 256 * 1024
    /// Octets of content on all streams of a connection that may wait here.
    public var connectionWindow = 1024 * 1024
    /// Octets of the peer's compression table (SETTINGS_HEADER_TABLE_SIZE), and most of ours.
    public var headerTableBytes = 4096
    /// CONTINUATION frames behind one HEADERS frame.
    public var continuationsMax = 8
    /// Octets of a head: on the wire, and again decoded, written as HTTP/1.1 would.
    public var headBytesMax = 32 * 1024
    /// Fields of a head as they come, each crumb of a cookie counted.
    public var fieldCountMax = 128
    /// Streams opened in a second.
    public var streamsPerSecond = 100_000
    /// RST_STREAM frames in a minute.
    public var resetsPerMinute = 600
    /// RST_STREAM frames that the peer made us send, in a minute.
    public var ownResetsPerMinute = 300
    /// SETTINGS frames in a minute.
    public var settingsPerMinute = 60
    /// PING frames in a minute.
    public var pingsPerMinute = 600
    /// PRIORITY and PRIORITY_UPDATE frames in a minute.
    public var prioritiesPerMinute = 3000
    /// DATA frames without content in a minute.
    public var emptyDataPerMinute = 100
    /// DATA frames of a few octets in a minute, beyond those that content has paid for.
    public var smallDataPerMinute = 10_000
    /// WINDOW_UPDATE frames in a minute, beyond those that our DATA frames have paid for.
    public var windowUpdatesPerMinute = 6000
    /// Odd things in a minute.
    public var glitchesPerMinute = 300
    /// Requests come over TLS: `:scheme` must say so.
    public var isSecure = true

    public init() {}
}
