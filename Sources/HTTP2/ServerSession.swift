public import Bytes
internal import CNGHTTP2

/// The server's side of one HTTP/2 connection without a socket and without a clock (RFC 9113): bytes in, events
/// and bytes out. Confined to one loop; owned by the connection's handler.
///
/// libnghttp2 reads and writes the frames and keeps the states of streams, the windows and the compression; a
/// ``FrameScanner`` before it counts every frame against the ``Budgets``, a ``HeadAssembler`` behind it checks every
/// head once more. The library's callbacks only write events down: the owner acts when the call has returned, so
/// nothing re-enters it.
public final class ServerSession {
    public enum Event {
        /// A request's head has come: ``ServerStream/head``.
        case head(ServerStream)
        /// A request that is none, or that we do not serve. The stream is reset where that has no status.
        case refused(ServerStream, HeadRefusal)
        /// Content, which lies in the bytes of the call.
        case content(ServerStream, UnsafeBufferPointer<UInt8>)
        /// The request is whole.
        case ended(ServerStream)
        /// What was held back has been written.
        case drained(ServerStream)
        /// The stream is over; `noError` when both messages are whole or the peer needed no more.
        case closed(ServerStream, ErrorCode)
    }

    private let session: OpaquePointer
    let resources: SessionResources
    private let settings: SessionSettings
    private var scanner = FrameScanner()
    var budgets: Budgets
    var assembler: HeadAssembler
    private var streams = StreamList()
    /// What has happened and was not taken.
    var events: [Event] = []
    /// The budget that a callback found exceeded.
    var overrun: Budget?
    var closedStreams = ClosedStreams()
    var smallWindows = SmallWindows()
    /// Streams whose content waits for the connection, by turns.
    var line = TurnLine()
    /// The time of the call in progress.
    var now: Int64 = 0
    /// Where the call in progress writes, and how much may stand there before content waits.
    private(set) var output: Unmanaged<ByteBuffer>?
    private(set) var outputMax = 0
    /// Content waits because `output` was full in the last call.
    public internal(set) var isPaused = false
    /// The stream whose head is being assembled: one of the open ones, which are owned by their list. No reference, as
    /// it would be counted at each field.
    var assembling: Unmanaged<ServerStream>?

    /// The peer has acknowledged our SETTINGS (RFC 9113 §6.5.3).
    public internal(set) var settingsAreAcknowledged = false
    /// A PING of ours has not been answered yet.
    public internal(set) var pingIsPending = false
    /// Streams ever opened.
    public private(set) var streamsOpened = 0
    private var isTerminated = false
    private var refusesStreams = false

    /// - Throws: out of memory only.
    public init(settings: SessionSettings, resources: SessionResources) throws(HTTP2Error) {
        self.settings = settings
        self.resources = resources
        self.budgets = Budgets(settings)
        self.assembler = HeadAssembler(settings: settings)
        let option = try LibraryOption(settings)
        var session: OpaquePointer?
        let code = nghttp2_session_server_new2(&session, ServerCallbacks.table, nil, option.pointer)
        guard code == 0, let session else { throw .nghttp2(code) }
        self.session = session
        // Unretained: `deinit` deletes the library's session, so no callback outlives `self`.
        nghttp2_session_set_user_data(session, Unmanaged.passUnretained(self).toOpaque())
        try self.submitSettings()
    }

    deinit {
        while let stream = self.streams.first { self.remove(stream) }
        nghttp2_session_del(self.session)
    }

    private func submitSettings() throws(HTTP2Error) {
        var entries = [
            Self.entry(NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, self.settings.concurrentStreamsMax),
            Self.entry(NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, self.settings.streamWindow),
            Self.entry(NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, self.settings.headBytesMax),
            // Priorities are taken for what they are: hints. All streams get equal turns.
            Self.entry(NGHTTP2_SETTINGS_NO_RFC7540_PRIORITIES, 1),
        ]
        if self.settings.headerTableBytes != 4096 {
            entries.append(Self.entry(NGHTTP2_SETTINGS_HEADER_TABLE_SIZE, self.settings.headerTableBytes))
        }
        try Self.check(nghttp2_submit_settings(self.session, 0, entries, entries.count))
        try Self.check(
            nghttp2_session_set_local_window_size(
                self.session, 0, 0, Int32(clamping: self.settings.connectionWindow)))
    }

    private static func entry(_ id: nghttp2_settings_id, _ value: Int) -> nghttp2_settings_entry {
        nghttp2_settings_entry(settings_id: Int32(id.rawValue), value: UInt32(clamping: value))
    }

    static func check(_ code: Int32) throws(HTTP2Error) { guard code == 0 else { throw .nghttp2(code) } }

    // MARK: Streams

    public var streamCount: Int { self.streams.count }
    /// Open streams, each with the next behind it by ``next(after:)``.
    public var firstStream: ServerStream? { self.streams.first }
    public func next(after stream: ServerStream) -> ServerStream? { stream.next }

    func opened(_ id: Int32) -> ServerStream {
        let stream = self.resources.makeStream()
        stream.open(id: id)
        self.streams.insert(stream)
        self.streamsOpened &+= 1
        _ = nghttp2_session_set_stream_user_data(
            self.session, id, Unmanaged.passUnretained(stream).toOpaque())
        // The client's wishes are ignored: equal urgency, and incremental, which is by turns (RFC 9218 §4).
        var priority = nghttp2_extpri(urgency: 3, inc: 1)
        _ = nghttp2_session_change_extpri_stream_priority(self.session, id, &priority, 1)
        return stream
    }

    /// Lets go of a stream before its end: nothing may be asked of the session afterwards but to be freed.
    public func abandon(_ stream: ServerStream) {
        guard !stream.isClosed else { return }
        stream.isClosed = true
        stream.pending.giveBack()
        self.remove(stream)
    }

    private func remove(_ stream: ServerStream) {
        self.line.remove(stream)
        self.forget(stream)
        self.streams.remove(stream)
    }

    /// What comes of a head is not for that stream any more.
    func forget(_ stream: ServerStream) {
        let opaque = Unmanaged.passUnretained(stream).toOpaque()
        if self.assembling?.toOpaque() == opaque { self.assembling = nil }
    }

    func stream(_ id: Int32) -> ServerStream? {
        nghttp2_session_get_stream_user_data(self.session, id).map {
            Unmanaged<ServerStream>.fromOpaque($0).takeUnretainedValue()
        }
    }

    /// Octets of content that the peer's windows let through now.
    public func window(of stream: ServerStream) -> Int {
        let own = nghttp2_session_get_stream_remote_window_size(self.session, stream.id)
        return Int(max(0, min(own, nghttp2_session_get_remote_window_size(self.session))))
    }

    func closed(_ stream: ServerStream, _ code: ErrorCode) {
        guard !stream.isClosed else { return }
        stream.isClosed = true
        _ = self.smallWindows.release(stream)
        stream.pending.giveBack()
        self.remove(stream)
        self.events.append(.closed(stream, code))
    }

    // MARK: Input

    /// The number of the frame that the peer has left unfinished, but for content; nil: none.
    public var unfinishedFrame: UInt64? { self.scanner.unfinishedFrame }

    /// Counts something odd that the owner saw.
    ///
    /// - Returns: what to do about it, when it was one too many.
    public func glitch() -> HTTP2Error? {
        self.budgets.takeGlitch(now: self.now).map { self.ended(by: $0) }
    }

    /// Nothing is expected any more, and nothing waits to be sent: close.
    public var isOver: Bool {
        self.isTerminated && nghttp2_session_want_write(self.session) == 0
            || nghttp2_session_want_read(self.session) == 0 && nghttp2_session_want_write(self.session) == 0
    }

    /// Takes bytes up to the first frame that makes something happen.
    ///
    /// - Parameter now: nanoseconds on a clock that never steps back.
    /// - Returns: how many bytes were taken. Look at ``takeEvents()``, then come back with the rest.
    public func receive(_ bytes: UnsafeBufferPointer<UInt8>, now: Int64) throws(HTTP2Error) -> Int {
        self.now = now
        var index = 0
        while index < bytes.count, self.events.isEmpty {
            guard !self.isTerminated else { return bytes.count }
            let slice = self.scanner.next(bytes, from: index)
            let part = UnsafeBufferPointer(rebasing: bytes[slice.range])
            index = slice.end
            if let header = slice.header {
                if let budget = self.budgets.admit(header, now: now) { throw self.ended(by: budget) }
                guard self.isInOrder(header) else { return bytes.count }
                if slice.headerIsApart {
                    try withUnsafePointer(to: self.scanner.octets) { octets throws(HTTP2Error) in
                        try self.read(UnsafeRawBufferPointer(start: octets, count: FrameHeader.size))
                    }
                }
            }
            if part.count > 0 { try self.read(UnsafeRawBufferPointer(part)) }
            // For those who still say how streams depend on each other.
            if self.scanner.dependsOnItself { self.terminate(.protocolError, "stream depends on itself") }
        }
        return index
    }

    private func read(_ bytes: UnsafeRawBufferPointer) throws(HTTP2Error) {
        let octets = bytes.bindMemory(to: UInt8.self)
        let taken = nghttp2_session_mem_recv(self.session, octets.baseAddress, octets.count)
        if let overrun = self.overrun { throw self.ended(by: overrun) }
        guard taken >= 0 else { throw .nghttp2(Int32(clamping: taken)) }
    }

    /// Rules that the library does not check; the connection is terminated where one is broken.
    private func isInOrder(_ header: FrameHeader) -> Bool {
        if !self.refusesStreams,
            let code = self.closedStreams.check(header, isOpen: { self.stream($0) != nil })
        {
            self.terminate(code, "frame on a closed stream")
            return false
        }
        // RFC 9113 §6.3.
        if header.type == .priority, header.streamID == 0 {
            self.terminate(.protocolError, "PRIORITY of the connection")
            return false
        }
        return true
    }

    private func ended(by budget: Budget) -> HTTP2Error {
        self.terminate(.enhanceYourCalm, budget.text)
        return .overBudget(budget)
    }

    /// What has happened, in order.
    public func takeEvents() -> [Event] {
        guard !self.events.isEmpty else { return [] }
        var taken: [Event] = []
        swap(&taken, &self.events)
        return taken
    }

    /// Gives an array of ``takeEvents()`` back, so that no memory is taken for the next.
    public func reuse(_ events: consuming [Event]) {
        guard self.events.isEmpty else { return }
        events.removeAll(keepingCapacity: true)
        self.events = events
    }

    /// Content of a stream was used or dropped: the peer may send as much again.
    public func consume(_ stream: ServerStream, _ count: Int) {
        guard count > 0 else { return }
        if stream.isClosed {
            _ = nghttp2_session_consume_connection(self.session, count)
        } else {
            _ = nghttp2_session_consume(self.session, stream.id, count)
        }
    }

    // MARK: Output

    /// Appends the frames that wait to `output`, content only up to `max` octets there.
    public func write(into output: ByteBuffer, max: Int) throws(HTTP2Error) {
        self.output = Unmanaged.passUnretained(output)
        self.outputMax = max
        self.isPaused = false
        defer {
            self.output = nil
            self.smallWindows.isOverridden = false
        }
        repeat {
            while true {
                var frame: UnsafePointer<UInt8>?
                // The frame is the library's memory until its next call. DATA is written by a callback instead.
                let count = nghttp2_session_mem_send(self.session, &frame)
                guard count >= 0 else { throw .nghttp2(Int32(clamping: count)) }
                guard count > 0, let frame else { break }
                output.append(UnsafeBufferPointer(start: frame, count: count))
            }
        } while try self.beginTurn()
        if let overrun = self.overrun, !self.isTerminated { throw self.ended(by: overrun) }
    }

    /// What the submissions work on.
    var handle: OpaquePointer { self.session }

    // MARK: Ends

    /// Resets a stream: nothing of it is sent any more.
    public func reset(_ stream: ServerStream, _ code: ErrorCode) {
        guard !stream.isClosed else { return }
        _ = nghttp2_submit_rst_stream(self.session, 0, stream.id, code.rawValue)
    }

    /// Ends the connection with GOAWAY; what comes in is dropped from now on.
    public func terminate(_ code: ErrorCode, _ debug: StaticString) {
        guard !self.isTerminated else { return }
        self.isTerminated = true
        _ = nghttp2_submit_goaway(
            self.session, 0, nghttp2_session_get_last_proc_stream_id(self.session), code.rawValue,
            debug.utf8Start, debug.utf8CodeUnitCount)
    }

    /// Announces the end (RFC 9113 §6.8): the peer shall open no more streams, those under way are served.
    public func announceShutdown() { _ = nghttp2_submit_shutdown_notice(self.session) }

    /// No stream is taken any more beyond those that have come.
    public func refuseNewStreams() {
        // What comes for streams that were not opened is dropped in silence.
        self.refusesStreams = true
        _ = nghttp2_submit_goaway(
            self.session, 0, nghttp2_session_get_last_proc_stream_id(self.session), 0, nil, 0)
    }

    /// Sends a PING, unless one is under way.
    public func ping() {
        guard !self.pingIsPending else { return }
        self.pingIsPending = true
        _ = nghttp2_submit_ping(self.session, 0, nil)
    }
}

/// The library's options of a session, freed at its end.
private struct LibraryOption: ~Copyable {
    let pointer: OpaquePointer

    init(_ settings: SessionSettings) throws(HTTP2Error) {
        var option: OpaquePointer?
        let code = nghttp2_option_new(&option)
        guard code == 0, let option else { throw .nghttp2(code) }
        self.pointer = option
        // The proxy says itself when content has been used: that is the back-pressure.
        nghttp2_option_set_no_auto_window_update(option, 1)
        nghttp2_option_set_max_deflate_dynamic_table_size(option, settings.headerTableBytes)
        // Closed streams were kept for the tree of priorities, which we do not have.
        nghttp2_option_set_no_closed_streams(option, 1)
    }

    deinit { nghttp2_option_del(self.pointer) }
}
