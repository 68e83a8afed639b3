import Bytes
import Dispatch
import EventLoop
import Glibc
import HTTP
import TLS
import TestSupport
import Testing

@testable import Upstream

@Suite struct DeadlineTests {
    private let silent = ScriptedServer { _, peer, _ in _ = peer.isEnded() }

    @Test func noAnswer() throws {
        defer { self.silent.stop() }
        let basin = try Basin([self.silent.port]) { $0.responseTimeout = .seconds(0.2) }
        defer { basin.stop() }
        #expect(basin.run().outcome() == .failed("responseTimeout"))
        #expect(basin.connectionCount == 0)
    }

    @Test func noHandshake() throws {
        defer { self.silent.stop() }
        var client = TLSContext.ClientSettings()
        client.verification = .none
        let basin = try Basin([self.silent.port], tls: TLSContext.client(client)) {
            $0.connectTimeout = .seconds(0.2)
        }
        defer { basin.stop() }
        guard case .unavailable(let words)? = basin.run().outcome() else {
            Issue.record("available")
            return
        }
        #expect(words.contains("timed out"), "\(words)")
    }

    /// A head that trickles does not win time with each byte.
    @Test func anEndlessHead() throws {
        let upstream = ScriptedServer { _, peer, _ in
            guard peer.request() != nil else { return }
            peer.send("HTTP/1.1 200 OK\r\nX: ")
            while peer.isSilent(for: 0.05), peer.send("x") {}
        }
        defer { upstream.stop() }
        let basin = try Basin([upstream.port]) {
            $0.responseTimeout = .seconds(0.4)
            $0.bodyTimeout = .seconds(0.4)
        }
        defer { basin.stop() }
        #expect(basin.run().outcome() == .failed("responseTimeout"))
    }

    @Test func endlessInterimResponses() throws {
        let upstream = ScriptedServer { _, peer, _ in
            guard peer.request() != nil else { return }
            while peer.isSilent(for: 0.01), peer.send("HTTP/1.1 102 Processing\r\n\r\n") {}
        }
        defer { upstream.stop() }
        let basin = try Basin([upstream.port])
        defer { basin.stop() }
        #expect(basin.run().outcome() == .failed("malformedHead(HTTP1.ResponseRefusal.tooManyInterim)"))
    }

    @Test func aBodyThatStops() throws {
        let upstream = ScriptedServer { _, peer, _ in
            guard peer.request() != nil else { return }
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nsome")
            _ = peer.isEnded()
        }
        defer { upstream.stop() }
        let basin = try Basin([upstream.port]) { $0.bodyTimeout = .seconds(0.2) }
        defer { basin.stop() }
        let caller = basin.run()
        #expect(caller.events == [.ready, .head(200), .failed("stalled")])
        #expect(caller.content == "some")
    }

    @Test func aBodyThatTricklesIsTaken() throws {
        let upstream = ScriptedServer { _, peer, _ in
            guard peer.request() != nil else { return }
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n")
            for _ in 0..<10 where peer.isSilent(for: 0.15) { peer.send("x") }
            _ = peer.isEnded()
        }
        defer { upstream.stop() }
        let basin = try Basin([upstream.port]) { $0.bodyTimeout = .seconds(1) }
        defer { basin.stop() }
        #expect(basin.run().outcome() == .ended)
    }

    /// The upstream waits for the client, not the other way round: its deadline is not the upstream's.
    @Test func aSlowClientsRequestIsNotTheUpstreamsFault() throws {
        let upstream = ScriptedServer.sending(okAnswer)
        defer { upstream.stop() }
        let basin = try Basin([upstream.port]) {
            $0.bodyTimeout = .seconds(0.2)
            $0.responseTimeout = .seconds(0.2)
        }
        defer { basin.stop() }
        let caller = Caller("POST /a HTTP/1.1\r\ncontent-length: 8\r\n\r\n", method: .post, isWhole: false)
        basin.start(caller)
        caller.wait { $0.events == [.ready] }
        for _ in 0..<8 {
            #expect(!caller.wait(0.1) { $0.isOver })
            basin.act {
                caller.connection?.outgoing.append("x")
                caller.connection?.flush()
            }
        }
        basin.act { caller.connection?.requestEnded() }
        #expect(caller.outcome() == .ended, "\(caller.events)")
        #expect(upstream.requests.first?.text == "xxxxxxxx")
    }

    /// An upstream that stops reading is found out, and one that reads slowly is not.
    @Test(arguments: [true, false])
    func anUpstreamThatStopsReading(_ stops: Bool) throws {
        let isOver = DispatchSemaphore(value: 0)
        defer { isOver.signal() }
        let upstream = ScriptedServer { _, peer, _ in
            guard peer.headOnly() != nil else { return }
            if stops {
                isOver.wait()
            } else {
                while peer.receive(256 * 1024) > 0 { usleep(30_000) }
            }
        }
        defer { upstream.stop() }
        let basin = try Basin([upstream.port]) { $0.bodyTimeout = .seconds(2) }
        defer { basin.stop() }
        let size = 24 << 20
        let caller = Caller(
            "POST /a HTTP/1.1\r\ncontent-length: \(size)\r\n\r\n" + String(repeating: "x", count: size),
            method: .post, isWhole: false)
        basin.start(caller)
        if stops {
            #expect(caller.outcome() == .failed("stalled"))
        } else {
            #expect(caller.wait { $0.events.contains(.drained) || $0.isOver })
            #expect(caller.events.contains(.drained), "\(caller.events)")
        }
    }

    /// A client that reads slowly has its own deadline; ours runs only while we wait for the upstream.
    @Test func aReaderThatPausesIsNotTheUpstreamsFault() throws {
        let upstream = ScriptedServer { _, peer, _ in
            guard peer.request() != nil else { return }
            peer.send(
                "HTTP/1.1 200 OK\r\nContent-Length: 20000\r\n\r\n" + String(repeating: "x", count: 20_000))
            _ = peer.isEnded()
        }
        defer { upstream.stop() }
        let basin = try Basin([upstream.port]) { $0.bodyTimeout = .seconds(1) }
        defer { basin.stop() }
        let caller = Caller()
        caller.onBody = { caller in
            caller.onBody = nil
            caller.connection?.pauseReading()
        }
        basin.start(caller)
        caller.wait { $0.contentCount > 0 }
        #expect(!caller.wait(1.5) { $0.isOver })
        basin.act { caller.connection?.resumeReading() }
        #expect(caller.outcome() == .ended, "\(caller.events)")
        #expect(caller.contentCount == 20_000)
    }

    @Test func anIdleConnectionIsClosedInTime() throws {
        let upstream = ScriptedServer.sending(okAnswer, okAnswer)
        defer { upstream.stop() }
        let basin = try Basin([upstream.port]) { $0.idleTimeout = .seconds(1) }
        defer { basin.stop() }
        basin.run()
        #expect(basin.connectionCount == 1)
        basin.waitForConnections(0)
        #expect(basin.connectionCount == 0)
    }
}
