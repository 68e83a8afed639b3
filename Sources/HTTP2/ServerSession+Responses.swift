public import Bytes
internal import CNGHTTP2

/// Responses. Each call writes what may be written at once into the caller's buffer: head and content are read
/// where they lie, and copied once.
extension ServerSession {
    /// Writes the head that stands in ``SessionResources/fields``.
    ///
    /// - Parameter endsStream: no content follows.
    public func respond(
        _ stream: ServerStream, endsStream: Bool, into output: ByteBuffer, max: Int
    ) throws(HTTP2Error) {
        guard !stream.isClosed else { return }
        let fields = self.resources.fields
        let flags = endsStream ? UInt8(NGHTTP2_FLAG_END_STREAM.rawValue) : 0
        if endsStream { stream.contentEnds = true }
        let code = nghttp2_submit_headers(
            self.handle, flags, stream.id, nil, fields.pointer, fields.count, nil)
        guard code == 0 else { throw .nghttp2(code) }
        try self.write(into: output, max: max)
    }

    /// Says that content is wanted (RFC 9110 §10.1.1).
    public func sendContinue(
        _ stream: ServerStream, into output: ByteBuffer, max: Int
    ) throws(HTTP2Error) {
        self.resources.fields.begin(status: 100, bytes: 0)
        try self.respond(stream, endsStream: false, into: output, max: max)
    }

    /// Octets of content that a stream may be given before the others have had their turn: a record's worth where there
    /// are several. With more, the first to be asked would use up the window each time, wait in front of the others
    /// for the next, and so stay the first. A stream that is alone takes many at once.
    public var contentPerTurn: Int { self.streamCount > 1 ? 16 * 1024 : 256 * 1024 }

    /// Sends content; what the peer's window or a full `output` holds back is copied and sent later.
    ///
    /// - Parameter ends: it is the last.
    public func send(
        _ stream: ServerStream, _ bytes: UnsafeBufferPointer<UInt8>, ends: Bool, into output: ByteBuffer,
        max: Int
    ) throws(HTTP2Error) {
        guard !stream.isClosed, !stream.contentEnds else { return }
        stream.contentEnds = ends
        guard ends || bytes.count > 0 else { return }
        if bytes.count > 0,
            !self.line.isEmpty || output.count >= max
                || self.waitsForConnection(stream.available &+ bytes.count)
        {
            // Others wait already, or will: it gets its turn behind them.
            stream.pending.append(bytes)
            stream.wantsDrained = true
            if !stream.hasDataItem || stream.isDeferred, !stream.isHeldForWindow { self.line.append(stream) }
            return try self.write(into: output, max: max)
        }
        stream.chunk = bytes
        defer { stream.chunk = UnsafeBufferPointer(start: nil, count: 0) }
        stream.turnLeft = TurnLine.turn
        try self.offerContent(of: stream)
        try self.write(into: output, max: max)
        guard stream.chunk.count > 0, !stream.isClosed else { return }
        stream.pending.append(stream.chunk)
        stream.wantsDrained = true
    }

    /// Whether so much content waits for the connection's window to open, or to open wider.
    private func waitsForConnection(_ count: Int) -> Bool {
        let room = Int(nghttp2_session_get_remote_window_size(self.handle))
        guard room < count, room < SmallWindows.frameMin else { return false }
        guard room > 0 else { return true }
        guard self.smallWindows.holds(available: count, room: room, initialWindow: self.initialWindow) else {
            return false
        }
        self.smallWindows.holdsConnection = true
        return true
    }

    /// Lets the stream that has waited longest send, if anything may be sent.
    func beginTurn() throws(HTTP2Error) -> Bool {
        guard let stream = self.line.first else { return false }
        guard self.takesContent else {
            self.isPaused = true
            return false
        }
        guard !self.waitsForConnection(stream.available) else { return false }
        self.line.remove(stream)
        stream.turnLeft = TurnLine.turn
        try self.offerContent(of: stream)
        return true
    }

    /// Whether content waits because the stream has had its turn and others have not.
    func waitsInLine(_ stream: ServerStream) -> Bool {
        guard stream.isInLine || (!self.line.isEmpty && stream.turnLeft == 0) else { return false }
        self.line.append(stream)
        stream.isDeferred = true
        return true
    }

    private func offerContent(of stream: ServerStream) throws(HTTP2Error) {
        if !stream.hasDataItem {
            stream.hasDataItem = true
            var provider = nghttp2_data_provider(
                source: nghttp2_data_source(ptr: Unmanaged.passUnretained(stream).toOpaque()),
                read_callback: readContent)
            try Self.check(
                nghttp2_submit_data(
                    self.handle, UInt8(NGHTTP2_FLAG_END_STREAM.rawValue), stream.id, &provider))
        } else if stream.isDeferred, !stream.isHeldForWindow {
            stream.isDeferred = false
            try Self.check(nghttp2_session_resume_data(self.handle, stream.id))
        }
    }

    /// Appends a DATA frame whose content comes from what was held back, then from what is being sent.
    func writeContent(of stream: ServerStream, header: UnsafeBufferPointer<UInt8>, count: Int) {
        guard let output = self.output else { return }
        output._withUnsafeGuaranteedRef { output in
            output.append(header)
            var left = count
            if !stream.pending.isEmpty {
                let part = min(left, stream.pending.count)
                output.append(UnsafeBufferPointer(rebasing: stream.pending.readable[..<part]))
                stream.pending.consume(part)
                left -= part
            }
            if left > 0 {
                output.append(UnsafeBufferPointer(rebasing: stream.chunk[..<left]))
                stream.chunk = UnsafeBufferPointer(rebasing: stream.chunk[left...])
            }
        }
        stream.bytesMoved &+= count
        // What is left of a turn for want of a window is no frame worth having.
        stream.turnLeft = stream.turnLeft < count &+ SmallWindows.frameMin ? 0 : stream.turnLeft &- count
        // A crumb that had to be sent pays for nothing.
        if count >= 1024 || !self.smallWindows.isOverridden { self.budgets.sentData() }
        guard stream.wantsDrained, stream.available == 0 else { return }
        stream.pending.giveBack()
        stream.wantsDrained = false
        self.events.append(.drained(stream))
    }

    /// Content waits for a larger window: call ``releaseHeld()`` when that has taken too long.
    public var isHeldForWindow: Bool { self.smallWindows.heldCount > 0 || self.smallWindows.holdsConnection }

    /// Lets the next ``write(into:max:)`` send what waits for a larger window, however little it is.
    public func releaseHeld() {
        self.windowOpened(0)
        self.smallWindows.isOverridden = true
    }

    /// A window has grown: of the stream, or of all (0).
    func windowOpened(_ id: Int32) {
        if id == 0 { self.smallWindows.holdsConnection = false }
        guard self.smallWindows.heldCount > 0 else { return }
        if id != 0 {
            if let stream = self.stream(id) { self.resumeHeld(stream) }
            return
        }
        var next = self.firstStream
        while let stream = next {
            next = stream.next
            self.resumeHeld(stream)
        }
    }

    private func resumeHeld(_ stream: ServerStream) {
        guard self.smallWindows.release(stream) else { return }
        stream.isDeferred = false
        _ = nghttp2_session_resume_data(self.handle, stream.id)
    }

    /// The windows that the peer leaves us for streams at first.
    private var initialWindow: Int {
        Int(nghttp2_session_get_remote_settings(self.handle, NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE))
    }

    /// Whether content waits rather than being sent as a crumb.
    func holdsForWindow(_ stream: ServerStream, available: Int, room: Int) -> Bool {
        guard room < available, room < 2048 else { return false }
        guard self.smallWindows.holds(available: available, room: room, initialWindow: self.initialWindow)
        else { return false }
        self.smallWindows.hold(stream)
        stream.isDeferred = true
        return true
    }

    /// Whether the call in progress takes more content.
    var takesContent: Bool {
        guard let output = self.output else { return false }
        return output._withUnsafeGuaranteedRef { $0.count } < self.outputMax
    }

    /// The response is whole. A request that is not is of no use any more (RFC 9113 §8.1): it is stopped, unless its
    /// owner reads on.
    func sentLastFrame(_ id: Int32) {
        guard let stream = self.stream(id) else { return }
        stream.responseIsWhole = true
        if !stream.requestIsWhole, !stream.readsOn { self.reset(stream, .noError) }
    }

    /// Whoever made us reset a stream pays for it.
    func sentReset(_ id: Int32, _ code: ErrorCode) {
        self.closedStreams.resetByUs(id)
        guard code != .noError, code != .cancel, code != .internalError else { return }
        if let budget = self.budgets.takeOwnReset(now: self.now) { self.overrun = self.overrun ?? budget }
    }
}

/// The library asks how much content comes next. It stays where it lies: ``ServerSession`` writes it.
private func readContent(
    _: OpaquePointer?, _: Int32, _: UnsafeMutablePointer<UInt8>?, max: Int,
    flags: UnsafeMutablePointer<UInt32>?, source: UnsafeMutablePointer<nghttp2_data_source>?,
    userData: UnsafeMutableRawPointer?
) -> Int {
    guard let flags, let source = source?.pointee.ptr, let userData else {
        return Int(NGHTTP2_ERR_CALLBACK_FAILURE.rawValue)
    }
    // No reference is taken: both are in use by who is calling the library.
    return Unmanaged<ServerSession>.fromOpaque(userData)._withUnsafeGuaranteedRef { session in
        Unmanaged<ServerStream>.fromOpaque(source)._withUnsafeGuaranteedRef { stream in
            session.nextContent(of: stream, max: max, flags: &flags.pointee)
        }
    }
}

extension ServerSession {
    /// How much content of a stream comes next, at most `max` octets, or the library's word for why none does.
    fileprivate func nextContent(of stream: ServerStream, max: Int, flags: inout UInt32) -> Int {
        guard self.takesContent else {
            self.isPaused = true
            return Int(NGHTTP2_ERR_PAUSE.rawValue)
        }
        let available = stream.available
        if available == 0, !stream.contentEnds {
            stream.isDeferred = true
            return Int(NGHTTP2_ERR_DEFERRED.rawValue)
        }
        if self.holdsForWindow(stream, available: available, room: max) || self.waitsInLine(stream) {
            return Int(NGHTTP2_ERR_DEFERRED.rawValue)
        }
        let count = min(available, max, self.line.isEmpty ? .max : stream.turnLeft)
        flags |= UInt32(NGHTTP2_DATA_FLAG_NO_COPY.rawValue)
        if stream.contentEnds, count == available { flags |= UInt32(NGHTTP2_DATA_FLAG_EOF.rawValue) }
        return count
    }
}
