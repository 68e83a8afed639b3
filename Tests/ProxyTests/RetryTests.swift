import Dispatch
import EventLoop
import TestSupport
import Testing
import Upstream

@testable import Proxy

/// An upstream whose first connection serves one request of a client and closes at the head of the second.
private final class ClosingUpstream: Sendable {
    let server: ScriptedServer
    /// The second head has arrived.
    let hasSecondHead: DispatchSemaphore
    /// The connection may be closed.
    let mayClose: DispatchSemaphore

    /// - Parameter serve: is told of each whole request before it is answered.
    init(serve: @escaping @Sendable (WireMessage) -> Void = { _ in }) {
        let hasSecondHead = DispatchSemaphore(value: 0)
        let mayClose = DispatchSemaphore(value: 0)
        self.hasSecondHead = hasSecondHead
        self.mayClose = mayClose
        self.server = ScriptedServer { server, peer, _ in
            var served = 0
            while let head = peer.headOnly() {
                let isProbe = head.target == "/"
                if !isProbe, served > 0, server.requests.count == 1 {
                    hasSecondHead.signal()
                    _ = mayClose.wait(timeout: .now() + Peer.patience)
                    return
                }
                guard let request = peer.request() else { return }
                if !isProbe {
                    served += 1
                    server.note(request)
                    serve(request)
                }
                peer.send(ScriptedServer.ok("\(request.method) \(request.text)"))
            }
        }
    }

    var targets: [String] { self.server.requests.map(\.target) }
}

@Suite struct RetryTests {
    /// One connection at a time, so that whoever is repeated has to wait for whoever was queued before.
    private func gate(_ upstream: ClosingUpstream) throws -> Gate {
        try Gate(
            upstream: upstream.server.port,
            upstreamSettings: {
                $0.connectionsMax = 1
                $0.responseTimeout = .seconds(3)
            })
    }

    @Test(arguments: ["GET", "PUT", "DELETE"])
    func aRequestOnAConnectionThatWasClosedIsRepeatedOnce(_ method: String) throws {
        let upstream = ClosingUpstream()
        defer { upstream.server.stop() }
        upstream.mayClose.signal()
        let gate = try self.gate(upstream)
        defer { gate.stop() }
        let peer = gate.connect()
        for number in 0..<3 {
            peer.send(gate.head("\(method) /\(number)x"))
            #expect(peer.response()?.status == 200)
        }
        #expect(upstream.targets == ["/0x", "/1x", "/2x"])
    }

    @Test func aPostIsNotRepeated() throws {
        let upstream = ClosingUpstream()
        defer { upstream.server.stop() }
        upstream.mayClose.signal()
        let gate = try self.gate(upstream)
        defer { gate.stop() }
        let peer = gate.connect()
        peer.send(gate.head("POST /0"))
        #expect(peer.response()?.status == 200)
        peer.send(gate.head("POST /1"))
        #expect(peer.response()?.status == 502)
        #expect(upstream.targets == ["/0"])
    }

    /// Content that arrives while the repeated request waits for its connection must not get lost: the
    /// upstream would take the next request's bytes for it.
    @Test(arguments: [false, true])
    func contentWaitsForTheRepeatedRequest(_ isChunked: Bool) throws {
        let isServed = DispatchSemaphore(value: 0)
        let mayGoOn = DispatchSemaphore(value: 0)
        let upstream = ClosingUpstream { request in
            guard request.target == "/queued" else { return }
            isServed.signal()
            _ = mayGoOn.wait(timeout: .now() + Peer.patience)
        }
        defer { upstream.server.stop() }
        let gate = try self.gate(upstream)
        defer { gate.stop() }
        let first = gate.connect()
        first.send(gate.head("GET /first"))
        #expect(first.response()?.status == 200)
        // The second request's head goes out on the connection that is about to be closed; another queues up.
        let framing = isChunked ? "Transfer-Encoding: chunked\r\n" : "Content-Length: 10\r\n"
        let hold = gate.connect()
        hold.send(gate.head("PUT /repeated", framing))
        #expect(upstream.hasSecondHead.wait(timeout: .now() + Peer.patience) == .success)
        let queued = gate.connect()
        queued.send(gate.head("GET /queued"))
        #expect(queued.isSilent(for: 0.2))
        upstream.mayClose.signal()
        #expect(isServed.wait(timeout: .now() + Peer.patience) == .success)
        hold.send(isChunked ? "a\r\n0123456789\r\n0\r\n\r\n" : "0123456789")
        // Long enough for the proxy to have read it, if it did.
        #expect(hold.isSilent(for: 0.3))
        mayGoOn.signal()
        #expect(queued.response()?.text == "GET ")
        #expect(hold.response()?.text == "PUT 0123456789")
        #expect(upstream.targets == ["/first", "/queued", "/repeated"])
    }

    @Test func theEndOfEmptyChunkedContentIsRepeatedToo() throws {
        let upstream = ClosingUpstream()
        defer { upstream.server.stop() }
        upstream.mayClose.signal()
        let gate = try self.gate(upstream)
        defer { gate.stop() }
        let peer = gate.connect()
        peer.send(gate.head("GET /first"))
        #expect(peer.response()?.status == 200)
        peer.send(gate.head("PUT /repeated", "Transfer-Encoding: chunked\r\n") + "0\r\n\r\n")
        #expect(peer.response()?.text == "PUT ")
        #expect(upstream.server.requests.last?.isChunked == true)
    }
}
