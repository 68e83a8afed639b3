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

@inline(__always)
private func session(_ userData: UnsafeMutableRawPointer?) -> ServerSession? {
    userData.map { Unmanaged<ServerSession>.fromOpaque($0).takeUnretainedValue() }
}

private typealias Frame = UnsafePointer<nghttp2_frame>

private func beginHeaders(_: OpaquePointer?, frame: Frame?, userData: UnsafeMutableRawPointer?) -> Int32 {
    guard let frame, let session = session(userData) else { return NGHTTP2_ERR_CALLBACK_FAILURE.rawValue }
    let isRequest = frame.pointee.headers.cat == NGHTTP2_HCAT_REQUEST
    session.beginHead(frame.pointee.hd.stream_id, isRequest: isRequest)
    return 0
}

private func receiveField(
    _: OpaquePointer?, _: Frame?, name: UnsafePointer<UInt8>?, nameCount: Int,
    value: UnsafePointer<UInt8>?, valueCount: Int, _: UInt8, userData: UnsafeMutableRawPointer?
) -> Int32 {
    guard let session = session(userData) else { return NGHTTP2_ERR_CALLBACK_FAILURE.rawValue }
    let goesOn = session.receiveField(
        UnsafeBufferPointer(start: name, count: nameCount),
        UnsafeBufferPointer(start: value, count: valueCount))
    return goesOn ? 0 : NGHTTP2_ERR_CALLBACK_FAILURE.rawValue
}

/// Fields that the library would drop in silence make the message malformed.
private func refuseField(
    _: OpaquePointer?, _: Frame?, _: UnsafePointer<UInt8>?, _: Int, _: UnsafePointer<UInt8>?, _: Int,
    _: UInt8, _: UnsafeMutableRawPointer?
) -> Int32 { NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE.rawValue }

private func receiveFrame(_: OpaquePointer?, frame: Frame?, userData: UnsafeMutableRawPointer?) -> Int32 {
    guard let frame, let session = session(userData) else { return NGHTTP2_ERR_CALLBACK_FAILURE.rawValue }
    let header = frame.pointee.hd
    let has = { (flag: UInt8) in header.flags & flag != 0 }
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
    return 0
}

private func refuseFrame(
    _: OpaquePointer?, frame: Frame?, _: Int32, userData: UnsafeMutableRawPointer?
) -> Int32 {
    guard let frame, let session = session(userData) else { return NGHTTP2_ERR_CALLBACK_FAILURE.rawValue }
    session.refusedFrame(frame.pointee.hd.stream_id, FrameType(rawValue: frame.pointee.hd.type))
    return 0
}

private func receiveContent(
    _: OpaquePointer?, _: UInt8, id: Int32, bytes: UnsafePointer<UInt8>?, count: Int,
    userData: UnsafeMutableRawPointer?
) -> Int32 {
    guard let session = session(userData) else { return NGHTTP2_ERR_CALLBACK_FAILURE.rawValue }
    session.receiveContent(id, UnsafeBufferPointer(start: bytes, count: count))
    return 0
}

private func closeStream(
    _: OpaquePointer?, id: Int32, code: UInt32, userData: UnsafeMutableRawPointer?
) -> Int32 {
    guard let session = session(userData) else { return NGHTTP2_ERR_CALLBACK_FAILURE.rawValue }
    if let stream = session.stream(id) { session.closed(stream, ErrorCode(rawValue: code)) }
    return 0
}

private func frameWasSent(_: OpaquePointer?, frame: Frame?, userData: UnsafeMutableRawPointer?) -> Int32 {
    guard let frame, let session = session(userData) else { return NGHTTP2_ERR_CALLBACK_FAILURE.rawValue }
    let header = frame.pointee.hd
    switch FrameType(rawValue: header.type) {
    case .data, .headers:
        if header.flags & FrameHeader.endStream != 0 { session.sentLastFrame(header.stream_id) }
    case .resetStream:
        session.sentReset(header.stream_id, ErrorCode(rawValue: frame.pointee.rst_stream.error_code))
    default: break
    }
    return 0
}

/// Writes one DATA frame: its header is made, its content lies in the stream. No padding is ever asked for.
private func writeContent(
    _: OpaquePointer?, frame: UnsafeMutablePointer<nghttp2_frame>?, header: UnsafePointer<UInt8>?, count: Int,
    source: UnsafeMutablePointer<nghttp2_data_source>?, userData: UnsafeMutableRawPointer?
) -> Int32 {
    guard let header, let source = source?.pointee.ptr, let session = session(userData) else {
        return NGHTTP2_ERR_CALLBACK_FAILURE.rawValue
    }
    let stream = Unmanaged<ServerStream>.fromOpaque(source).takeUnretainedValue()
    session.writeContent(
        of: stream, header: UnsafeBufferPointer(start: header, count: FrameHeader.size), count: count)
    return 0
}
