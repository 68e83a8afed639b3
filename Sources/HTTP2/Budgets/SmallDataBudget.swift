/// DATA frames of a few octets: a megabyte in frames of one octet costs as much work as a gigabyte in full ones.
///
/// Content earns credit for frames, because honest clients send small ones too (a line end of its own behind each
/// document); only who sends little else runs out.
struct SmallDataBudget {
    /// Octets below which a frame is small: less than three times its own header.
    private static let sizeMin = 24
    /// Octets of content that pay for one small frame.
    private static let bytesPerFrame = 16

    /// Octets that are remembered: they pay for 4096 small frames.
    private static let creditMax = 64 * 1024

    private var allowance: Allowance
    private var bytes = 0

    init(perMinute: Int) { self.allowance = Allowance(perMinute, per: Allowance.minute) }

    mutating func admit(_ header: FrameHeader, now: Int64) -> Bool {
        guard header.type == .data, header.length > 0 else { return true }
        // Bounded, so that a large upload does not pay for a later flood.
        self.bytes = min(self.bytes + header.length, Self.creditMax)
        guard header.length < Self.sizeMin else { return true }
        if self.bytes >= Self.bytesPerFrame {
            self.bytes -= Self.bytesPerFrame
            return true
        }
        return self.allowance.take(now: now)
    }
}
