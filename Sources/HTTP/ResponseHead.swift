/// A parsed response head. Offsets refer to the bytes it was parsed from. Reused; confined to its loop.
package final class ResponseHead {
    /// 100...999 (RFC 9110 §15).
    package var status = 0
    package var minorVersion: UInt8 = 1
    package var fields: [FieldLine] = []
    package var framing = BodyFraming.none
    /// The value of `Content-Length` when the message has no content all the same: HEAD and 304.
    package var announcedLength: UInt64?
    package var keepAlive = true
    package var length = 0

    package init() { self.fields.reserveCapacity(32) }

    package func reset() {
        self.fields.removeAll(keepingCapacity: true)
        self.framing = .none
        self.announcedLength = nil
        self.keepAlive = true
        self.length = 0
    }

    /// The first field of that name, or nil.
    package func first(_ name: FieldName) -> FieldLine? { self.fields.first { $0.name == name } }
}
