internal import Bytes
internal import CNGHTTP2
public import HTTP

/// The fields of one response in the library's form. One per loop: filled, submitted and written within one call,
/// so that nothing has to be copied.
public final class ResponseFields {
    /// Fields of a response; more are refused where responses are parsed.
    private static let countMax = 256 + 8

    private let lines = UnsafeMutablePointer<nghttp2_nv>.allocate(capacity: ResponseFields.countMax)
    private(set) var count = 0
    /// Names in lower case and what else is made for the response. Never grows while a response is put together.
    private var texts = ByteBuffer(capacity: 4096)
    private var room = 0

    public init() {}
    deinit { self.lines.deallocate() }

    var pointer: UnsafePointer<nghttp2_nv> { UnsafePointer(self.lines) }

    /// Begins a response.
    ///
    /// - Parameter bytes: octets of the fields that will be added, at most.
    public func begin(status: Int, bytes: Int) {
        self.count = 0
        self.texts.removeAll()
        self.room = bytes + 64
        _ = self.texts.writable(atLeast: self.room)
        let status = self.keep { $0.append(decimal: max(100, min(status, 999))) }
        self.add(name: ":status", status, flags: 0)
    }

    /// An upstream's fields, without those that belong to its connection (RFC 9113 §8.2.2).
    ///
    /// - Parameter bytes: what `head`'s offsets refer to; used until the response is written.
    public func add(_ head: ResponseHead, _ bytes: UnsafeBufferPointer<UInt8>) {
        for line in head.fields where !line.name.isHopByHop && line.name != .contentLength {
            let value = UnsafeBufferPointer(rebasing: bytes[line.valueRange])
            if line.name != .other {
                self.add(name: line.name.text, value, flags: Self.flags(of: line.name))
            } else {
                self.add(lowercasing: UnsafeBufferPointer(rebasing: bytes[line.nameRange]), value)
            }
        }
        if case .length(let length) = head.framing {
            self.addContentLength(length)
        } else if let length = head.announcedLength {
            self.addContentLength(length)
        }
    }

    public func addContentLength(_ length: UInt64) {
        self.add(name: "content-length", self.keep { $0.append(decimal: UInt(length)) }, flags: 0)
    }

    /// Whole field lines as HTTP/1.1 has them: `name: value CRLF`, as the proxy adds them.
    ///
    /// - Parameter bytes: used until the response is written.
    public func add(lines bytes: UnsafeBufferPointer<UInt8>) {
        var start = 0
        while let colon = bytes[start...].firstIndex(of: UInt8(ascii: ":")),
            let end = bytes[colon...].firstIndex(of: 0x0d)
        {
            var first = colon + 1
            while first < end, bytes[first] == 0x20 { first += 1 }
            self.add(
                lowercasing: UnsafeBufferPointer(rebasing: bytes[start..<colon]),
                UnsafeBufferPointer(rebasing: bytes[first..<end]))
            start = min(end + 2, bytes.count)
        }
    }

    /// A field of the proxy's own. A value is made of what clients sent at times: control characters in it become
    /// spaces.
    public func add(name: String, value: String) {
        let name = self.keep { text in
            for byte in name.utf8 { text.append(ASCII.lowercased(byte)) }
        }
        let value = self.keep { text in
            for byte in value.utf8 { text.append(byte < 0x20 || byte == 0x7f ? 0x20 : byte) }
        }
        self.append(name, value, flags: 0)
    }

    // MARK: Lines

    /// Fields that would push others out of the compression table, or must not get into it (RFC 7541 §7.1.3).
    private static func flags(of name: FieldName) -> Int {
        switch name {
        case .setCookie, .xOpaqueID, .location, .wwwAuthenticate: Int(NGHTTP2_NV_FLAG_NO_INDEX.rawValue)
        default: 0
        }
    }

    private func add(name: StaticString, _ value: UnsafeBufferPointer<UInt8>, flags: Int) {
        self.append(
            UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount), value, flags: flags)
    }

    private func add(lowercasing name: UnsafeBufferPointer<UInt8>, _ value: UnsafeBufferPointer<UInt8>) {
        let name = self.keep { text in
            for byte in name { text.append(ASCII.lowercased(byte)) }
        }
        self.append(name, value, flags: 0)
    }

    /// Writes text that stays where it is until the next response begins.
    private func keep(_ write: (ByteBuffer) -> Void) -> UnsafeBufferPointer<UInt8> {
        let start = self.texts.count
        write(self.texts)
        precondition(self.texts.count <= self.room, "more field text than was announced")
        return UnsafeBufferPointer(rebasing: self.texts.readable[start...])
    }

    private func append(
        _ name: UnsafeBufferPointer<UInt8>, _ value: UnsafeBufferPointer<UInt8>, flags: Int
    ) {
        guard self.count < Self.countMax else { return }
        // The library reads both and writes neither; it copies neither, as all is written before the call returns.
        let kept = Int(NGHTTP2_NV_FLAG_NO_COPY_NAME.rawValue | NGHTTP2_NV_FLAG_NO_COPY_VALUE.rawValue)
        self.lines[self.count] = nghttp2_nv(
            name: UnsafeMutablePointer(mutating: name.baseAddress),
            value: UnsafeMutablePointer(mutating: value.baseAddress), namelen: name.count,
            valuelen: value.count, flags: UInt8(truncatingIfNeeded: kept | flags))
        self.count += 1
    }
}
