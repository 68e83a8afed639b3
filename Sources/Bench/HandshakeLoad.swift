internal import Dispatch
internal import EventLoop
internal import Glibc
internal import TLS

/// Full handshakes as fast as the server takes them, each on a connection of its own.
enum HandshakeLoad {
    static func run(_ options: BenchOptions) throws {
        signal(SIGPIPE, SIG_IGN)
        let loop = EventLoop()
        // SAFETY: used on the loop once it has begun; read after it has stopped.
        nonisolated(unsafe) let load = Load(
            port: UInt16(clamping: try options.number("port")), context: try TLSClient.context(), loop: loop)
        let connections = try options.number("connections")
        let seconds = try options.number("seconds")
        let start = Clock.monotonic
        loop.queue.sync { for _ in 0..<connections { load.open() } }
        usleep(UInt32(seconds) * 1_000_000)
        let counts = loop.queue.sync { load.stop() }
        let elapsed = Double(Clock.monotonic - start) / 1e9
        print("{\"handshakes\":\(counts.done),\"failed\":\(counts.failed),\"seconds\":\(elapsed)}")
    }

    private final class Load {
        private let port: UInt16
        private let context: TLSContext
        private let loop: EventLoop
        private var done = 0
        private var failed = 0
        private var isStopped = false

        init(port: UInt16, context: TLSContext, loop: EventLoop) {
            self.port = port
            self.context = context
            self.loop = loop
        }

        func open() {
            guard !self.isStopped else { return }
            do {
                _ = try TLSClient(
                    port: self.port, context: self.context, loop: self.loop,
                    established: { $0.close(succeeded: true) },
                    ended: { _, succeeded in
                        if succeeded { self.done += 1 } else { self.failed += 1 }
                        self.open()
                    })
            } catch { self.failed += 1 }
        }

        func stop() -> (done: Int, failed: Int) {
            self.isStopped = true
            return (self.done, self.failed)
        }
    }
}
