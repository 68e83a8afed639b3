internal import Dispatch
internal import EventLoop
internal import Glibc
internal import TLS

/// TLS connections that have made one request and then rest.
enum IdleLoad {
    /// Handshakes under way at a time.
    private static let openingMax = 64

    static func run(_ options: BenchOptions) throws {
        signal(SIGPIPE, SIG_IGN)
        let loop = EventLoop()
        let wanted = try options.number("connections")
        // SAFETY: used on the loop only.
        nonisolated(unsafe) let load = Load(
            port: UInt16(clamping: try options.number("port")), context: try TLSClient.context(), loop: loop,
            wanted: wanted)
        loop.queue.sync { for _ in 0..<Self.openingMax { load.open() } }
        while loop.queue.sync(execute: { !load.isDone }) { usleep(20_000) }
        let counts = loop.queue.sync { (open: load.held.count, failed: load.failed) }
        print("{\"open\":\(counts.open),\"failed\":\(counts.failed)}")
        fflush(nil)
        while getchar() != EOF {}
    }

    private final class Load {
        private let port: UInt16
        private let context: TLSContext
        private let loop: EventLoop
        private let wanted: Int
        private var begun = 0
        private(set) var held: [TLSClient] = []
        private(set) var failed = 0
        var isDone: Bool { self.held.count + self.failed >= self.wanted }

        init(port: UInt16, context: TLSContext, loop: EventLoop, wanted: Int) {
            self.port = port
            self.context = context
            self.loop = loop
            self.wanted = wanted
        }

        func open() {
            guard self.begun < self.wanted else { return }
            self.begun += 1
            do {
                _ = try TLSClient(
                    port: self.port, context: self.context, loop: self.loop,
                    established: { client in
                        client.send("GET / HTTP/1.1\r\nhost: localhost\r\n\r\n")
                        self.held.append(client)
                        self.open()
                    },
                    ended: { client, succeeded in
                        if succeeded { self.held.removeAll { $0 === client } }
                        self.failed += 1
                        self.open()
                    })
            } catch { self.failed += 1 }
        }
    }
}
