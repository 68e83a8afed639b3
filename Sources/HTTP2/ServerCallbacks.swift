internal import Bytes
internal import CNGHTTP2

/// The functions that libnghttp2 calls: each turns its arguments into ours and calls the session.
enum ServerCallbacks {
    /// One table for the process, never freed.
    // SAFETY: made once, then only read by the library.
    nonisolated(unsafe) static let table: OpaquePointer? = {
        var table: OpaquePointer?
        guard nghttp2_session_callbacks_new(&table) == 0 else { return nil }
        nghttp2_session_callbacks_set_on_begin_headers_callback(table, beginHeaders)
        nghttp2_session_callbacks_set_on_header_callback(table, receiveField)
        nghttp2_session_callbacks_set_on_invalid_header_callback(table, refuseField)
        nghttp2_session_callbacks_set_on_frame_recv_callback(table, receiveFrame)
        nghttp2_session_callbacks_set_on_invalid_frame_recv_callback(table, refuseFrame)
        nghttp2_session_callbacks_set_on_data_chunk_recv_callback(table, receiveContent)
        nghttp2_session_callbacks_set_on_stream_close_callback(table, closeStream)
        nghttp2_session_callbacks_set_on_frame_send_callback(table, frameWasSent)
        nghttp2_session_callbacks_set_send_data_callback(table, writeContent)
        return table
    }()
}

/// Calls the session without taking a reference, which would cost two atomic operations a call: it is the session that
/// is calling the library.
@inline(__always)
private func with<Result>(_ userData: UnsafeMutableRawPointer?, _ call: (ServerSession) -> Result) -> Result?
{
    guard let userData else { return nil }
    return Unmanaged<ServerSession>.fromOpaque(userData)._withUnsafeGuaranteedRef(call)
}

private typealias Frame = UnsafePointer<nghttp2_frame>

private func beginHeaders(_: OpaquePointer?, frame: Frame?, userData: UnsafeMutableRawPointer?) -> Int32 {
    guard let frame else { return NGHTTP2_ERR_CALLBACK_FAILURE.rawValue }
    let isRequest = frame.pointee.headers.cat == NGHTTP2_HCAT_REQUEST
    let done: Void? = with(userData) { $0.beginHead(frame.pointee.hd.stream_id, isRequest: isRequest) }
    return done == nil ? NGHTTP2_ERR_CALLBACK_FAILURE.rawValue : 0
}

private func receiveField(
    _: OpaquePointer?, _: Frame?, name: UnsafePointer<UInt8>?, nameCount: Int,
    value: UnsafePointer<UInt8>?, valueCount: Int, _: UInt8, userData: UnsafeMutableRawPointer?
) -> Int32 {
    let goesOn = with(userData) {
        $0.receiveField(
            UnsafeBufferPointer(start: name, count: nameCount),
            UnsafeBufferPointer(start: value, count: valueCount))
    }
    return goesOn == true ? 0 : NGHTTP2_ERR_CALLBACK_FAILURE.rawValue
}

/// Fields that the library would drop in silence make the message malformed.
private func refuseField(
    _: OpaquePointer?, _: Frame?, _: UnsafePointer<UInt8>?, _: Int, _: UnsafePointer<UInt8>?, _: Int,
    _: UInt8, _: UnsafeMutableRawPointer?
) -> Int32 { NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE.rawValue }

private func receiveFrame(_: OpaquePointer?, frame: Frame?, userData: UnsafeMutableRawPointer?) -> Int32 {
    guard let header = frame?.pointee.hd else { return NGHTTP2_ERR_CALLBACK_FAILURE.rawValue }
    let has = { (flag: UInt8) in header.flags & flag != 0 }
    let done: Void? = with(userData) { session in
        switch FrameType(rawValue: header.type) {
        case .headers: session.endHead(header.stream_id, endsStream: has(FrameHeader.endStream))
        case .data: if has(FrameHeader.endStream) { session.endRequest(header.stream_id) }
        case .settings:
            if has(FrameHeader.acknowledged) {
                session.settingsAreAcknowledged = true
            } else {
                session.windowOpened(0)
            }
        case .windowUpdate: session.windowOpened(header.stream_id)
        case .ping: if has(FrameHeader.acknowledged) { session.pingIsPending = false }
        default: break
        }
    }
    return done == nil ? NGHTTP2_ERR_CALLBACK_FAILURE.rawValue : 0
}

private func refuseFrame(
    _: OpaquePointer?, frame: Frame?, _: Int32, userData: UnsafeMutableRawPointer?
) -> Int32 {
    guard let header = frame?.pointee.hd else { return NGHTTP2_ERR_CALLBACK_FAILURE.rawValue }
    let done: Void? = with(userData) { $0.refusedFrame(header.stream_id, FrameType(rawValue: header.type)) }
    return done == nil ? NGHTTP2_ERR_CALLBACK_FAILURE.rawValue : 0
}

private func receiveContent(
    _: OpaquePointer?, _: UInt8, id: Int32, bytes: UnsafePointer<UInt8>?, count: Int,
    userData: UnsafeMutableRawPointer?
) -> Int32 {
    let done: Void? = with(userData) {
        $0.receiveContent(id, UnsafeBufferPointer(start: bytes, count: count))
    }
    return done == nil ? NGHTTP2_ERR_CALLBACK_FAILURE.rawValue : 0
}

private func closeStream(
    _: OpaquePointer?, id: Int32, code: UInt32, userData: UnsafeMutableRawPointer?
) -> Int32 {
    let done: Void? = with(userData) { session in
        if let stream = session.stream(id) { session.closed(stream, ErrorCode(rawValue: code)) }
    }
    return done == nil ? NGHTTP2_ERR_CALLBACK_FAILURE.rawValue : 0
}

private func frameWasSent(_: OpaquePointer?, frame: Frame?, userData: UnsafeMutableRawPointer?) -> Int32 {
    guard let frame else { return NGHTTP2_ERR_CALLBACK_FAILURE.rawValue }
    let header = frame.pointee.hd
    let done: Void? = with(userData) { session in
        switch FrameType(rawValue: header.type) {
        case .data, .headers:
            if header.flags & FrameHeader.endStream != 0 { session.sentLastFrame(header.stream_id) }
        case .resetStream:
            session.sentReset(header.stream_id, ErrorCode(rawValue: frame.pointee.rst_stream.error_code))
        default: break
        }
    }
    return done == nil ? NGHTTP2_ERR_CALLBACK_FAILURE.rawValue : 0
}

/// Writes one DATA frame: its header is made, its content lies in the stream. No padding is ever asked for.
private func writeContent(
    _: OpaquePointer?, frame: UnsafeMutablePointer<nghttp2_frame>?, header: UnsafePointer<UInt8>?, count: Int,
    source: UnsafeMutablePointer<nghttp2_data_source>?, userData: UnsafeMutableRawPointer?
) -> Int32 {
    guard let header, let source = source?.pointee.ptr else { return NGHTTP2_ERR_CALLBACK_FAILURE.rawValue }
    let octets = UnsafeBufferPointer(start: header, count: FrameHeader.size)
    let done: Void? = with(userData) { session in
        Unmanaged<ServerStream>.fromOpaque(source)._withUnsafeGuaranteedRef {
            session.writeContent(of: $0, header: octets, count: count)
        }
    }
    return done == nil ? NGHTTP2_ERR_CALLBACK_FAILURE.rawValue : 0
}
