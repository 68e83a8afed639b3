import Dispatch
import Glibc
import Synchronization
import Testing

@testable import EventLoop

/// Sends back what it receives, in edge-triggered manner.
private final class Echo: DescriptorHandler {
    let descriptor: Int32
    let loop: EventLoop
    let closed: DispatchSemaphore?
    var total = 0
    init(_ descriptor: Int32, _ loop: EventLoop, closed: DispatchSemaphore? = nil) {
        self.descriptor = descriptor
        self.loop = loop
        self.closed = closed
    }
    var waitsForTurn = false
    func turn() {}
    func ready(_ readiness: Readiness) {
        while true {
            switch Socket.receive(self.descriptor, into: self.loop.scratch) {
            case .bytes(let count):
                self.total += count
                let bytes = UnsafeRawBufferPointer(
                    rebasing: UnsafeRawBufferPointer(self.loop.scratch)[..<count])
                _ = Socket.send(self.descriptor, bytes.bindMemory(to: UInt8.self))
            case .wouldBlock: return
            case .end, .failed:
                self.loop.removeAndClose(self.descriptor)
                self.closed?.signal()
                return
            }
        }
    }
}

private final class Pulse: LoopTimerTarget, @unchecked Sendable {
    // SAFETY: used on the loop only, but for the semaphore.
    let loop: EventLoop
    let done = DispatchSemaphore(value: 0)
    var remaining: Int
    var timer: LoopTimer?
    init(_ loop: EventLoop, _ count: Int) {
        self.loop = loop
        self.remaining = count
    }
    func start() {
        self.timer = LoopTimer(target: self)
        self.arm()
    }
    func arm() { if let timer = self.timer { self.loop.arm(timer, after: 20_000_000) } }
    func timerFired(_ timer: LoopTimer) {
        self.remaining -= 1
        if self.remaining == 0 { self.done.signal() } else { self.arm() }
    }
}

/// Runs again and again without ever waiting.
private final class Spinner: DescriptorHandler, @unchecked Sendable {
    // SAFETY: used on the loop only.
    let loop: EventLoop
    var stopped = false
    init(_ loop: EventLoop) { self.loop = loop }
    var waitsForTurn = false
    func ready(_ readiness: Readiness) {}
    func turn() { if !self.stopped { self.loop.again(self) } }
}

/// Tells in what order it was asked to send; the first time it is asked it names another one.
private final class Talker: DeferredSender {
    let name: Int
    var next: Talker?
    let loop: EventLoop
    let told: (Int) -> Void
    var waitsToSend = false
    init(_ name: Int, _ loop: EventLoop, _ told: @escaping (Int) -> Void) {
        self.name = name
        self.loop = loop
        self.told = told
    }
    func sendWaiting() {
        self.told(self.name)
        if let next = self.next { self.loop.sendLater(next) }
        self.next = nil
    }
}

/// Lists a sender for each byte that arrives.
private final class Announcer: DescriptorHandler {
    let descriptor: Int32
    let loop: EventLoop
    let told: (Int) -> Void
    var waitsForTurn = false
    init(_ descriptor: Int32, _ loop: EventLoop, _ told: @escaping (Int) -> Void) {
        self.descriptor = descriptor
        self.loop = loop
        self.told = told
    }
    func turn() {}
    func ready(_ readiness: Readiness) {
        guard case .bytes(let count) = Socket.receive(self.descriptor, into: self.loop.scratch) else {
            return
        }
        self.told(-1)
        for _ in 0..<count { self.loop.sendLater(Talker(1, self.loop, self.told)) }
    }
}

private func socketPair() -> (Int32, Int32) {
    var pair: [Int32] = [0, 0]
    let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
    #expect(socketpair(AF_UNIX, type, 0, &pair) == 0)
    return (pair[0], pair[1])
}

/// A blocking client of `port` on loopback.
private func connectTo(_ port: UInt16) -> Int32 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    let address = SocketAddress(host: "127.0.0.1", port: port)
    let result = address?.withPointer { Glibc.connect(descriptor, $0, $1) }
    #expect(result == 0)
    return descriptor
}

@Suite struct EventLoopTests {
    @Test func runsWorkOnItsQueue() async {
        let loop = EventLoop()
        defer { loop.queue.sync { loop.close() } }
        let inside = await withCheckedContinuation { done in
            loop.execute { done.resume(returning: loop.inEventLoop) }
        }
        #expect(inside)
        #expect(!loop.inEventLoop)
    }

    @Test func sendersAreAskedOnceBeforeTheRoundEnds() async {
        let loop = EventLoop()
        defer { loop.queue.sync { loop.close() } }
        let order: [Int] = await withCheckedContinuation { done in
            loop.execute {
                var order: [Int] = []
                let told = { (name: Int) in
                    order.append(name)
                    if name == 3 { done.resume(returning: order) }
                }
                let talkers = (0...3).map { Talker($0, loop, told) }
                // Named while the others send, it has its say in the same round.
                talkers[1].next = talkers[3]
                for talker in talkers[..<3] + talkers[..<2] { loop.sendLater(talker) }
                #expect(order.isEmpty)
            }
        }
        #expect(order == [0, 1, 2, 3])
    }

    /// The senders of many events are not kept waiting for the last of them.
    @Test func sendersDoNotWaitForAllEvents() async {
        let loop = EventLoop()
        defer { loop.queue.sync { loop.close() } }
        let count = 2 * EventLoop.sendersMax
        let pairs = (0..<count).map { _ in socketPair() }
        for (_, theirs) in pairs { #expect(Glibc.write(theirs, "x", 1) == 1) }
        let order: [Int] = await withCheckedContinuation { done in
            loop.execute {
                var order: [Int] = []
                let told = { (name: Int) in
                    order.append(name)
                    if order.count == 2 * count { done.resume(returning: order) }
                }
                for (ours, _) in pairs { loop.add(ours, handler: Announcer(ours, loop, told)) }
            }
        }
        var listed = 0
        for name in order {
            listed -= name
            #expect((0...EventLoop.sendersMax).contains(listed))
        }
        loop.queue.sync { for (ours, _) in pairs { loop.removeAndClose(ours) } }
        for (_, theirs) in pairs { close(theirs) }
    }

    @Test func checkTrapsOffTheLoop() async {
        await #expect(processExitsWith: .failure) { EventLoop().preconditionInEventLoop() }
    }

    @Test func listensAcceptsAndEchoes() throws {
        let loop = EventLoop()
        defer { loop.queue.sync { loop.close() } }
        let address = try #require(SocketAddress(host: "127.0.0.1", port: 0))
        let listener = try Listener(loop: loop, address: address) { descriptor, _ in
            loop.add(descriptor, handler: Echo(descriptor, loop))
        }
        nonisolated(unsafe) let owned = listener  // SAFETY: used on the loop from here on.
        loop.execute { owned.start() }
        #expect(listener.address.port != 0)
        let clients = (0..<50).map { _ in connectTo(listener.address.port) }
        for (index, client) in clients.enumerated() {
            let message = "hello \(index)"
            #expect(Glibc.send(client, message, message.utf8.count, 0) == message.utf8.count)
        }
        for (index, client) in clients.enumerated() {
            var buffer = [UInt8](repeating: 0, count: 64)
            let count = Glibc.recv(client, &buffer, 64, 0)
            #expect(String(decoding: buffer.prefix(max(count, 0)), as: UTF8.self) == "hello \(index)")
            close(client)
        }
        loop.queue.sync { owned.close() }
    }

    @Test func twoLoopsShareAPort() throws {
        let group = LoopGroup(count: 2)
        var address = try #require(SocketAddress(host: "127.0.0.1", port: 0))
        let served = Mutex([0, 0])
        var listeners: [Listener] = []
        for loop in group.loops {
            let listener = try Listener(loop: loop, address: address) { descriptor, _ in
                served.withLock { $0[loop.index] += 1 }
                loop.add(descriptor, handler: Echo(descriptor, loop))
            }
            address = listener.address
            nonisolated(unsafe) let owned = listener  // SAFETY: used on the loop from here on.
            loop.queue.sync { owned.start() }
            listeners.append(listener)
        }
        for _ in 0..<200 {
            let client = connectTo(address.port)
            #expect(Glibc.send(client, "x", 1, 0) == 1)
            var byte: UInt8 = 0
            #expect(Glibc.recv(client, &byte, 1, 0) == 1)
            close(client)
        }
        // A stranger to the group finds the port taken, although each of its sockets shares it.
        #expect(throws: SocketError.self) { try Listener.requireFree(address) }
        let totals = served.withLock { $0 }
        #expect(totals[0] + totals[1] == 200)
        #expect(totals[0] > 0 && totals[1] > 0)
        for (loop, listener) in zip(group.loops, listeners) {
            nonisolated(unsafe) let owned = listener  // SAFETY: used on the loop.
            loop.queue.sync {
                owned.close()
                loop.close()
            }
        }
    }

    @Test func timersFireWhileTheLoopIsBusy() {
        let loop = EventLoop()
        defer { loop.queue.sync { loop.close() } }
        let spinner = Spinner(loop)
        let pulse = Pulse(loop, 5)
        loop.execute {
            loop.again(spinner)
            pulse.start()
        }
        #expect(pulse.done.wait(timeout: .now() + 60) == .success)
        // Work from elsewhere gets its turn too.
        let ran = DispatchSemaphore(value: 0)
        loop.execute {
            spinner.stopped = true
            ran.signal()
        }
        #expect(ran.wait(timeout: .now() + 60) == .success)
    }

    /// A busy loop goes on for long when nobody asks for a turn, and ends its drain at once when somebody does.
    @Test func workFromElsewhereEndsADrain() {
        let loop = EventLoop()
        defer { loop.queue.sync { loop.close() } }
        let spinner = Spinner(loop)
        loop.execute { loop.again(spinner) }
        var quickest = Int64.max
        for _ in 0..<10 {
            let ran = DispatchSemaphore(value: 0)
            let asked = Clock.monotonic
            loop.execute { ran.signal() }
            #expect(ran.wait(timeout: .now() + 60) == .success)
            quickest = min(quickest, Clock.monotonic - asked)
        }
        #expect(quickest < EventLoop.drainTimeMax / 2)
        loop.execute { spinner.stopped = true }
    }

    @Test func timersFireWhileTheLoopSleeps() {
        let loop = EventLoop()
        defer { loop.queue.sync { loop.close() } }
        let pulse = Pulse(loop, 3)
        loop.execute { pulse.start() }
        #expect(pulse.done.wait(timeout: .now() + 60) == .success)
    }

    @Test func halfClosedPeerIsReadToTheEnd() {
        let loop = EventLoop()
        defer { loop.queue.sync { loop.close() } }
        let (ours, theirs) = socketPair()
        let closed = DispatchSemaphore(value: 0)
        let sent = [UInt8](repeating: 7, count: 100_000)
        var offset = 0
        // All of it waits in the socket before the loop looks, together with the end.
        while offset < sent.count {
            let count = sent[offset...].withUnsafeBytes { Glibc.send(theirs, $0.baseAddress, $0.count, 0) }
            guard count > 0 else { break }
            offset += count
        }
        shutdown(theirs, Int32(SHUT_WR))
        let echo = Echo(ours, loop, closed: closed)
        nonisolated(unsafe) let owned = echo  // SAFETY: read after the loop has signalled its end.
        loop.execute { loop.add(ours, handler: owned) }
        #expect(closed.wait(timeout: .now() + 60) == .success)
        #expect(echo.total == offset)
        close(theirs)
    }

    @Test func churnOfDescriptorsLosesNone() {
        let loop = EventLoop()
        defer { loop.queue.sync { loop.close() } }
        let closed = DispatchSemaphore(value: 0)
        for _ in 0..<20 {
            var others: [Int32] = []
            for _ in 0..<200 {
                let (ours, theirs) = socketPair()
                others.append(theirs)
                loop.execute { loop.add(ours, handler: Echo(ours, loop, closed: closed)) }
            }
            for other in others {
                _ = Glibc.send(other, "x", 1, 0)
                close(other)
            }
        }
        for _ in 0..<4000 { #expect(closed.wait(timeout: .now() + 60) == .success) }
    }
}

@Suite struct SocketAddressTests {
    @Test(arguments: [
        ("127.0.0.1", "127.0.0.1:9200", true), ("::1", "[::1]:9200", true), ("[::1]", "[::1]:9200", true),
        ("10.1.2.3", "10.1.2.3:9200", false), ("2001:db8::1", "[2001:db8::1]:9200", false),
        ("::ffff:127.0.0.1", "[::ffff:127.0.0.1]:9200", true),
    ])
    func parsesNumericAddresses(_ host: String, _ text: String, _ loopback: Bool) throws {
        let address = try #require(SocketAddress(host: host, port: 9200))
        #expect(address.description == text)
        #expect(address.isLoopback == loopback)
        #expect(address.with(port: 80).port == 80)
    }

    @Test func refusesNames() { #expect(SocketAddress(host: "localhost", port: 1) == nil) }

    @Test func resolvesLocalhost() throws {
        let addresses = try Resolver.resolve(host: "localhost", port: 9200)
        #expect(addresses.contains { $0.isLoopback })
        #expect(throws: SocketError.self) { try Resolver.resolve(host: "no-such-host.invalid", port: 1) }
    }

    @Test func oneSourceIsAnAddressOrASixtyFour() throws {
        func key(_ host: String) throws -> UInt64 {
            try #require(SocketAddress(host: host, port: 1)).sourceKey
        }
        #expect(try key("10.0.0.1") != key("10.0.0.2"))
        #expect(try key("2001:db8::1") == key("2001:db8::2"))
        #expect(try key("2001:db8:0:1::1") != key("2001:db8:0:2::1"))
        #expect(try key("::ffff:10.0.0.1") == key("10.0.0.1"))
    }
}
