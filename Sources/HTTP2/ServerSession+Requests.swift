internal import Bytes
internal import CNGHTTP2

/// What the library tells of requests. Called by its callbacks: these write down, and nothing else.
extension ServerSession {
    func beginHead(_ id: Int32, isRequest: Bool) {
        self.assembler.begin(isRequest ? .request : .trailer)
        self.assembling = (isRequest ? self.opened(id) : self.stream(id)).map { Unmanaged.passUnretained($0) }
    }

    /// - Returns: false when the rest of the block shall not be read.
    func receiveField(_ name: UnsafeBufferPointer<UInt8>, _ value: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let assembling = self.assembling else { return true }
        let goesOn = assembling._withUnsafeGuaranteedRef { stream in
            self.assembler.field(name, value, into: stream.head)
        }
        if goesOn { return true }
        self.overrun = .headerBlock
        return false
    }

    /// A header block is whole, of a head or of a trailer.
    func endHead(_ id: Int32, endsStream: Bool) {
        guard let stream = self.assembling?.takeUnretainedValue(), stream.id == id else { return }
        self.assembling = nil
        let isRequest = self.assembler.isRequest
        do throws(HeadRefusal) {
            try self.assembler.end(isRequest ? stream.head : nil, endsStream: endsStream)
            if endsStream { stream.requestIsWhole = true }
            if isRequest { self.events.append(.head(stream)) }
            if endsStream { self.events.append(.ended(stream)) }
        } catch {
            if endsStream { stream.requestIsWhole = true }
            self.refuse(stream, error)
        }
    }

    func endRequest(_ id: Int32) {
        guard let stream = self.stream(id), !stream.isClosed else { return }
        stream.requestIsWhole = true
        self.events.append(.ended(stream))
    }

    func receiveContent(_ id: Int32, _ bytes: UnsafeBufferPointer<UInt8>) {
        guard let stream = self.stream(id), !stream.isClosed else {
            _ = nghttp2_session_consume_connection(self.handle, bytes.count)
            return
        }
        stream.bytesMoved &+= bytes.count
        self.events.append(.content(stream, bytes))
    }

    private func refuse(_ stream: ServerStream, _ refusal: HeadRefusal) {
        self.countGlitch()
        self.events.append(.refused(stream, refusal))
        if refusal.status == nil { self.reset(stream, .protocolError) }
    }

    /// The library has found a frame invalid and answers it itself.
    func refusedFrame(_ id: Int32, _ type: FrameType) {
        self.countGlitch()
        if type == .headers { self.closedStreams.resetByUs(id) }
        guard type == .headers, let stream = self.stream(id), !stream.isClosed else { return }
        self.forget(stream)
        self.events.append(.refused(stream, .malformedMessage))
    }

    private func countGlitch() {
        if let budget = self.budgets.takeGlitch(now: self.now) { self.overrun = self.overrun ?? budget }
    }
}
