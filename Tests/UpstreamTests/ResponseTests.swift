import Bytes
import EventLoop
import HTTP
import TLS
import TestSupport
import Testing

@testable import Upstream

private let xs = String(repeating: "x", count: 300_000)

@Suite struct ResponseTests {
    private func outcome(
        _ answer: String, method: Method = .get, closes: Bool = true
    ) throws -> (Caller.Event?, String) {
        let upstream = ScriptedServer { _, peer, _ in
            guard peer.request() != nil else { return }
            peer.send(answer)
            if !closes { _ = peer.isEnded() }
        }
        defer { upstream.stop() }
        let basin = try Basin([upstream.port]) { $0.responseTimeout = .seconds(1) }
        defer { basin.stop() }
        let caller = basin.run(Caller("\(method.text) /a HTTP/1.1\r\nhost: up\r\n\r\n", method: method))
        return (caller.outcome(), caller.content)
    }

    @Test(arguments: [
        ("HTTP/1.1 200 OK\r\n\r\nto the end", "to the end"), ("HTTP/1.1 200 OK\r\n\r\n", ""),
        ("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", "abc"),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n2\r\nbc\r\n0\r\n\r\n", "abc"),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nX-Sum: 1\r\n\r\n", "a"),
        (
            "HTTP/1.1 100 Continue\r\nX: y\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
            "ok"
        ),
        ("HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n\(xs)", xs),
    ])
    func isTakenWhole(_ answer: String, _ content: String) throws {
        let (event, text) = try self.outcome(answer)
        #expect(event == .ended)
        #expect(text == content)
    }

    /// Nothing but the end of a length or of a chunk says that content is whole.
    @Test(arguments: [
        ("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabc", "closed(beforeResponse: false)"),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
            "closed(beforeResponse: false)"
        ),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", "closed(beforeResponse: false)"),
        ("HTTP/1.1 200 OK\r\nContent-Le", "closed(beforeResponse: false)"),
        ("", "closed(beforeResponse: true)"),
        ("HTTP/1.1 100 Continue\r\n\r\n", "closed(beforeResponse: false)"),
        ("\0\0\0\0\r\n\r\n", "malformedHead(HTTP1.ResponseRefusal.controlCharacter)"),
        ("garbage\r\n\r\n", "malformedHead(HTTP1.ResponseRefusal.malformedLine)"),
        (
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n",
            "malformedHead(HTTP1.ResponseRefusal.switchedProtocols)"
        ),
        (
            "HTTP/1.1 100 Continue\r\nContent-Length: 3\r\n\r\nabc",
            "malformedHead(HTTP1.ResponseRefusal.interimContent)"
        ),
        (
            "HTTP/1.1 200 OK\r\nX: \(String(repeating: "y", count: 40_000))\r\n\r\n",
            "malformedHead(HTTP1.ResponseRefusal.headTooLarge)"
        ),
        (
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx",
            "malformedHead(HTTP1.ResponseRefusal.severalLengths)"
        ),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            "malformedBody(HTTP1.BodyRefusal.malformedChunkSize)"
        ),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;x=y\r\na\r\n0\r\n\r\n",
            "malformedBody(HTTP1.BodyRefusal.chunkExtension)"
        ),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n",
            "malformedBody(HTTP1.BodyRefusal.malformedChunkEnd)"
        ),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nContent-Length: 3\r\n\r\n",
            "malformedBody(HTTP1.BodyRefusal.forbiddenTrailer)"
        ),
    ])
    func isRefused(_ answer: String, _ words: String) throws {
        #expect(try self.outcome(answer).0 == .failed(words))
    }

    @Test func anAnswerToHeadHasNoContent() throws {
        let answer = "HTTP/1.1 200 OK\r\nContent-Length: 300\r\n\r\n"
        let (event, text) = try self.outcome(answer, method: .head, closes: false)
        #expect(event == .ended && text.isEmpty)
    }

    @Test func bytesThatTrickleIn() throws {
        let answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n"
        let upstream = ScriptedServer { _, peer, _ in
            while peer.request() != nil {
                for byte in answer.utf8 { peer.send([byte]) }
            }
        }
        defer { upstream.stop() }
        let basin = try Basin([upstream.port])
        defer { basin.stop() }
        for _ in 0..<20 { #expect(basin.run().content == "abc") }
        #expect(upstream.connectionCount == 1)
    }

    /// Reading rests while the client cannot take more, and the upstream feels it.
    @Test func aPausedReaderHoldsBackTheUpstream() throws {
        let size = 32 << 20
        let upstream = ScriptedServer { _, peer, _ in
            guard peer.request() != nil else { return }
            peer.send(
                "HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n" + String(repeating: "x", count: size))
            _ = peer.isEnded()
        }
        defer { upstream.stop() }
        let basin = try Basin([upstream.port])
        defer { basin.stop() }
        let caller = Caller()
        caller.onBody = { $0.connection?.pauseReading() }
        basin.start(caller)
        caller.wait { $0.contentCount > 0 }
        basin.settle()
        // One read, and no more.
        #expect(caller.contentCount <= 16 * 1024)
        basin.act {
            caller.onBody = nil
            caller.connection?.resumeReading()
        }
        caller.wait { $0.isOver }
        #expect(caller.contentCount == size)
        caller.onBody = nil
    }

    // MARK: TLS

    private func secure(
        _ serve: @escaping @Sendable (SecurePeer) -> Void
    ) throws -> (ScriptedServer, TLSContext) {
        let (server, client) = try SecurePeer.contexts()
        let upstream = ScriptedServer { _, peer, _ in
            guard let secure = try? SecurePeer(peer, server), secure.handshake() else { return }
            serve(secure)
        }
        return (upstream, client)
    }

    @Test func overTLS() throws {
        let (upstream, client) = try self.secure { secure in
            while secure.message(.request) != nil { secure.send(okAnswer) }
        }
        defer { upstream.stop() }
        let basin = try Basin([upstream.port], tls: client)
        defer { basin.stop() }
        for _ in 0..<20 { #expect(basin.run().content == "ok") }
        #expect(upstream.connectionCount == 1)
    }

    /// RFC 9112 §8: content that ends with the connection is whole only if TLS says so.
    @Test(arguments: [true, false])
    func contentToTheEndOverTLS(_ isSaid: Bool) throws {
        let (upstream, client) = try self.secure { secure in
            guard secure.message(.request) != nil else { return }
            secure.send("HTTP/1.1 200 OK\r\n\r\nto the end")
            if isSaid { secure.sayEnd() }
        }
        defer { upstream.stop() }
        let basin = try Basin([upstream.port], tls: client)
        defer { basin.stop() }
        let caller = basin.run()
        #expect(caller.content == "to the end")
        #expect(caller.outcome() == (isSaid ? .ended : .failed("closed(beforeResponse: false)")))
    }

    @Test func anUpstreamThatCannotBeTrustedGetsNothing() throws {
        let (upstream, _) = try self.secure { secure in _ = secure.message(.request) }
        defer { upstream.stop() }
        let basin = try Basin([upstream.port], tls: SecurePeer.contexts().client)
        defer { basin.stop() }
        guard case .unavailable(let words)? = basin.run().outcome() else {
            Issue.record("available")
            return
        }
        #expect(words.contains("certificate of the peer refused"), "\(words)")
    }

    @Test func plainHTTPWhereTLSIsDue() throws {
        let upstream = ScriptedServer { _, peer, _ in
            _ = peer.more()
            peer.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
        }
        defer { upstream.stop() }
        let basin = try Basin([upstream.port], tls: SecurePeer.contexts().client)
        defer { basin.stop() }
        guard case .unavailable(let words)? = basin.run().outcome() else {
            Issue.record("available")
            return
        }
        #expect(words.contains("handshake refused"), "\(words)")
    }
}
