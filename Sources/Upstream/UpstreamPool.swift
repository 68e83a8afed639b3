public import EventLoop
internal import HTTP
public import Observe
internal import TLS
internal import Transport

/// The connections of one loop to one upstream: kept open, handed to one exchange at a time.
///
/// Exchanges that find none free wait in a bounded queue, first come, first served. A host that cannot be
/// reached rests for a while; when none can be, everyone who waits is told so at once.
public final class UpstreamPool {
    /// Nanoseconds that a host rests after a failed connection, doubled with each further one up to the maximum.
    private static let restMin: Int64 = .seconds(0.25)
    private static let restMax: Int64 = .seconds(5)

    public let settings: UpstreamSettings
    /// Reused by the connections of this loop: a head is parsed and handed on within one call.
    let responseHead = ResponseHead()
    private let loop: EventLoop
    private let logger: Logger
    private var idle: [UpstreamConnection] = []
    private var hosts: [HostState]
    private var nextHost = 0
    public private(set) var connectingCount = 0
    private var firstWaiting: (any UpstreamClient)?
    private unowned(unsafe) var lastWaiting: (any UpstreamClient)?
    public private(set) var waitingCount = 0
    /// All connections, in whatever phase.
    public private(set) var connections: [ObjectIdentifier: UpstreamConnection] = [:]
    public private(set) var isClosed = false

    private struct HostState {
        var restUntil: Int64 = 0
        var failures = 0
        var nextAddress = 0
    }

    public init(settings: UpstreamSettings, loop: EventLoop, logger: Logger) {
        self.settings = settings
        self.loop = loop
        self.logger = logger
        self.hosts = Array(repeating: HostState(), count: settings.hosts.count)
    }

    public var idleCount: Int { self.idle.count }

    // MARK: For exchanges

    /// Hands a connection to `client`: at once when one is idle, else later. Exactly one of
    /// `upstreamReady` and `upstreamUnavailable` follows, perhaps within this call.
    public func acquire(for client: any UpstreamClient) {
        if let connection = self.idle.popLast() {
            connection.begin(client)
            return client.upstreamReady(connection)
        }
        guard !self.isClosed else { return client.upstreamUnavailable(.shutdown) }
        guard self.waitingCount < self.settings.queueMax else {
            return client.upstreamUnavailable(.queueFull)
        }
        self.enqueue(client)
        self.connectIfNeeded()
    }

    /// Takes `client` out of the queue, if it is there.
    public func cancel(_ client: any UpstreamClient) {
        guard client.queueLinks.isWaiting else { return }
        self.unlink(client)
    }

    /// Closes what is idle and whatever else becomes so.
    public func close() {
        self.isClosed = true
        for connection in self.idle { connection.close() }
        while let client = self.firstWaiting {
            self.unlink(client)
            client.upstreamUnavailable(.shutdown)
        }
    }

    /// Closes every connection at once.
    public func abort() {
        self.close()
        for connection in self.connections.values { connection.close() }
    }

    // MARK: For connections

    func becameUsable(_ connection: UpstreamConnection) {
        self.connectingCount -= 1
        self.hosts[connection.hostIndex].failures = 0
        self.hosts[connection.hostIndex].restUntil = 0
        self.becameIdle(connection)
    }

    func becameIdle(_ connection: UpstreamConnection) {
        guard let client = self.firstWaiting else {
            guard !self.isClosed else { return connection.close() }
            self.idle.append(connection)
            return
        }
        self.unlink(client)
        connection.begin(client)
        client.upstreamReady(connection)
    }

    func failedToConnect(hostIndex: Int, _ error: TransportError) {
        self.connectingCount -= 1
        let host = self.settings.hosts[hostIndex]
        self.hosts[hostIndex].failures += 1
        self.hosts[hostIndex].nextAddress += 1
        let doubled = Self.restMin << Int64(min(self.hosts[hostIndex].failures - 1, 8))
        self.hosts[hostIndex].restUntil = self.loop.now + min(doubled, Self.restMax)
        self.logger.warning(
            "upstream host cannot be reached",
            ["upstream": self.settings.name, "host": host.name, "port": "\(host.port)", "error": "\(error)"])
        if self.hosts.allSatisfy({ $0.restUntil > self.loop.now }) {
            // Whoever waits now has seen every host fail.
            var remaining = self.waitingCount
            while remaining > 0, self.connectingCount == 0, let client = self.firstWaiting {
                remaining -= 1
                self.unlink(client)
                client.upstreamUnavailable(.unreachable("\(host.name):\(host.port): \(error)"))
            }
        }
        self.connectIfNeeded()
    }

    func closed(_ connection: UpstreamConnection, wasIdle: Bool) {
        self.connections[ObjectIdentifier(connection)] = nil
        if wasIdle, let index = self.idle.lastIndex(where: { $0 === connection }) {
            self.idle.remove(at: index)
        }
        if self.waitingCount > 0 { self.connectIfNeeded() }
    }

    // MARK: Connecting

    private func connectIfNeeded() {
        guard !self.isClosed else { return }
        while self.connectingCount < self.waitingCount, self.connections.count < self.settings.connectionsMax
        {
            guard let index = self.chooseHost() else { return }
            self.connect(hostIndex: index)
        }
    }

    /// The next host that does not rest; when all rest, the one that has the longest behind it, one attempt at a time.
    private func chooseHost() -> Int? {
        for offset in 0..<self.hosts.count {
            let index = (self.nextHost + offset) % self.hosts.count
            guard self.hosts[index].restUntil <= self.loop.now else { continue }
            self.nextHost = index + 1
            return index
        }
        guard self.connectingCount == 0 else { return nil }
        return self.hosts.indices.min { self.hosts[$0].restUntil < self.hosts[$1].restUntil }
    }

    private func connect(hostIndex: Int) {
        let host = self.settings.hosts[hostIndex]
        self.connectingCount += 1
        guard !host.addresses.isEmpty else {
            let error = SocketError(operation: "connect", text: "no address")
            return self.failedToConnect(hostIndex: hostIndex, .socket(error))
        }
        let address = host.addresses[self.hosts[hostIndex].nextAddress % host.addresses.count]
        do {
            let session = try host.tls.map { try TLSSession(context: $0, serverName: host.name) }
            let descriptor = try Socket.connect(to: address)
            let transport = Transport(descriptor: descriptor, loop: self.loop, session: session)
            let connection = UpstreamConnection(
                pool: self, loop: self.loop, hostIndex: hostIndex, transport: transport)
            self.connections[ObjectIdentifier(connection)] = connection
        } catch let error as SocketError {
            self.failedToConnect(hostIndex: hostIndex, .socket(error))
        } catch let error as TLSError {
            self.failedToConnect(hostIndex: hostIndex, .tls(error))
        } catch {
            self.failedToConnect(hostIndex: hostIndex, .closedDuringHandshake)
        }
    }

    // MARK: Queue

    private func enqueue(_ client: any UpstreamClient) {
        client.queueLinks = UpstreamQueueLinks()
        client.queueLinks.isWaiting = true
        client.queueLinks.previous = self.lastWaiting
        if let last = self.lastWaiting { last.queueLinks.next = client } else { self.firstWaiting = client }
        self.lastWaiting = client
        self.waitingCount += 1
        // The queue keeps its members alive; `unlink` lets go.
        _ = Unmanaged.passRetained(client as AnyObject)
    }

    private func unlink(_ client: any UpstreamClient) {
        let links = client.queueLinks
        if let previous = links.previous {
            previous.queueLinks.next = links.next
        } else {
            self.firstWaiting = links.next
        }
        if let next = links.next {
            next.queueLinks.previous = links.previous
        } else {
            self.lastWaiting = links.previous
        }
        client.queueLinks = UpstreamQueueLinks()
        self.waitingCount -= 1
        Unmanaged.passUnretained(client as AnyObject).release()
    }
}
