internal import EventLoop
internal import JSON
internal import Observe
internal import Upstream

/// Asks an upstream's `GET /` again and again: whether it answers, and of what version it is. Confined to one loop.
final class HealthProbe: LoopTimerTarget {
    /// Bytes of an answer that are looked at: `GET /` has some hundred.
    private static let answerMax = 64 * 1024

    private let context: LoopContext
    private let index: Int
    private let fetch: UpstreamFetch
    private var timer: LoopTimer?
    private var wasReachable: Bool?
    private var lackWasTold = false

    init(context: LoopContext, upstream index: Int) {
        self.context = context
        self.index = index
        self.fetch = UpstreamFetch(context: context, upstream: index)
        self.timer = LoopTimer(target: self)
    }

    private var entry: UpstreamEntry { self.context.shared.upstreams[self.index] }

    func start() { self.ask() }

    func stop() {
        self.fetch.stop()
        if let timer = self.timer { self.context.loop.disarm(timer) }
    }

    func timerFired(_ timer: LoopTimer) { self.ask() }

    private func ask() {
        self.fetch.get("/", answerMax: Self.answerMax) { [unowned self] result in
            guard case .success(let (status, answer)) = result else { return self.ended(reachable: false) }
            if self.entry.kind == .elasticsearch {
                if status == 200 { self.learn(answer) }
                self.tellOfLack()
            }
            self.ended(reachable: true)
        }
    }

    /// An operator who sees limited keys refused must find out why.
    private func tellOfLack() {
        guard self.entry.version.release == nil, !self.lackWasTold else { return }
        self.lackWasTold = true
        self.context.shared.logger.warning(
            "upstream tells no release that is known: only keys and users with all privileges are served",
            ["upstream": self.entry.settings.name])
    }

    private func ended(reachable: Bool) {
        self.entry.health.note(reachable: reachable)
        if self.wasReachable != reachable {
            self.wasReachable = reachable
            let name = self.entry.settings.name
            if reachable {
                self.context.shared.logger.notice("upstream answers", ["upstream": name])
            } else {
                self.context.shared.logger.warning("upstream does not answer", ["upstream": name])
            }
        }
        if let timer = self.timer { self.context.loop.arm(timer, after: self.entry.settings.healthInterval) }
    }

    /// `{"version":{"number":"7.17.28","distribution":"opensearch"}}`
    private func learn(_ answer: [UInt8]) {
        guard let version = (try? JSONParser.parse(answer))?["version"],
            let number = version["number"]?.string
        else { return }
        let parsed = Self.number(number)
        let isOpenSearch = version["distribution"]?.string == "opensearch"
        guard parsed > 0, self.entry.version.set(parsed, isOpenSearch: isOpenSearch) else { return }
        let (logger, name) = (self.context.shared.logger, self.entry.settings.name)
        guard let release = self.entry.version.release else { return }
        // Said when requests are judged by it.
        self.entry.judges.take(release) {
            logger.notice("upstream version", ["upstream": name, "version": number])
        }
    }

    static func number(_ text: String) -> Int {
        let parts = text.prefix { $0 != "-" }.split(separator: ".").map { Int($0) ?? 0 }
        guard parts.count >= 2, parts.allSatisfy({ (0..<100).contains($0) }) else { return 0 }
        return parts[0] * 10_000 + parts[1] * 100 + (parts.count > 2 ? parts[2] : 0)
    }
}
