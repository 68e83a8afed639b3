/// Where one header field lies in the bytes of its head. Holds offsets, no bytes.
public struct FieldLine: Sendable {
    public var name: FieldName
    public var nameStart: UInt32
    public var nameCount: UInt32
    public var valueStart: UInt32
    public var valueCount: UInt32

    public init(name: FieldName, nameStart: Int, nameCount: Int, valueStart: Int, valueCount: Int) {
        // Heads are at most a few hundred kilobytes (`HeadLimits`), so no offset is cut.
        self.name = name
        self.nameStart = UInt32(truncatingIfNeeded: nameStart)
        self.nameCount = UInt32(truncatingIfNeeded: nameCount)
        self.valueStart = UInt32(truncatingIfNeeded: valueStart)
        self.valueCount = UInt32(truncatingIfNeeded: valueCount)
    }

    @inline(__always)
    public var nameRange: Range<Int> { Int(self.nameStart)..<Int(self.nameStart &+ self.nameCount) }
    /// Without the white space around it (RFC 9110 §5.5).
    @inline(__always)
    public var valueRange: Range<Int> { Int(self.valueStart)..<Int(self.valueStart &+ self.valueCount) }
}
