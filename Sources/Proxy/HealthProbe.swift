internal import Bytes
internal import EventLoop
internal import HTTP
internal import JSON
internal import Observe
internal import Upstream

/// Asks an upstream's `GET /` again and again: whether it answers, and of what version it is. Confined to one loop.
final class HealthProbe: UpstreamClient, LoopTimerTarget {
    /// Bytes of an answer that are looked at: `GET /` has some hundred.
    private static let answerMax = 64 * 1024

    private let context: LoopContext
    private let index: Int
    private var timer: LoopTimer?
    var queueLinks = UpstreamQueueLinks()
    private var connection: UpstreamConnection?
    private var isWaiting = false
    private var status = 0
    private var answer: [UInt8] = []
    private var wasReachable: Bool?

    init(context: LoopContext, upstream index: Int) {
        self.context = context
        self.index = index
        self.timer = LoopTimer(target: self)
    }

    private var entry: UpstreamEntry { self.context.shared.upstreams[self.index] }

    func start() { self.ask() }

    func stop() {
        self.context.pools[self.index].cancel(self)
        self.connection?.close()
        self.connection = nil
        if let timer = self.timer { self.context.loop.disarm(timer) }
    }

    func timerFired(_ timer: LoopTimer) { self.ask() }

    private func ask() {
        self.status = 0
        self.answer = []
        self.context.pools[self.index].acquire(for: self)
    }

    private func askLater() {
        if let timer = self.timer { self.context.loop.arm(timer, after: self.entry.settings.healthInterval) }
    }

    func upstreamReady(_ connection: UpstreamConnection) {
        self.connection = connection
        connection.willSend(.get)
        connection.outgoing.append("GET / HTTP/1.1\r\n")
        connection.outgoing.append(self.entry.ownFields)
        connection.outgoing.append("accept: application/json\r\n\r\n")
        connection.flush()
        connection.requestEnded()
    }

    func upstreamUnavailable(_ error: UpstreamError) { self.ended(reachable: false) }
    func upstreamResponded(_ head: ResponseHead, _ bytes: UnsafeBufferPointer<UInt8>) {
        self.status = head.status
    }
    func upstreamBody(_ bytes: UnsafeBufferPointer<UInt8>) {
        if self.answer.count + bytes.count <= Self.answerMax { self.answer.append(contentsOf: bytes) }
    }
    func upstreamDrained() {}
    func upstreamTurnEnded() {}
    func upstreamFailed(_ error: UpstreamError) {
        self.connection = nil
        self.ended(reachable: false)
    }

    func upstreamEnded() {
        let connection = self.connection
        self.connection = nil
        connection?.release()
        if self.status == 200, self.entry.kind == .elasticsearch { self.learn() }
        self.ended(reachable: true)
    }

    private func ended(reachable: Bool) {
        if self.wasReachable != reachable {
            self.wasReachable = reachable
            let name = self.entry.settings.name
            if reachable {
                self.context.shared.logger.notice("upstream answers", ["upstream": name])
            } else {
                self.context.shared.logger.warning("upstream does not answer", ["upstream": name])
            }
        }
        self.askLater()
    }

    /// `{"version":{"number":"7.17.28","distribution":"opensearch"}}`
    private func learn() {
        guard let version = (try? JSONParser.parse(self.answer))?["version"],
            let number = version["number"]?.string
        else { return }
        var parsed = Self.number(number)
        if version["distribution"]?.string == "opensearch" { parsed = 71_002 }
        guard parsed > 0, parsed != self.entry.version.number else { return }
        self.entry.version.number = parsed
        self.context.shared.logger.notice(
            "upstream version", ["upstream": self.entry.settings.name, "version": number])
    }

    static func number(_ text: String) -> Int {
        let parts = text.split(separator: "-")[0].split(separator: ".").map { Int($0) ?? 0 }
        guard parts.count >= 2, parts.allSatisfy({ (0..<100).contains($0) }) else { return 0 }
        return parts[0] * 10_000 + parts[1] * 100 + (parts.count > 2 ? parts[2] : 0)
    }
}
