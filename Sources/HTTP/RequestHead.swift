/// A parsed request head. Offsets refer to the bytes it was parsed from.
///
/// Reused from request to request: no memory is taken in the steady state. Confined to its loop.
public final class RequestHead {
    public var method = Method.get
    /// 0 or 1: HTTP/1.0 or HTTP/1.1.
    public var minorVersion: UInt8 = 1
    public let target = RequestTarget()
    public var fields: [FieldLine] = []
    public var framing = BodyFraming.none
    /// Whether the client lets the connection stay (RFC 9112 §9.3).
    public var keepAlive = true
    /// `Expect: 100-continue` (RFC 9110 §10.1.1).
    public var expectsContinue = false
    /// `Connection` named a field that is unknown to us: no unknown field may be passed on.
    public var nominatesOther = false
    /// Bytes of the head with its blank line.
    public var length = 0
    /// Index of each known field's first line, by ``FieldName``; 0xff: absent.
    private var firstLines = InlineArray<64, UInt8>(repeating: 0xff)

    public init() { self.fields.reserveCapacity(32) }

    public func reset() {
        self.fields.removeAll(keepingCapacity: true)
        self.firstLines = InlineArray(repeating: 0xff)
        self.target.reset()
        self.framing = .none
        self.keepAlive = true
        self.expectsContinue = false
        self.nominatesOther = false
        self.length = 0
    }

    /// - Returns: whether a field of this name was there before.
    @discardableResult
    public func append(_ line: FieldLine) -> Bool {
        let index = self.fields.count
        self.fields.append(line)
        guard line.name != .other else { return false }
        let slot = Int(line.name.rawValue)
        guard self.firstLines[slot] == 0xff else { return true }
        self.firstLines[slot] = UInt8(truncatingIfNeeded: min(index, 0xfe))
        return false
    }

    /// The first field of that name, or nil.
    @inline(__always)
    public func first(_ name: FieldName) -> FieldLine? {
        let index = self.firstLines[Int(name.rawValue)]
        return index == 0xff ? nil : self.fields[Int(index)]
    }
}
