/// The frames and octets of one header block as it is on the wire (RFC 9113 §4.3). Until END_HEADERS comes
/// nothing of it can be acted on, and no other frame may stand between ("CONTINUATION flood", CVE-2024-27316).
struct HeaderBlockBudget {
    private let continuationsMax: Int
    private let bytesMax: Int
    private var continuations = 0
    private var bytes = 0

    /// - Parameters:
    ///   - continuationsMax: CONTINUATION frames of a block, empty ones too.
    ///   - bytesMax: octets of a block, padding included.
    init(continuationsMax: Int, bytesMax: Int) {
        self.continuationsMax = continuationsMax
        self.bytesMax = bytesMax
    }

    mutating func admit(_ header: FrameHeader) -> Bool {
        switch header.type {
        case .headers:
            self.continuations = 0
            self.bytes = header.length
        case .continuation:
            self.continuations += 1
            self.bytes += header.length
        default: return true
        }
        return self.continuations <= self.continuationsMax && self.bytes <= self.bytesMax
    }
}
