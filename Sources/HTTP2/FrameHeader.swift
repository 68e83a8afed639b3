/// The nine octets before each frame's payload (RFC 9113 §4.1).
public struct FrameHeader: Equatable, Sendable {
    /// Octets on the wire.
    public static let size = 9

    /// Octets of the payload: 24 bits.
    public var length: Int
    public var type: FrameType
    public var flags: UInt8
    /// 0: the connection.
    public var streamID: Int32

    public init(length: Int, type: FrameType, flags: UInt8 = 0, streamID: Int32 = 0) {
        self.length = length
        self.type = type
        self.flags = flags
        self.streamID = streamID
    }

    init(_ octets: borrowing InlineArray<9, UInt8>) {
        self.length = Int(octets[0]) << 16 | Int(octets[1]) << 8 | Int(octets[2])
        self.type = FrameType(rawValue: octets[3])
        self.flags = octets[4]
        // The highest bit is reserved and ignored (§4.1).
        self.streamID =
            Int32(octets[5] & 0x7f) << 24 | Int32(octets[6]) << 16 | Int32(octets[7]) << 8 | Int32(octets[8])
    }

    /// END_STREAM of DATA and HEADERS; ACK of SETTINGS and PING.
    public static let endStream: UInt8 = 0x1
    public static let acknowledged: UInt8 = 0x1
    /// END_HEADERS of HEADERS and CONTINUATION.
    public static let endHeaders: UInt8 = 0x4

    func has(_ flag: UInt8) -> Bool { self.flags & flag != 0 }
}

/// A frame's type (RFC 9113 §6). Any octet may come: what is unknown is ignored (§4.1).
public struct FrameType: RawRepresentable, Equatable, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    public static let data = FrameType(rawValue: 0)
    public static let headers = FrameType(rawValue: 1)
    public static let priority = FrameType(rawValue: 2)
    public static let resetStream = FrameType(rawValue: 3)
    public static let settings = FrameType(rawValue: 4)
    public static let pushPromise = FrameType(rawValue: 5)
    public static let ping = FrameType(rawValue: 6)
    public static let goAway = FrameType(rawValue: 7)
    public static let windowUpdate = FrameType(rawValue: 8)
    public static let continuation = FrameType(rawValue: 9)
    /// RFC 9218 §7.1.
    public static let priorityUpdate = FrameType(rawValue: 16)
}

/// Why a stream or a connection ends (RFC 9113 §7).
public struct ErrorCode: RawRepresentable, Equatable, Sendable {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    public static let noError = ErrorCode(rawValue: 0)
    public static let protocolError = ErrorCode(rawValue: 1)
    public static let internalError = ErrorCode(rawValue: 2)
    public static let flowControlError = ErrorCode(rawValue: 3)
    public static let settingsTimeout = ErrorCode(rawValue: 4)
    public static let streamClosed = ErrorCode(rawValue: 5)
    public static let refusedStream = ErrorCode(rawValue: 7)
    public static let cancel = ErrorCode(rawValue: 8)
    public static let enhanceYourCalm = ErrorCode(rawValue: 11)
}
