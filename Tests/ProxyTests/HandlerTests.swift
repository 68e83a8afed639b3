import Audit
import EventLoop
import Foundation
import TestSupport
import Testing
import Upstream

@testable import Proxy

@Suite struct HandlerTests {
    // MARK: Framing towards the client

    /// Runs one request against an upstream that answers with `answer` and closes.
    private func response(
        _ answer: String, version: String = "HTTP/1.1", method: String = "GET", within seconds: Double = 0.3
    ) throws -> (WireMessage?, isEnded: Bool) {
        let upstream = ScriptedServer { _, peer, _ in
            while let request = peer.request() {
                if request.target != "/" {
                    peer.send(answer)
                    return
                }
                peer.send(ScriptedServer.ok("{}"))
            }
        }
        defer { upstream.stop() }
        let gate = try Gate(upstream: upstream.port)
        defer { gate.stop() }
        let peer = gate.connect()
        peer.send("\(method) /a \(version)\r\nHost: h\r\n\(gate.authorization)\r\n")
        let message = peer.response(toHead: method == "HEAD")
        return (message, peer.isEnded(within: seconds))
    }

    @Test func contentToTheEndBecomesChunked() throws {
        let (message, isEnded) = try self.response("HTTP/1.1 200 OK\r\n\r\nto the end")
        #expect(message?.text == "to the end")
        #expect(message?.isChunked == true)
        #expect(!isEnded)
    }

    @Test func chunkedContentEndsWithTheConnectionForHTTP10() throws {
        let (message, isEnded) = try self.response(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", version: "HTTP/1.0",
            within: Peer.patience)
        #expect(message?.text == "abc")
        #expect(message?.isChunked == false)
        #expect(message?["connection"] == "close")
        #expect(isEnded)
    }

    @Test func lengthsStay() throws {
        let (message, isEnded) = try self.response("HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\nabc")
        #expect(message?["content-length"] == "3")
        #expect(message?.text == "abc")
        #expect(!isEnded)
    }

    @Test(arguments: ["HTTP/1.1 204 No Content\r\n\r\n", "HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n"])
    func answersWithoutContent(_ answer: String) throws {
        let (message, isEnded) = try self.response(answer)
        #expect(message?.content.isEmpty == true)
        #expect(message?.count(of: "transfer-encoding") == 0)
        #expect(!isEnded)
    }

    @Test func anAnswerToHeadKeepsItsLength() throws {
        let (message, isEnded) = try self.response(
            "HTTP/1.1 200 OK\r\nContent-Length: 3000\r\n\r\n", method: "HEAD")
        #expect(message?["content-length"] == "3000")
        #expect(!isEnded)
    }

    @Test func officialClientsFindTheProduct() throws {
        #expect(
            try self.response("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").0?["x-elastic-product"]
                == "Elasticsearch")
        #expect(
            try self.response("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n").0?["x-elastic-product"]
                == nil)
        let own = "HTTP/1.1 200 OK\r\nX-Elastic-Product: Elasticsearch\r\nContent-Length: 0\r\n\r\n"
        #expect(try self.response(own).0?.count(of: "x-elastic-product") == 1)
    }

    /// Half an answer must not look like a whole one.
    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nxx\r\n",
    ])
    func halfAnAnswerIsNoAnswer(_ answer: String) throws {
        for version in ["HTTP/1.1", "HTTP/1.0"] {
            let upstream = ScriptedServer { _, peer, _ in
                while let request = peer.request() {
                    guard request.target == "/" else {
                        peer.send(answer)
                        return
                    }
                    peer.send(ScriptedServer.ok("{}"))
                }
            }
            defer { upstream.stop() }
            let gate = try Gate(upstream: upstream.port)
            defer { gate.stop() }
            let peer = gate.connect()
            peer.send("GET /a \(version)\r\nHost: h\r\n\(gate.authorization)\r\n")
            while peer.more() {}
            // A reset, which says that something is missing, whatever the framing.
            #expect(peer.wasReset, "\(version) \(answer.debugDescription)")
            let records = gate.records { $0.contains { $0["url.path"] as? String == "/a" } }
            let mine = records.filter { $0["url.path"] as? String == "/a" }
            #expect(mine.count == 1)
            #expect(mine.first?["event.outcome"] as? String == "failure")
        }
    }

    // MARK: Persistence

    @Test func theLastRequestOfAConnectionSaysSo() throws {
        let upstream = ScriptedServer.answering()
        defer { upstream.stop() }
        let gate = try Gate(upstream: upstream.port, limits: { $0.requestsPerConnectionMax = 3 })
        defer { gate.stop() }
        let peer = gate.connect()
        peer.send(String(repeating: gate.head("GET /a"), count: 4))
        let answers = (0..<3).map { _ in peer.response() }
        #expect(answers.map { $0?["connection"] } == [nil, nil, "close"])
        #expect(peer.isEnded())
        #expect(peer.waiting.isEmpty)
        #expect(upstream.clientRequests.count == 3)
    }

    /// Content of a request that was answered without it is read and dropped, up to a bound.
    @Test(arguments: [(1000, true), (64 * 1024, true), (64 * 1024 + 1, false), (1 << 20, false)])
    func unwantedContent(_ size: Int, _ stays: Bool) throws {
        let upstream = ScriptedServer.answering()
        defer { upstream.stop() }
        let gate = try Gate(upstream: upstream.port)
        defer { gate.stop() }
        let body = String(repeating: "x", count: size)
        for framing in [
            "Content-Length: \(size)\r\n\r\n\(body)",
            "Transfer-Encoding: chunked\r\n\r\n\(String(size, radix: 16))\r\n\(body)\r\n0\r\n\r\n",
        ] {
            let peer = gate.connect()
            let sender = Sender(peer, "POST /a HTTP/1.1\r\nHost: h\r\n\(framing)\(gate.head("GET /next"))")
            #expect(peer.response()?.status == 401)
            #expect((peer.response()?.status == 200) == stays)
            sender.wait()
        }
    }

    /// A client that ends its direction has left: it may get its answer if that was quick, and never hangs.
    @Test func aRequestThatEndsTheClientsDirection() throws {
        let upstream = ScriptedServer.answering()
        defer { upstream.stop() }
        let gate = try Gate(upstream: upstream.port)
        defer { gate.stop() }
        for head in [gate.head("GET /a"), "GET /a HTTP/1.1\r\nHost: h\r\n\r\n", "GET /a HTT", ""] {
            let peer = gate.connect()
            peer.send(head)
            peer.shutdownWrite()
            #expect(peer.isEnded())
            #expect(WireMessage.all(peer.waiting, .response) != nil)
        }
        gate.waitForConnections(atMost: 0)
        #expect(gate.shared.connections.total == 0)
    }

    /// An answer of the proxy's own is there before it looks on, so it leaves before the connection does.
    @Test func anAnswerBeforeTheClientsEnd() throws {
        let upstream = ScriptedServer.answering()
        defer { upstream.stop() }
        let gate = try Gate(upstream: upstream.port)
        defer { gate.stop() }
        for _ in 0..<20 {
            let peer = gate.connect()
            peer.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n")
            peer.shutdownWrite()
            #expect(peer.response()?.status == 401)
            #expect(peer.isEnded())
        }
    }

    /// The last answer of a connection may take its time as long as the client reads.
    @Test func aSlowReaderOfALastAnswer() throws {
        // More than the kernel keeps for both sides: the rest waits here when the answer is whole.
        let size = 8 << 20
        let upstream = ScriptedServer.answering { _ in
            "HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n" + String(repeating: "x", count: size)
        }
        defer { upstream.stop() }
        let gate = try Gate(
            upstream: upstream.port,
            limits: {
                $0.lingerTimeout = .seconds(0.05)
                $0.rateInterval = .seconds(0.3)
                $0.highWatermark = 16 << 20
            })
        defer { gate.stop() }
        let peer = Peer(port: gate.port, receiveBuffer: 64 * 1024)
        peer.send(gate.head("GET /a", "Connection: close\r\n"))
        var received = 0
        let end = Date() + 20
        // Some MB a second.
        while Date() < end {
            let count = peer.receive(64 * 1024)
            guard count > 0 else { break }
            received += count
            usleep(10_000)
        }
        #expect(received > size)
    }

    /// Who reads too little is too slow however often there is room for more: what was written waits here, and nothing follows.
    @Test func aSlowReaderOfAnAnswerThatHasStopped() throws {
        let size = 12 << 20
        let upstream = ScriptedServer.answering { _ in
            "HTTP/1.1 200 OK\r\nContent-Length: \(size + 1)\r\n\r\n" + String(repeating: "x", count: size)
        }
        defer { upstream.stop() }
        let gate = try Gate(
            upstream: upstream.port,
            limits: {
                $0.rateInterval = .seconds(0.5)
                $0.rateBytesMin = 64 << 20
                $0.highWatermark = 32 << 20
            })
        defer { gate.stop() }
        let peer = Peer(port: gate.port, receiveBuffer: 64 * 1024)
        peer.send(gate.head("GET /a"))
        var received = 0
        let end = Date() + 20
        // Some MB a second.
        while received < size, Date() < end {
            let count = peer.receive(64 * 1024)
            guard count > 0 else { break }
            received += count
            usleep(10_000)
        }
        #expect(received < size)
        #expect(Date() < end)
    }

    @Test func aReaderThatStopsAtTheLastAnswer() throws {
        let size = 16 << 20
        let upstream = ScriptedServer.answering { _ in
            "HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n" + String(repeating: "x", count: size)
        }
        defer { upstream.stop() }
        let gate = try Gate(
            upstream: upstream.port,
            limits: {
                $0.lingerTimeout = .seconds(0.05)
                $0.rateInterval = .seconds(0.2)
                $0.highWatermark = 32 << 20
            })
        defer { gate.stop() }
        let peer = Peer(port: gate.port, receiveBuffer: 8 * 1024)
        peer.send(gate.head("GET /a", "Connection: close\r\n"))
        _ = gate.records { $0.contains { $0["url.path"] as? String == "/a" } }
        gate.waitForConnections(atMost: 0)
        #expect(gate.shared.connections.total == 0)
    }

    // MARK: Bounds

    @Test func connectionsOfOneAddressAreBounded() throws {
        let upstream = ScriptedServer.answering()
        defer { upstream.stop() }
        let gate = try Gate(upstream: upstream.port, limits: { $0.connectionsPerAddressMax = 3 })
        defer { gate.stop() }
        let peers = (0..<3).map { _ in gate.connect() }
        for peer in peers {
            peer.send(gate.head("GET /a"))
            #expect(peer.response()?.status == 200)
        }
        let surplus = gate.connect()
        #expect(surplus.isEnded())
        let records = gate.records { $0.contains { $0["event.action"] as? String == "connection_denied" } }
        #expect(records.contains { $0["event.reason"] as? String == "too many connections" })
        peers[0].close()
        gate.waitForConnections(atMost: 2)
        #expect(gate.ask("GET /a")?.status == 200)
    }

    /// Where no record may be lost, nothing is served that could not be recorded.
    @Test func aTrailThatCannotKeepUp() throws {
        let upstream = ScriptedServer.answering()
        defer { upstream.stop() }
        let gate = try Gate(upstream: upstream.port, overflow: .refuse, auditBytesMax: 0)
        defer { gate.stop() }
        let answer = gate.ask("GET /a")
        #expect(answer?.status == 503)
        #expect(answer?["retry-after"] == "1")
        #expect(upstream.clientRequests.isEmpty)
    }

    @Test func slowHeadsAndContents() throws {
        let upstream = ScriptedServer.answering { _ in ScriptedServer.ok(String(repeating: "x", count: 9000))
        }
        defer { upstream.stop() }
        let gate = try Gate(
            upstream: upstream.port,
            limits: {
                $0.headTimeout = .seconds(0.2)
                $0.rateInterval = .seconds(0.5)
                $0.idleTimeout = .seconds(0.3)
            })
        defer { gate.stop() }
        let head = gate.connect()
        head.send("GET /a HTTP/1.1\r\nHo")
        #expect(head.response()?.status == 408)
        let content = gate.connect()
        // A good exchange before wins it one interval at most.
        content.send(gate.head("GET /a"))
        #expect(content.response()?.status == 200)
        let start = Date()
        content.send(gate.head("POST /a/_doc", "Content-Length: 100\r\n") + "x")
        #expect(content.response()?.status == 408)
        #expect(Date().timeIntervalSince(start) < 10)
        let idle = gate.connect()
        #expect(idle.isEnded())
    }

    // MARK: Drain

    @Test func aDrainFinishesWhatIsUnderWay() throws {
        let isUnderWay = DispatchSemaphore(value: 0)
        let upstream = ScriptedServer.answering { request in
            isUnderWay.signal()
            usleep(300_000)
            return ScriptedServer.ok(request.target)
        }
        defer { upstream.stop() }
        let gate = try Gate(upstream: upstream.port)
        defer { gate.stop() }
        let idle = gate.connect()
        let busy = gate.connect()
        // The second of the two was not begun: it is not served.
        busy.send(gate.head("GET /a") + gate.head("GET /b"))
        #expect(isUnderWay.wait(timeout: .now() + Peer.patience) == .success)
        let isWhole = gate.server.stop(deadline: .seconds(30))
        #expect(isWhole)
        let answer = busy.response()
        #expect(answer?.text == "/a")
        #expect(answer?["connection"] == "close")
        #expect(busy.response() == nil)
        #expect(idle.isEnded())
        #expect(upstream.clientRequests.map(\.target) == ["/a"])
        #expect(gate.shared.connections.total == 0)
    }
}
