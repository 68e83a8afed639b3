/// What a ``RequestTarget`` was at one moment, to tell whether another one is the same: what was found out about the
/// one holds for the other then. Compares what was parsed, so that no other reading of the bytes comes in between.
public struct TargetImage: Sendable {
    /// Octets of a target that is worth keeping.
    public static let lengthMax = 512

    let decoded: [UInt8]
    let segments: [Range<Int>]
    let parameters: [RequestTarget.Parameter]
}

extension RequestTarget.Parameter {
    @inline(__always)
    func isSame(_ other: Self) -> Bool {
        self.name == other.name && self.value == other.value && self.hasValue == other.hasValue
    }
}
