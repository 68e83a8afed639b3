internal import Configuration
internal import Dispatch
internal import EventLoop
internal import Keys
internal import Observe
internal import Security

/// Removes what is left of keys that were ended long ago, at the start and from time to time.
enum KeySweeps {
    static func start(
        router: SecurityRouter, registry: KeyRegistry, _ settings: Configuration.Keys, _ logger: Logger
    ) -> any DispatchSourceTimer {
        let sweeper = KeySweeper(
            registry: registry, formerSecrets: router.formerSecrets,
            retention: settings.retentionPeriod / 1_000_000
        ) { removed, error in
            if removed > 0 { logger.info("ended keys removed for good", ["count": "\(removed)"]) }
            if let error { logger.warning("ended keys could not be removed", ["error": "\(error)"]) }
        }
        let timer = DispatchSource.makeTimerSource(
            queue: DispatchQueue(label: "keyward.sweeps", qos: .utility))
        timer.schedule(
            deadline: .now(), repeating: .nanoseconds(Int(settings.sweepInterval)),
            leeway: .milliseconds(100))
        timer.setEventHandler { sweeper.sweep(now: Clock.wall) }
        timer.activate()
        return timer
    }
}
