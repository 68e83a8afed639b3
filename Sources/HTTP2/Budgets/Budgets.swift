/// A budget that a peer can go over; the connection ends then with ENHANCE_YOUR_CALM (RFC 9113 §10.5).
public enum Budget: Int, CaseIterable, Sendable {
    case streams, resets, ownResets, headerBlock, settings, pings, priorities, emptyData, smallData
    case windowUpdates, glitches

    /// For logs, metrics and the debug data of GOAWAY.
    public var text: StaticString {
        switch self {
        case .streams: "streams"
        case .resets: "resets"
        case .ownResets: "own_resets"
        case .headerBlock: "header_block"
        case .settings: "settings"
        case .pings: "pings"
        case .priorities: "priorities"
        case .emptyData: "empty_data"
        case .smallData: "small_data"
        case .windowUpdates: "window_updates"
        case .glitches: "glitches"
        }
    }
}

/// All budgets of one connection.
struct Budgets {
    private var streams: StreamBudget
    private var resets: ResetBudget
    private var ownResets: OwnResetBudget
    private var headerBlock: HeaderBlockBudget
    private var settings: SettingsBudget
    private var pings: PingBudget
    private var priorities: PriorityBudget
    private var emptyData: EmptyDataBudget
    private var smallData: SmallDataBudget
    private var windowUpdates: WindowUpdateBudget
    private var glitches: GlitchBudget

    init(_ settings: SessionSettings) {
        self.streams = StreamBudget(perSecond: settings.streamsPerSecond)
        self.resets = ResetBudget(perMinute: settings.resetsPerMinute)
        self.ownResets = OwnResetBudget(perMinute: settings.ownResetsPerMinute)
        self.headerBlock = HeaderBlockBudget(
            continuationsMax: settings.continuationsMax, bytesMax: settings.headBytesMax)
        self.settings = SettingsBudget(perMinute: settings.settingsPerMinute)
        self.pings = PingBudget(perMinute: settings.pingsPerMinute)
        self.priorities = PriorityBudget(perMinute: settings.prioritiesPerMinute)
        self.emptyData = EmptyDataBudget(perMinute: settings.emptyDataPerMinute)
        self.smallData = SmallDataBudget(perMinute: settings.smallDataPerMinute)
        self.windowUpdates = WindowUpdateBudget(perMinute: settings.windowUpdatesPerMinute)
        self.glitches = GlitchBudget(perMinute: settings.glitchesPerMinute)
    }

    /// Counts a frame before it is looked into.
    ///
    /// - Returns: the budget that it is too much for, or nil.
    mutating func admit(_ header: FrameHeader, now: Int64) -> Budget? {
        switch header.type {
        case .data:
            if !self.emptyData.admit(header, now: now) { return .emptyData }
            return self.smallData.admit(header, now: now) ? nil : .smallData
        case .headers:
            if !self.streams.admit(header, now: now) { return .streams }
            return self.headerBlock.admit(header) ? nil : .headerBlock
        case .continuation: return self.headerBlock.admit(header) ? nil : .headerBlock
        case .resetStream: return self.resets.admit(header, now: now) ? nil : .resets
        case .settings: return self.settings.admit(header, now: now) ? nil : .settings
        case .ping: return self.pings.admit(header, now: now) ? nil : .pings
        case .windowUpdate: return self.windowUpdates.admit(header, now: now) ? nil : .windowUpdates
        case .priority, .priorityUpdate: return self.priorities.admit(header, now: now) ? nil : .priorities
        default: return self.glitches.admit(header, now: now) ? nil : .glitches
        }
    }

    mutating func sentData() { self.windowUpdates.sentData() }
    mutating func takeOwnReset(now: Int64) -> Budget? { self.ownResets.take(now: now) ? nil : .ownResets }
    mutating func takeGlitch(now: Int64) -> Budget? { self.glitches.take(now: now) ? nil : .glitches }
}
