import Bytes
import Dispatch
import EventLoop
import HTTP
import Synchronization
import TestSupport
import Testing

@testable import Upstream

/// Answers each request with its target once it is let.
private final class Turnstile: Sendable {
    let server: ScriptedServer
    private let gate: DispatchSemaphore

    init() {
        let gate = DispatchSemaphore(value: 0)
        self.gate = gate
        self.server = ScriptedServer { server, peer, _ in
            while let request = peer.request() {
                server.note(request)
                gate.wait()
                let length = request.target.utf8.count
                peer.send("HTTP/1.1 200 OK\r\nContent-Length: \(length)\r\n\r\n\(request.target)")
            }
        }
    }

    func admit(_ count: Int) { for _ in 0..<count { self.gate.signal() } }
    func waitForRequests(_ count: Int) -> Bool {
        for _ in 0..<500 {
            if self.server.requests.count >= count { return true }
            _ = DispatchSemaphore(value: 0).wait(timeout: .now() + 0.01)
        }
        return false
    }
    func stop() {
        self.admit(1000)
        self.server.stop()
    }
}

private func caller(_ number: Int) -> Caller { Caller("GET /\(number) HTTP/1.1\r\nhost: up\r\n\r\n") }

@Suite struct PoolTests {
    @Test func oneConnectionServesOneExchangeAfterTheOther() throws {
        let upstream = ScriptedServer { _ in okAnswer }
        defer { upstream.stop() }
        let basin = try Basin([upstream.port])
        defer { basin.stop() }
        for _ in 0..<20 { #expect(basin.run().content == "ok") }
        #expect(upstream.connectionCount == 1)
        #expect(basin.connectionCount == 1)
    }

    /// First come, first served, and nobody gets another's answer.
    @Test func whoWaitsIsServedInOrder() throws {
        let turnstile = Turnstile()
        defer { turnstile.stop() }
        let basin = try Basin([turnstile.server.port]) { $0.connectionsMax = 1 }
        defer { basin.stop() }
        let callers = (0..<10).map(caller)
        for one in callers { basin.start(one) }
        #expect(basin.waitingCount >= 9)
        turnstile.admit(10)
        for (number, one) in callers.enumerated() {
            #expect(one.outcome() == .ended)
            #expect(one.content == "/\(number)")
        }
        #expect(turnstile.server.requests.map(\.target) == (0..<10).map { "/\($0)" })
        #expect(turnstile.server.connectionCount == 1)
    }

    @Test func theQueueIsBounded() throws {
        let turnstile = Turnstile()
        defer { turnstile.stop() }
        let basin = try Basin([turnstile.server.port]) {
            $0.connectionsMax = 1
            $0.queueMax = 3
        }
        defer { basin.stop() }
        let first = caller(0)
        basin.start(first)
        first.wait { $0.events == [.ready] }
        let callers = (1...5).map(caller)
        for one in callers { basin.start(one) }
        #expect(callers[3].outcome() == .unavailable("queueFull"))
        #expect(callers[4].outcome() == .unavailable("queueFull"))
        #expect(basin.waitingCount == 3)
        turnstile.admit(4)
        for one in callers[..<3] { #expect(one.outcome() == .ended) }
    }

    /// Whoever leaves the queue, at its front, middle or end, leaves the others in order.
    @Test(arguments: [[0], [2], [4], [0, 4], [1, 2, 3], [0, 1, 2, 3], [4, 3, 2, 1], [2, 2]])
    func leavingTheQueue(_ leaving: [Int]) throws {
        let turnstile = Turnstile()
        defer { turnstile.stop() }
        let basin = try Basin([turnstile.server.port]) { $0.connectionsMax = 1 }
        defer { basin.stop() }
        let first = caller(9)
        basin.start(first)
        first.wait { $0.events == [.ready] }
        let callers = (0..<5).map(caller)
        for one in callers { basin.start(one) }
        basin.act { for number in leaving { basin.pool.cancel(callers[number]) } }
        #expect(basin.waitingCount == 5 - Set(leaving).count)
        turnstile.admit(6)
        let staying = (0..<5).filter { !leaving.contains($0) }
        for number in staying { #expect(callers[number].outcome() == .ended) }
        #expect(turnstile.server.requests.map(\.target) == ["/9"] + staying.map { "/\($0)" })
        for number in leaving { #expect(callers[number].events.isEmpty) }
    }

    @Test func connectionsAreBounded() throws {
        let turnstile = Turnstile()
        defer { turnstile.stop() }
        let basin = try Basin([turnstile.server.port]) { $0.connectionsMax = 3 }
        defer { basin.stop() }
        let callers = (0..<12).map(caller)
        for one in callers { basin.start(one) }
        #expect(turnstile.waitForRequests(3))
        #expect(basin.connectionCount == 3)
        turnstile.admit(12)
        for one in callers { #expect(one.outcome() == .ended) }
        #expect(turnstile.server.connectionCount == 3)
    }

    @Test func hostsTakeTurns() throws {
        let upstreams = (0..<3).map { _ in Turnstile() }
        defer { for one in upstreams { one.stop() } }
        let basin = try Basin(upstreams.map(\.server.port))
        defer { basin.stop() }
        let callers = (0..<6).map(caller)
        for one in callers { basin.start(one) }
        for one in upstreams { #expect(one.waitForRequests(2)) }
        for one in upstreams { one.admit(2) }
        for one in callers { #expect(one.outcome() == .ended) }
    }

    @Test func aHostThatRefusesIsLeftOut() throws {
        let upstream = ScriptedServer { _ in okAnswer }
        defer { upstream.stop() }
        let basin = try Basin([ScriptedServer.deadPort(), upstream.port, ScriptedServer.deadPort()])
        defer { basin.stop() }
        for _ in 0..<5 { #expect(basin.run().outcome() == .ended) }
    }

    @Test func whenAllHostsRefuseEveryoneIsToldAtOnce() throws {
        let basin = try Basin([ScriptedServer.deadPort(), ScriptedServer.deadPort()])
        defer { basin.stop() }
        let callers = (0..<20).map(caller)
        for one in callers { basin.start(one) }
        for one in callers {
            guard case .unavailable(let words)? = one.outcome(3) else {
                Issue.record("\(one.events)")
                continue
            }
            #expect(words.hasPrefix("unreachable"), "\(words)")
        }
        #expect(basin.waitingCount == 0)
        #expect(basin.connectionCount == 0)
    }

    /// A host that has come back is found by the next exchange, rest or no rest.
    @Test func aHostThatComesBackIsFound() throws {
        let port = ScriptedServer.deadPort()
        let basin = try Basin([port])
        defer { basin.stop() }
        for _ in 0..<3 { #expect(basin.run().isOver) }
        let upstream = ScriptedServer(reviving: port) { _ in okAnswer }
        defer { upstream.stop() }
        #expect(basin.run().outcome() == .ended)
    }

    @Test func aHostWithoutAnAddress() throws {
        let basin = try Basin([1]) { $0.hosts[0].addresses = [] }
        defer { basin.stop() }
        #expect(
            basin.run().outcome()
                == .unavailable("unreachable(\"127.0.0.1:1: connect: no address\")"))
    }

    /// Addresses of one name are tried one after the other.
    @Test func aNameWithADeadAddress() throws {
        let upstream = ScriptedServer { _ in okAnswer }
        defer { upstream.stop() }
        let dead = try #require(SocketAddress(host: "127.0.0.1", port: ScriptedServer.deadPort()))
        let basin = try Basin([upstream.port]) { $0.hosts[0].addresses.insert(dead, at: 0) }
        defer { basin.stop() }
        _ = basin.run()
        #expect(basin.run().outcome() == .ended)
    }

    @Test func aClosedPoolTakesNobody() throws {
        let turnstile = Turnstile()
        defer { turnstile.stop() }
        let basin = try Basin([turnstile.server.port]) { $0.connectionsMax = 1 }
        defer { basin.stop() }
        let busy = caller(0)
        basin.start(busy)
        busy.wait { $0.events == [.ready] }
        let waiting = caller(1)
        basin.start(waiting)
        basin.act { basin.pool.close() }
        #expect(waiting.outcome() == .unavailable("shutdown"))
        #expect(basin.run(caller(2)).outcome() == .unavailable("shutdown"))
        // What is under way ends, and its connection with it.
        turnstile.admit(1)
        #expect(busy.outcome() == .ended)
        basin.settle()
        #expect(basin.connectionCount == 0)
    }

    @Test func idleConnectionsOfAClosedPoolAreClosed() throws {
        let upstream = ScriptedServer { _ in okAnswer }
        defer { upstream.stop() }
        let basin = try Basin([upstream.port])
        defer { basin.stop() }
        basin.run()
        basin.act { basin.pool.close() }
        #expect(basin.connectionCount == 0)
    }

    /// An exchange that ends within the call that begins another one disturbs neither.
    @Test func exchangesThatBeginOneAnother() throws {
        let upstream = ScriptedServer { _ in okAnswer }
        defer { upstream.stop() }
        let basin = try Basin([upstream.port]) { $0.connectionsMax = 2 }
        defer { basin.stop() }
        let count = 200
        let callers = (0..<count).map(caller)
        for number in 0..<count - 2 {
            callers[number].onEnd = {
                // Here, on the loop, where it is read.
                callers[number].onEnd = nil
                basin.pool.acquire(for: callers[number + 2])
            }
        }
        basin.start(callers[0])
        basin.start(callers[1])
        for one in callers { #expect(one.outcome() == .ended) }
        #expect(upstream.connectionCount <= 2)
    }

    @Test(arguments: [1, 2, 10])
    func manyExchangesOverFlakyConnections(_ connections: Int) throws {
        // Every third answer ends its connection, every fifth says so before.
        let counter = Mutex(0)
        let upstream = ScriptedServer { _, peer, _ in
            while let request = peer.request() {
                let number = counter.withLock {
                    $0 += 1
                    return $0
                }
                let fields = number % 5 == 0 ? "Connection: close\r\n" : ""
                peer.send(
                    "HTTP/1.1 200 OK\r\n\(fields)Content-Length: \(request.target.utf8.count)\r\n\r\n\(request.target)"
                )
                if number % 3 == 0 { return }
            }
        }
        defer { upstream.stop() }
        let basin = try Basin([upstream.port]) { $0.connectionsMax = connections }
        defer { basin.stop() }
        let callers = (0..<200).map(caller)
        for one in callers { basin.start(one) }
        var answered = 0
        for (number, one) in callers.enumerated() {
            let outcome = one.outcome()
            if outcome == .ended {
                answered += 1
                #expect(one.content == "/\(number)")
            } else {
                // Closed by the upstream while idle: never half an answer.
                #expect(outcome == .failed("closed(beforeResponse: true)"), "\(one.events)")
                #expect(one.content.isEmpty)
            }
        }
        #expect(answered > 100)
        #expect(basin.waitingCount == 0)
    }
}
