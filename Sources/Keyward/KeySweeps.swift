internal import Bytes
internal import Configuration
internal import Dispatch
internal import EventLoop
internal import Keys
internal import Observe
internal import Security

/// From time to time: removes what is left of keys that were ended long ago, and names keys in the log that expire soon.
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
        let watch = KeyExpiryWatch(registry: registry, warning: settings.expiryWarning / 1_000_000) {
            notice in
            switch notice {
            case .key(let record):
                logger.warning(
                    "API key expires soon",
                    [
                        "id": record.id.description, "name": record.name ?? "",
                        "owner": record.owner.username,
                        "expiration": Self.text(record.expiration ?? 0),
                    ])
            case .more(let count):
                logger.warning("more API keys expire soon", ["count": "\(count)"])
            case .failed(let error):
                logger.warning("keys that expire soon are not known", ["error": "\(error)"])
            }
        }
        let timer = DispatchSource.makeTimerSource(
            queue: DispatchQueue(label: "keyward.sweeps", qos: .utility))
        timer.schedule(
            deadline: .now(), repeating: .nanoseconds(Int(settings.sweepInterval)),
            leeway: .milliseconds(100))
        var clock = ClockWatch()
        timer.setEventHandler {
            if let step = clock.look(wall: Clock.wall, monotonic: Clock.monotonic) {
                logger.warning(
                    "the clock was set",
                    [
                        "seconds": "\(step / 1000)",
                        "keys": step < 0
                            ? "those that have expired stay so until the program ends"
                            : "more may have expired",
                    ])
            }
            sweeper.sweep(now: Clock.wall)
            watch.look(now: Clock.wall)
        }
        timer.activate()
        return timer
    }

    private static func text(_ time: Int64) -> String {
        let buffer = ByteBuffer(capacity: Timestamp.length)
        Timestamp.append(time, to: buffer)
        return String(decoding: buffer.readable, as: UTF8.self)
    }
}
