import Dispatch
import EventLoop
import Glibc
import HTTP
import TestSupport
import Testing

@testable import Upstream

/// A response never reaches another exchange: whatever is in doubt closes the connection.
@Suite struct DoubtTests {
    /// Runs two exchanges; says whether the second was on the same connection.
    private func secondShares(_ first: String, then: String = okAnswer) throws -> Bool {
        let upstream = ScriptedServer.sending(first, then)
        defer { upstream.stop() }
        let basin = try Basin([upstream.port])
        defer { basin.stop() }
        let one = basin.run()
        basin.settle()
        let two = basin.run()
        #expect(one.outcome() == .ended, "\(one.events)")
        #expect(two.connectionID == one.connectionID || two.outcome() == .ended)
        return upstream.connectionCount == 1
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 204 No Content\r\n\r\n", "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
        "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n",
    ])
    func aCleanEndKeepsTheConnection(_ answer: String) throws {
        #expect(try self.secondShares(answer))
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
        // More than was announced.
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nx",
        "HTTP/1.1 204 No Content\r\n\r\nsurplus",
        "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\nhello",
        // Content where there can be none: it may be on its way still.
        "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n",
        "HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n",
    ])
    func doubtEndsIt(_ answer: String) throws {
        #expect(try !self.secondShares(answer))
    }

    /// A read that is filled to the last byte says nothing of what is behind it.
    @Test(arguments: [16 * 1024, 16 * 1024 - 1, 16 * 1024 + 1, 32 * 1024])
    func whatWaitsBehindAFullReadIsSeen(_ size: Int) throws {
        let head = "HTTP/1.1 200 OK\r\nContent-Length: 00000\r\n\r\n".utf8.count
        let digits = String(repeating: "0", count: 5 - "\(size - head)".count) + "\(size - head)"
        let answer =
            "HTTP/1.1 200 OK\r\nContent-Length: \(digits)\r\n\r\n"
            + String(repeating: "x", count: size - head)
        let poison = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison"
        let upstream = ScriptedServer { _, peer, number in
            guard peer.request() != nil else { return }
            peer.send(number == 0 ? answer + poison : okAnswer)
            _ = peer.request()
            _ = peer.isEnded()
        }
        defer { upstream.stop() }
        let basin = try Basin([upstream.port])
        defer { basin.stop() }
        let first = basin.run()
        #expect(first.outcome() == .ended && first.contentCount == size - head)
        let second = basin.run()
        #expect(second.content == "ok", "\(second.events) \(second.content)")
    }

    @Test func whatComesWhileIdleEndsIt() throws {
        let maySpeak = DispatchSemaphore(value: 0)
        let upstream = ScriptedServer { _, peer, number in
            while peer.request() != nil {
                peer.send(okAnswer)
                guard number == 0 else { continue }
                maySpeak.wait()
                peer.send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison")
            }
        }
        defer { upstream.stop() }
        let basin = try Basin([upstream.port])
        defer { basin.stop() }
        basin.run()
        maySpeak.signal()
        basin.settle()
        #expect(basin.connectionCount == 0)
        #expect(basin.run().content == "ok")
    }

    /// Bytes that were there before the request left cannot be its answer, even if the loop has not looked.
    @Test func whatCameBeforeTheRequestIsNoAnswer() throws {
        let spoke = DispatchSemaphore(value: 0)
        let maySpeak = DispatchSemaphore(value: 0)
        let upstream = ScriptedServer { _, peer, number in
            while peer.request() != nil {
                peer.send(okAnswer)
                guard number == 0 else { continue }
                maySpeak.wait()
                peer.send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison")
                spoke.signal()
            }
        }
        defer { upstream.stop() }
        let basin = try Basin([upstream.port])
        defer { basin.stop() }
        basin.run()
        // Something else on the loop becomes ready first, and acquires the connection in the same round.
        var pair: [Int32] = [0, 0]
        #expect(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &pair) == 0)
        let caller = Caller()
        let trigger = Trigger(basin, pair[0]) { basin.pool.acquire(for: caller) }
        basin.onLoop { basin.loop.add(pair[0], handler: trigger) }
        basin.settle()
        trigger.isArmed = true
        basin.onLoop {
            #expect(Glibc.send(pair[1], "x", 1, 0) == 1)
            maySpeak.signal()
            spoke.wait()
            // The kernel has both now; the loop sees them with one look.
            usleep(50_000)
        }
        #expect(
            caller.outcome() == .failed("closed(beforeResponse: true)"), "\(caller.events) \(caller.content)")
        basin.onLoop { basin.loop.removeAndClose(pair[0]) }
        close(pair[1])
    }

    @Test(arguments: [false, true])
    func anAnswerBeforeTheRequestsEndEndsTheConnection(_ isWhole: Bool) throws {
        let upstream = ScriptedServer { _, peer, _ in
            guard peer.headOnly() != nil else { return }
            peer.send(isWhole ? okAnswer : "HTTP/1.1 413 Too Large\r\nContent-Length: 5\r\n\r\nearly")
            _ = peer.isEnded()
        }
        defer { upstream.stop() }
        let basin = try Basin([upstream.port])
        defer { basin.stop() }
        let caller = Caller(
            "POST /a HTTP/1.1\r\ncontent-length: 100\r\n\r\nsome", method: .post, isWhole: false)
        basin.run(caller)
        #expect(caller.outcome() == .ended)
        #expect(basin.connectionCount == 0)
    }
}

/// Does something on the loop when its descriptor becomes readable.
///
/// SAFETY: used on the loop, but for `isArmed`, which is set while the loop rests.
private final class Trigger: DescriptorHandler, @unchecked Sendable {
    var waitsForTurn = false
    var isArmed = false
    private let basin: Basin
    private let descriptor: Int32
    private let work: () -> Void

    init(_ basin: Basin, _ descriptor: Int32, _ work: @escaping () -> Void) {
        self.basin = basin
        self.descriptor = descriptor
        self.work = work
    }

    func turn() {}
    func ready(_ readiness: Readiness) {
        guard self.isArmed, readiness.intersects(.readable) else { return }
        self.isArmed = false
        self.work()
    }
}
