/// A parsed response head. Offsets refer to the bytes it was parsed from. Reused; confined to its loop.
public final class ResponseHead {
    /// 100...999 (RFC 9110 §15).
    public var status = 0
    public var minorVersion: UInt8 = 1
    public var fields: [FieldLine] = []
    public var framing = BodyFraming.none
    /// The value of `Content-Length` when the message has no content all the same: HEAD and 304.
    public var announcedLength: UInt64?
    public var keepAlive = true
    /// `Connection` named fields beyond those that are never passed on.
    public var nominatesFields = false
    public var length = 0

    public init() { self.fields.reserveCapacity(32) }

    public func reset() {
        self.fields.removeAll(keepingCapacity: true)
        self.framing = .none
        self.announcedLength = nil
        self.keepAlive = true
        self.nominatesFields = false
        self.length = 0
    }

    /// The first field of that name, or nil.
    public func first(_ name: FieldName) -> FieldLine? {
        for index in self.fields.indices where self.fields[index].name == name { return self.fields[index] }
        return nil
    }
}
